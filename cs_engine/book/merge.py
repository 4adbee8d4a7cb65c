"""Take the staged rows of one table into the book, comparing only what can be there already."""

from dataclasses import dataclass
from string import Template

from cs_engine.book import statements
from cs_engine.book.opened import Book
from cs_engine.frames.columns import Table
from cs_engine.frames.ledger import REPEATS

MATCHED = "_matched"
REPEATED = "_repeated"


@dataclass(frozen=True, slots=True)
class Match:
    """How the staged rows meet the book's: ``first`` when its table is empty, so that nothing is compared."""

    first: bool
    known: int = 0
    """Staged rows whose key the book has."""
    changed: int = 0
    """Those of them that differ from the book's."""

    def nothing_new(self, rows: int) -> bool:
        """Tell whether the book holds all of so many staged rows as they are."""
        return not self.changed and self.known == rows


@dataclass(frozen=True, slots=True)
class Merge:
    """Rows staged in ``schema`` as ``name``, on their way into ``table``."""

    book: Book
    table: Table
    schema: str
    name: str

    def drop_repeats(self, load_id: str) -> int:
        """Keep the last row of every key, remember the keys that stand twice in a file, and return how many went."""
        self.run(statements.REPEATED)
        if not self.any_row(self.staged(REPEATED)):
            return 0
        self.run(statements.REPEATS, load_id=load_id, repeats=self.book.sql_name(REPEATS.name))
        return self.run(statements.KEEP_LAST)

    def match(self) -> Match:
        """Compare with the book; staged keys are unique by now."""
        if not self.any_row(self.book.sql_name(self.table.name)):
            return Match(first=True)
        self.run(statements.MATCHED)
        ((known, changed),) = self.book.ask(self.filled(statements.COUNT_MATCHED))
        return Match(False, int(known), int(changed))

    def take_in(self, found: Match) -> int:
        """Insert what is new, replace what differs, and return how many rows were written."""
        if not found.known:
            return self.run(statements.INSERT_ALL)
        if found.changed:
            self.run(statements.DELETE_CHANGED)
        return self.run(statements.INSERT_MISSING)

    def run(self, statement: Template, **more: str) -> int:
        """Run a statement about these rows and return how many it changed."""
        return self.book.change(self.filled(statement, **more))

    def filled(self, statement: Template, **more: str) -> str:
        """Return a statement with the names of this table and of its staged rows."""
        places = {
            "book": self.book.sql_name(self.table.name),
            "staged": self.staged(),
            "matched": self.staged(MATCHED),
            "repeated": self.staged(REPEATED),
        }
        return statement.substitute(statements.words(self.table) | places | more)

    def any_row(self, table: str) -> bool:
        """Tell whether a table, given by its SQL name, holds a row."""
        return bool(self.book.ask(statements.ANY_ROW.substitute(book=table)))

    def staged(self, suffix: str = "") -> str:
        """Return the SQL name of the staged rows, or of a table made from them."""
        return self.book.sql_name(self.name + suffix, self.schema)
