"""What a measure finds out about one account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from cs_engine.health.facts import Facts
from cs_engine.health.moment import Moment
from cs_engine.records.receipt import FactorState


@dataclass(frozen=True, slots=True)
class Measured:
    """A raw value with its day and age, or why there is none.

    ``as_of`` is the day the value stands for, ``age_days`` how old it is. A value that does not apply because
    the customer did nothing (no ticket) has the day up to which that is known; otherwise no value has no day.
    """

    raw: float | None
    as_of: date | None
    age_days: int
    state: FactorState


@dataclass(frozen=True, slots=True)
class Measure:
    """One raw value that a scorecard may use.

    Attributes:
        key: its name in scorecards and receipts.
        unit: unit of the raw value, as listed at ``records.Factor.unit``.
        source: the book's table it comes from.
        read: the pure function that finds it.
        grows_by_itself: it counts days, so it grows while nothing happens; only steps may judge it,
            or a quiet week would move the score.
    """

    key: str
    unit: str
    source: str
    read: Callable[[Facts, Moment], Measured]
    grows_by_itself: bool = False


MISSING = Measured(None, None, 0, FactorState.MISSING)
"""It should exist and does not."""
NOT_APPLICABLE = Measured(None, None, 0, FactorState.NOT_APPLICABLE)
"""It cannot exist for this account."""


def nothing_until(day: date) -> Measured:
    """Return that the customer did nothing up to a day that could be measured: what comes next is its own move."""
    return Measured(None, day, 0, FactorState.NOT_APPLICABLE)


def six_digits(value: float) -> float:
    """Return a quotient rounded as facts leave the book: to six significant digits."""
    return float(f"{value:.6g}")


def on_day(raw: float, as_of: date, age_days: int = 0) -> Measured:
    """Return a value that stands for a calendar day."""
    return Measured(float(raw), as_of, age_days, FactorState.SCORED)


def at_instant(raw: float, instant: datetime, moment: Moment) -> Measured:
    """Return a value that stands for an instant of the book."""
    return Measured(float(raw), moment.local_day(instant), moment.days_since(instant), FactorState.SCORED)
