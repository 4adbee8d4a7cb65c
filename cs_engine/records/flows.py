"""Where accounts stood at two instants: how they flowed from band to band."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Place(StrEnum):
    """Where an account stands; the first five are bands."""

    HEALTHY = "healthy"
    WATCH = "watch"
    AT_RISK = "at_risk"
    LEAVING = "leaving"
    UNKNOWN = "unknown"
    UNSCORED = "unscored"
    """It has a status instead of a score, such as on trial."""
    LEFT = "left"
    ABSENT = "absent"
    """It was not there: not yet, or not any more."""


@dataclass(frozen=True, slots=True)
class Flow:
    """How many accounts went from one place to another, or stayed."""

    before: Place
    after: Place
    accounts: int


@dataclass(frozen=True, slots=True)
class BandFlows:
    """Where accounts stood at the ends of a period.

    Attributes:
        start: day of the scores nearest to the start of the period.
        end: day of the scores nearest to its end.
        flows: all that are not empty, in the order of `Place`.
        formula_changed: whether scores of the two days were made by different formulas.
        start_is_near: whether ``start`` is as good as the start itself; otherwise it stands in, which must be said.
        end_is_near: the same of the end.
    """

    start: date
    end: date
    flows: tuple[Flow, ...]
    formula_changed: bool
    start_is_near: bool = True
    end_is_near: bool = True
