"""In what condition the two stores are: what `steward doctor` asks before it judges."""

import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cs_engine.book.door import open_book
from cs_engine.book.facts import data_ends
from cs_engine.book.summary import summarize
from cs_engine.service.memory import open_memory

PATIENCE_SECONDS = 2.0
"""Who checks wants to know who holds the book, not to wait for it."""
SQLITE, DUCKDB = "sqlite:///", "duckdb://"


@dataclass(frozen=True, slots=True)
class MemoryCondition:
    """What the memory holds."""

    as_of: datetime | None
    """The instant of the latest snapshots, ``None`` when no account was ever scored."""
    refreshed_at: datetime | None
    """When the last refresh ended."""
    owners: tuple[str, ...]
    """Everybody who owns an account, as the book writes them."""


@dataclass(frozen=True, slots=True)
class BookCondition:
    """What the book holds."""

    accounts: int
    data_ends: date | None
    """The last day with any fact, ``None`` in an empty book."""


def memory_condition(database_url: str) -> MemoryCondition | None:
    """Look at the memory, bringing its tables up to date as every command does; ``None`` when there is none yet.

    Raises:
        StoreUnavailable: it cannot be opened or written to, or is of a newer version.
    """
    path = _file(database_url, SQLITE)
    if path is not None and not path.exists():
        return None
    with open_memory(database_url) as store:
        newest, run = store.newest(), store.last_run("refresh")
        owners = tuple(store.owners())
    return MemoryCondition(newest.as_of if newest else None, run.finished_at if run else None, owners)


def book_condition(book_url: str, today: date) -> BookCondition:
    """Look at the book as seen on ``today``.

    Raises:
        BadInput: the address is not one of a book.
        NothingToShow: there is no book yet.
        StoreUnavailable: someone else holds it, or it is of another version.
    """
    with open_book(book_url, patience=PATIENCE_SECONDS) as book:
        return BookCondition(summarize(book, today).accounts, data_ends(book))


def unwritable_book(book_url: str) -> Path | None:
    """Return the book's file, or the folder for it, that this process may not write to; ``None`` when all is well."""
    path = _file(book_url, DUCKDB)
    if path is None:
        return None
    folder = next(parent for parent in (path.absolute(), *path.absolute().parents) if parent.is_dir())
    return next((each for each in (path, folder) if each.exists() and not os.access(each, os.W_OK)), None)


def _file(url: str, scheme: str) -> Path | None:
    """Return the file behind an address of this scheme; a server's address has none."""
    return Path(url.removeprefix(scheme)) if url.startswith(scheme) else None
