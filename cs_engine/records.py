"""Frozen answers that cross the engine's boundary: what a question returns, never how it is worded.

Scores and points are numbers with two decimals that come from whole hundredths, so sums are exact.
``None`` is unknown; zero is a number.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Band(StrEnum):
    """Where an account stands. Unknown is never shown as fine."""

    HEALTHY = "healthy"
    WATCH = "watch"
    AT_RISK = "at_risk"
    LEAVING = "leaving"
    UNKNOWN = "unknown"


class Withheld(StrEnum):
    """What was taken out of an answer because its reader may not see it: absent, not unknown."""

    MONEY = "money"
    COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class Sight:
    """The accounts somebody may see; every part given narrows it. Others do not exist for that person."""

    owner: str | None = None
    """Only accounts that this address owns or backs up."""
    segments: tuple[str, ...] | None = None
    """Only accounts of these segments, spelled as in the book; an empty tuple is no account at all."""


EVERYTHING = Sight()
"""Every account."""


class FactorState(StrEnum):
    """What became of a factor."""

    SCORED = "scored"
    MISSING = "missing"
    """It should exist and does not: coverage falls."""
    EXPIRED = "expired"
    """It exists and is too old to count: coverage falls."""
    NOT_APPLICABLE = "not_applicable"
    """It cannot exist for this account: it leaves both sums."""


class Basis(StrEnum):
    """Where a probability comes from."""

    ASSUMED = "assumed"
    BASE_RATE = "base_rate"


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


@dataclass(frozen=True, slots=True)
class Stake:
    """The money at stake.

    ``expected_revenue_at_risk`` is R1: probability of not renewing at the next decision x ARR up for it.
    It is ``None`` for an early warning (annual contract, more than 180 days off) and for unknown accounts.
    """

    arr: float | None
    currency: str | None
    term_months: int | None
    auto_renew: bool | None
    renewal_date: date | None
    decision_date: date | None
    days_to_decision: int | None
    early_warning: bool
    probability: float | None
    probability_basis: Basis | None
    probability_n: int | None
    expected_revenue_at_risk: float | None
    urgency: float | None


@dataclass(frozen=True, slots=True)
class Person:
    """A person at the customer and when they last took part in anything."""

    name: str
    role: str
    last_seen: datetime | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """One survey answer with who gave it and when: never an average of one."""

    survey: str
    score: float
    at: datetime
    contact: str | None
    role: str | None
    comment: str | None
    answers: int


@dataclass(frozen=True, slots=True)
class Support:
    """Tickets now: open, urgent, age of the oldest in days."""

    open: int
    urgent: int
    oldest_days: float | None
    opened_90d: int


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One weekly snapshot of one account."""

    as_of: date
    score: float | None
    band: Band | None
    formula_version: str
    status: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account a person may have meant."""

    account_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """No single account: several that fit (``exact``), or the closest names when none does."""

    query: str
    exact: bool
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Child:
    """The child account that decides a parent's picture."""

    account_id: str
    name: str
    band: Band
    score: float | None
    arr_share: float | None
    """Of the ARR of all children; ``None`` where money is withheld."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """Everything known about one account's health, from its latest snapshot."""

    account_id: str
    name: str
    status: str
    status_since: date | None
    status_until: date | None
    """Paused: until when. Notice given: last day of service."""
    owner: str | None
    backup: str | None
    segment: str | None
    plan: str | None
    as_of: datetime
    data_ends: date
    data_is_old: bool
    formula_version: str
    scorecard: str
    scorecard_before: str | None
    """The scorecard used until less than four weeks ago; both are shown then."""
    score_before: float | None
    score: float | None
    band: Band | None
    hold: Hold | None
    vetoes: tuple[Veto, ...]
    coverage: Coverage
    change_7d: Change | None
    change_30d: Change | None
    """Against the latest snapshot 28-34 days before."""
    change_split: ChangeSplit | None
    drivers_down: tuple[Driver, ...]
    drivers_up: tuple[Driver, ...]
    weakest: tuple[Factor, ...]
    """The factors that cost most points, for when nothing changed."""
    stake: Stake
    seats: int | None
    seats_used: float | None
    tenure_days: int | None
    last_touch_at: datetime | None
    last_two_way_at: datetime | None
    champion: Person | None
    sponsor: Person | None
    opinions: tuple[Opinion, ...]
    support: Support | None
    worst_child: Child | None
    trend: tuple[TrendPoint, ...]
    receipt: tuple[Factor, ...]
    withheld: frozenset[Withheld] = frozenset()


@dataclass(frozen=True, slots=True)
class History:
    """Weekly points of one account, oldest first."""

    account_id: str
    name: str
    data_ends: date
    points: tuple[TrendPoint, ...]


class Scope(StrEnum):
    """Whose accounts a list is about."""

    MINE = "mine"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One account in a list, worst first by expected revenue at risk x urgency."""

    account_id: str
    name: str
    status: str
    band: Band | None
    score: float | None
    change_7d: float | None
    change_30d: float | None
    arr: float | None
    currency: str | None
    term_months: int | None
    decision_date: date | None
    days_to_decision: int | None
    early_warning: bool
    expected_revenue_at_risk: float | None
    owner: str | None
    driver: Driver | None


@dataclass(frozen=True, slots=True)
class BandTotal:
    """Accounts of one band: how many, and their ARR per currency (never summed across currencies)."""

    band: Band
    accounts: int
    arr: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One page of a list of accounts with the totals of the whole list."""

    scope: Scope
    owner: str | None
    bands: tuple[Band, ...]
    """Bands asked for; empty = all."""
    as_of: datetime
    data_ends: date
    data_is_old: bool
    basis: Basis
    totals: tuple[BandTotal, ...]
    without_score: tuple[tuple[str, int], ...]
    """Accounts with a status instead of a score: status, how many."""
    unassigned: int
    rows: tuple[PortfolioRow, ...]
    page: int
    pages: int
    withheld: frozenset[Withheld] = frozenset()
