"""How the canonical tables of the book are declared.

Everything else is derived from these declarations: the pandera contracts that loads are checked
against, the tables the book creates, and ``docs/book.md``.

Conventions:
    - ``date`` columns are calendar days; ``instant`` columns are UTC without zone marker.
    - Money is in the row's ``currency`` (ISO 4217).
    - An empty cell is unknown, never zero.
    - ``known_at`` says when a row became known. Where it is empty, the table's own rule applies.
      A fact counts for an instant ``as_of`` only when it was known before it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a column is stored."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a canonical table.

    ``known_by`` names the column whose moment must have passed before this value may be used:
    ``closed_at`` of a ticket is known at ``closed_at``, its ``csat`` as well.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    known_by: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table: ``key`` identifies a row, ``known_by`` is the column by whose moment a row is known.

    Where that column is empty, ``known_else`` names the next one to ask; without either the row is known.
    ``known_at`` of a row can only delay it further.
    """

    name: str
    description: str
    key: tuple[str, ...]
    known_by: str
    columns: tuple[Column, ...]
    known_else: str | None = None

    def column(self, name: str) -> Column:
        """Return the column called ``name``.

        Raises:
            KeyError: the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def text(
    name: str,
    description: str,
    *,
    required: bool = False,
    choices: tuple[str, ...] = (),
) -> Column:
    """Declare a text column."""
    return Column(name, Kind.TEXT, description, required=required, choices=choices)


def late(name: str, kind: Kind, description: str, known_by: str) -> Column:
    """Declare a column whose value becomes known only at the moment in column ``known_by``."""
    return Column(name, kind, description, known_by=known_by)


def count(name: str, description: str, *, required: bool = False) -> Column:
    """Declare a whole number that cannot be negative."""
    return Column(name, Kind.INTEGER, description, required=required, minimum=0)


def amount(name: str, description: str) -> Column:
    """Declare a number that cannot be negative."""
    return Column(name, Kind.NUMBER, description, minimum=0)


def day(name: str, description: str, *, required: bool = False) -> Column:
    """Declare a calendar day."""
    return Column(name, Kind.DATE, description, required=required)


def instant(name: str, description: str, *, required: bool = False) -> Column:
    """Declare a moment in UTC."""
    return Column(name, Kind.INSTANT, description, required=required)


def flag(name: str, description: str) -> Column:
    """Declare a yes or no."""
    return Column(name, Kind.FLAG, description)


ACCOUNT = text("account_id", "the customer", required=True)
KNOWN = instant("known_at", "when this row became known, if later than its own date says")
CURRENCY = text("currency", "ISO 4217 code of the amounts")
