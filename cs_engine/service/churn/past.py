"""The past of a book, one instant after another, for learning who will leave."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from cs_engine.book.door import open_book
from cs_engine.book.facts import FactsQuery
from cs_engine.book.habits import HabitsQuery
from cs_engine.book.opened import Book
from cs_engine.churn.account_features import LAG_DAYS, Known
from cs_engine.churn.training_set import STEP_DAYS, TrainingSet, live, training_set
from cs_engine.errors import NothingToShow
from cs_engine.records.churn_accounts import USUAL, Target
from cs_engine.wording import phrase

MOST_DAYS = 65
"""Five years of as-of days: customers of long ago left for other reasons."""
ACTIVITY = ("usage_last_day", "last_ticket_at", "last_touch_at", "nps_at", "csat_at", "last_invoice_on")
"""Facts of which none is known before a company's sources begin: contracts alone reach back further."""

EMPTY = phrase("The book holds no dated facts; load usage, tickets or invoices with `steward load`.")


def read_training_set(book_url: str, zone: tzinfo, target: Target = USUAL) -> TrainingSet:
    """Return the past of a book as rows to learn from.

    Raises:
        NothingToShow: the book has no past.
    """
    with open_book(book_url) as book:
        reader = PastReader(book, zone)
        return training_set(list(reader.past()), reader.last, target)


def read_now(book_url: str, zone: tzinfo) -> tuple[Known, Known]:
    """Return what is known at the end of the last day with data, and what was a quarter before.

    Raises:
        NothingToShow: the book has no past.
    """
    with open_book(book_url) as book:
        reader = PastReader(book, zone)
        return reader.at(reader.end), reader.at(reader.end - timedelta(days=LAG_DAYS))


class PastReader:
    """What an open book knew at one instant after another."""

    def __init__(self, book: Book, zone: tzinfo) -> None:
        """Ask an open book.

        Raises:
            NothingToShow: it has no past.
        """
        self._facts, self._habits, self._zone = FactsQuery.prepare(book), HabitsQuery.prepare(book), zone
        if self._facts.data_ends is None:
            raise NothingToShow(EMPTY)
        self.last: date = self._facts.data_ends

    @property
    def end(self) -> datetime:
        """The end of the last day with data."""
        return datetime.combine(self.last + timedelta(days=1), time(), self._zone)

    def at(self, as_of: datetime) -> Known:
        """Return what was known at an instant."""
        return Known(as_of, self._facts.at(as_of), *self._habits.at(as_of))

    def past(self) -> Iterator[Known]:
        """Yield as-of days four weeks apart, ascending, from the first on which anything was known."""
        found = []
        for place in range(MOST_DAYS):
            day = self.last + timedelta(days=1 - place * STEP_DAYS)
            known = self.at(datetime.combine(day, time(), self._zone))
            if live(known)[list(ACTIVITY)].isna().all(axis=None):
                break
            found.append(known)
        yield from reversed(found)
