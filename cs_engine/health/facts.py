"""The facts of one account as plain Python values: what measures read and snapshots keep.

Unknown facts are absent, so a lookup returns None; zero is a number. Values come from a frame of the
book (NaN, NaT and the like mean unknown) or from a stored snapshot (dates as ISO text).
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType

from cs_engine.frames.columns import Kind
from cs_engine.frames.facts import FACTS, LOGGED_FACTS

FactValue = str | int | float | bool | date | datetime
Facts = Mapping[str, FactValue]


def plain_facts(row: Mapping[str, object]) -> dict[str, FactValue]:
    """Return the known facts of a row in the types of their columns.

    Args:
        row: one row of the facts frame, or the facts of a stored snapshot; columns that are no facts are dropped.

    Returns:
        Fact name to value; instants are naive UTC; whole numbers are ``int``. Unknown facts are absent.
    """
    return {name: plain(row[name]) for name, plain in _PLAIN.items() if name in row and not _unknown(row[name])}


def facts_as_json(facts: Facts) -> dict[str, str | int | float | bool]:
    """Return the facts with days and instants as ISO text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def number(facts: Facts, name: str) -> float | None:
    """Return a number, or None when it is unknown."""
    value = facts.get(name)
    return value if isinstance(value, int | float) else None


def day(facts: Facts, name: str) -> date | None:
    """Return a calendar day, or None when it is unknown."""
    value = facts.get(name)
    return value if isinstance(value, date) else None


def instant(facts: Facts, name: str) -> datetime | None:
    """Return a moment in naive UTC, or None when it is unknown."""
    value = facts.get(name)
    return value if isinstance(value, datetime) else None


def text(facts: Facts, name: str) -> str | None:
    """Return a text, or None when it is unknown."""
    value = facts.get(name)
    return value if isinstance(value, str) else None


def _unknown(value: object) -> bool:
    """Tell None, NaN, NaT and NA, without knowing the library that made them."""
    if value is None:
        return True
    differs = value != value  # noqa: PLR0124 - only the unknown differ from themselves
    return differs is not False and str(differs) != "False"


def _plain_day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _plain_instant(value: object) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return datetime(  # noqa: DTZ001 - instants of the book are naive UTC; this also sheds subclasses of datetime
        moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, moment.microsecond
    )


def _plain_whole(value: object) -> int:
    return value if type(value) is int else round(float(str(value)))


def _plain_number(value: object) -> float:
    return value if type(value) is float else float(str(value))


def _plain_flag(value: object) -> bool:
    return bool(value)


def _plain_text(value: object) -> str:
    return value if type(value) is str else str(value)


_BY_KIND: Mapping[Kind, Callable[[object], FactValue]] = MappingProxyType(
    {
        Kind.TEXT: _plain_text,
        Kind.INTEGER: _plain_whole,
        Kind.NUMBER: _plain_number,
        Kind.FLAG: _plain_flag,
        Kind.DATE: _plain_day,
        Kind.INSTANT: _plain_instant,
    }
)
_PLAIN: Mapping[str, Callable[[object], FactValue]] = MappingProxyType(
    {column.name: _BY_KIND[column.kind] for column in (*FACTS, *LOGGED_FACTS)}
)
