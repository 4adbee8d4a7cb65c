"""What is in the book and what is wrong with it."""

from dataclasses import dataclass
from datetime import date

from cs_engine.book.door import open_book
from cs_engine.book.quality import Finding, findings, load_next
from cs_engine.book.summary import BookSummary, summarize


@dataclass(frozen=True, slots=True)
class BookView:
    """The book's tables and everything doubtful in them, worst first."""

    summary: BookSummary
    findings: tuple[Finding, ...]
    load_next: str | None = None
    """What to load next and why, while there is nothing to judge."""


def look_at_book(book_url: str, today: date) -> BookView:
    """Return what the book holds, as seen on ``today``.

    Raises:
        NothingToShow: there is no book yet.
        StoreUnavailable: someone else holds it.
    """
    with open_book(book_url) as book:
        return BookView(summarize(book, today), findings(book, today), load_next(book))
