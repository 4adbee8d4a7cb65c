"""Where the targets of teams stand."""

from dataclasses import dataclass
from datetime import date, datetime

from cs_engine.records.sight import Withheld


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target.

    Attributes:
        team: whose it is.
        metric: id of the figure.
        key: what people call it.
        unit: as in ``Figure``.
        target: what is aimed at, in the figure's own unit.
        direction: up or down: which way is better.
        owner: who answers for it.
        due: by when.
        track: met, on_track, at_risk, off_track or unknown.
        now: the figure of the twelve months to the last closed one that is kept; None for no value.
        as_of: the day after that month.
        done: the part of the way from the first value to the target; below 0 when moving away.
        elapsed: the part of the time (0-1).
        forecast: the value on the due date if it goes on as it has; None with fewer than four observations.
        low, high: ends of its 95 % interval.
        n: months that the forecast goes by.
        note: why there is no value; None otherwise.
        since: end of the month from which on it has been off track without a break; None while it is not.
    """

    team: str
    metric: str
    key: str
    unit: str
    target: float
    direction: str
    owner: str
    due: date
    track: str
    now: float | None
    as_of: date | None
    done: float | None
    elapsed: float | None
    forecast: float | None
    low: float | None
    high: float | None
    n: int
    note: str | None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class KeptTargets:
    """Where all targets stood at a moment, in the order of their file."""

    told_at: datetime
    lines: tuple[TargetLine, ...]


@dataclass(frozen=True, slots=True)
class TargetsView:
    """What `/cs kpi` tells; ``narrow``: targets are about all customers, and somebody sees some of them."""

    kept: KeptTargets
    narrow: bool = False
    withheld: frozenset[Withheld] = frozenset()
