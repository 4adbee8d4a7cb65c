"""Judging the book and the memory."""

from collections.abc import Iterator
from datetime import timedelta

from bot.doctor.facts import StoreFacts
from bot.doctor.findings import Finding, problem, warning
from cs_engine.service.condition import BookCondition, MemoryCondition
from cs_engine.service.scoring.instants import data_is_old

MEGABYTE = 1_000_000
LEAST_ROOM = 100 * MEGABYTE
"""Less, and the next answer that has to be remembered may fail."""
LITTLE_ROOM = 2_000 * MEGABYTE
"""A load stages what it reads beside the book; a few million rows need about this much."""
REFRESH_LATE = timedelta(hours=36)
"""The jobs refresh every midnight; a day and a half means that one was missed."""


def check_stores(facts: StoreFacts) -> Iterator[Finding]:
    """Yield what is wrong with the home, the memory and the book."""
    yield from _check_home(facts)
    yield from _check_memory(facts)
    yield from _check_book(facts)


def _check_home(facts: StoreFacts) -> Iterator[Finding]:
    fix = "Give this user the right to write there, or set STEWARD_HOME to another folder."
    if facts.free_bytes is None:
        yield problem("home", f"The folder {facts.home} cannot be made or written to.", fix)
    elif facts.free_bytes < LITTLE_ROOM:
        judge = problem if facts.free_bytes < LEAST_ROOM else warning
        left = f"Only {facts.free_bytes / MEGABYTE:,.0f} MB are free on the disk of {facts.home}"
        yield judge("disk", f"{left}; loading a large file needs more.", "Make room, or move STEWARD_HOME.")


def _check_memory(facts: StoreFacts) -> Iterator[Finding]:
    memory = facts.memory
    if isinstance(memory, str):
        yield problem("memory", memory, "Mend that and run `steward doctor` again.")
    elif memory is None or memory.as_of is None:
        yield problem(
            "memory", "No account has been scored yet, so there is nothing to answer with.", "Run `steward refresh`."
        )
    else:
        yield from _check_refresh(memory, facts)


def _check_refresh(memory: MemoryCondition, facts: StoreFacts) -> Iterator[Finding]:
    at = memory.refreshed_at
    if at is not None and facts.now - at > REFRESH_LATE:
        yield warning(
            "refresh",
            f"The last refresh ended on {at:%Y-%m-%d} at {at:%H:%M} UTC; there should be one every midnight.",
            "Keep `steward work` (or `steward serve --all`) running, or run `steward refresh`.",
        )


def _check_book(facts: StoreFacts) -> Iterator[Finding]:
    book = facts.book
    if isinstance(book, str):
        yield problem("book", book, "Mend that and run `steward doctor` again.")
    elif book is None:
        yield problem("book", "There is no book yet.", "Run `steward load` with your files, or `steward sample`.")
    else:
        yield from _check_facts(book, facts)
    if facts.unwritable is not None:
        fix = "Give this user the right to write there."
        yield problem("book", f"{facts.unwritable} may not be written to, so nothing can be loaded.", fix)


def _check_facts(book: BookCondition, facts: StoreFacts) -> Iterator[Finding]:
    if not book.accounts:
        yield problem("book", "The book holds no account.", "Run `steward load` with a file of accounts.")
    elif book.data_ends is not None and data_is_old(book.data_ends, facts.now.date()):
        days = (facts.now.date() - book.data_ends).days
        sentence = f"The newest fact in the book is of {book.data_ends}, {days} days ago, and every answer says so."
        yield warning("freshness", sentence, "Load newer files, and let a scheduler do it every day.")
