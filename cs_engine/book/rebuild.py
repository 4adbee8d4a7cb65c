"""Add up raw usage events to days of usage, wherever a load touched them."""

from dataclasses import dataclass

from cs_engine.book import statements
from cs_engine.book.merge import Match, Merge
from cs_engine.frames.activity import USAGE

TOUCHED = "_touched"


@dataclass(frozen=True, slots=True)
class Rebuild:
    """The days of ``usage`` that the staged events ``events`` touch."""

    events: Merge
    found: Match

    def note_touched(self) -> None:
        """Note the days before the events enter the book: one that moves leaves its old day."""
        if self._everything:
            return
        statement = statements.TOUCHED if self.found.known else statements.TOUCHED_BY_NEW
        self.events.run(statement, touched=self._touched)

    def run(self) -> int:
        """Add up the noted days from all events, and return how many rows of ``usage`` were written."""
        usage = Merge(self.events.book, USAGE, self.events.schema, USAGE.name)
        if not self._everything:
            usage.run(statements.DELETE_DAYS, touched=self._touched)
        which = "" if self.found.first else statements.ON_TOUCHED_DAYS.substitute(touched=self._touched)
        days = self.events.filled(statements.DAYS, events=self._all_events, which=which)
        return usage.run(statements.INSERT_DAYS, days=days)

    @property
    def _everything(self) -> bool:
        """Whether no day has to be looked for: neither events nor usage were there before."""
        return self.found.first and not self.events.any_row(self.events.book.sql_name(USAGE.name))

    @property
    def _touched(self) -> str:
        return self.events.staged(TOUCHED)

    @property
    def _all_events(self) -> str:
        """All events as they will be in the book; where only staged ones are, DuckDB reads these twice as fast."""
        if self.found.first:
            return self.events.filled(statements.AS_IN_BOOK)
        return self.events.book.sql_name(self.events.table.name)
