"""How true the curves of a loss were on later days than those they were learned from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CurveDay:
    """What curves said of a day on later days than those they were learned from, and what happened.

    Attributes:
        days: after the as-of day.
        rows: whose outcome is known.
        accounts: different ones.
        said: mean probability.
        happened: share of losses.
        low: of its 95 % interval, counted in accounts.
        high: of its 95 % interval.
    """

    days: int
    rows: int
    accounts: int
    said: float
    happened: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TriedCurve:
    """How true curves were on later days.

    Attributes:
        apart: mean distance, over rows, of the curve at the horizon from the chance within the horizon.
        days: what was said of them, and what happened.
    """

    apart: float
    days: tuple[CurveDay, ...]
