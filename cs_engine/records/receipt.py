"""Where a score comes from: factors, what moved, what holds a band. Points are exact to the hundredth."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cs_engine.records.bands import Band


class FactorState(StrEnum):
    """What became of a factor."""

    SCORED = "scored"
    MISSING = "missing"
    """It should exist and does not: coverage falls."""
    EXPIRED = "expired"
    """It exists and is too old to count: coverage falls."""
    NOT_APPLICABLE = "not_applicable"
    """It cannot exist for this account: it leaves both sums."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One line of the receipt; the points of all lines add up to the score exactly."""

    key: str
    group: str
    raw: float | None
    target: float | None
    unit: str
    """users, days, share, ratio, count, hours, score_10, score_5, score_7 or per_user."""
    sub_score: float | None
    weight: float
    """Share of the whole after missing and not applicable factors are taken out; the weights add up to 1."""
    points: float
    change_7d: float | None
    as_of: date | None
    source: str
    """The book's table the raw value comes from."""
    state: FactorState


@dataclass(frozen=True, slots=True)
class Driver:
    """One customer-caused move: a factor, its raw value before and now, and the points it moved the score by."""

    key: str
    unit: str
    before: float | None
    now: float | None
    points: float
    window_days: int
    product: str | None = None
    """The product with the largest fall, where the account has several."""
    product_now: float | None = None
    """That product's own value; ``before`` and ``now`` are the account's."""


@dataclass(frozen=True, slots=True)
class Change:
    """A difference against an earlier snapshot, whose day is named."""

    points: float
    since: date


@dataclass(frozen=True, slots=True)
class ChangeSplit:
    """Why a score moved over 7 days; the three add up to the change exactly."""

    customer: float
    data: float
    formula: float


@dataclass(frozen=True, slots=True)
class Hold:
    """A band kept by hysteresis: the score must reach ``threshold`` on ``snapshots`` weekly snapshots."""

    band: Band
    threshold: float
    snapshots: int


@dataclass(frozen=True, slots=True)
class Veto:
    """A fact that caps the band at once, whatever the score: ``key`` names the rule."""

    key: str
    cap: Band
    since: date | None
    detail: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the scorecard has fresh data: ``share`` of the weight, ``present`` of ``total`` factors."""

    share: float
    present: int
    total: int
    stalest: str | None
    stalest_on: date | None
