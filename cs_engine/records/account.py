"""What is answered about one account, frozen: what a question returns, never how it is worded.

Scores and points are numbers with two decimals that come from whole hundredths, so sums are exact. `None` is unknown;
zero is a number.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cs_engine.records.bands import Band
from cs_engine.records.care import NO_CARE, Care
from cs_engine.records.receipt import Change, ChangeSplit, Coverage, Driver, Factor, Hold, Veto
from cs_engine.records.risk_view import AccountChance
from cs_engine.records.sight import Withheld
from cs_engine.records.value_view import AccountValue


class Basis(StrEnum):
    """Where a probability comes from."""

    ASSUMED = "assumed"
    BASE_RATE = "base_rate"
    MODEL = "model"


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
    care: Care = NO_CARE
    """What people do about the account now; read afresh, never from the snapshot."""
    value: AccountValue | None = None
    """What the account is still worth; ``None`` where nobody was ever valued."""
    chance: AccountChance | None = None
    """How likely it is lost; ``None`` where nobody was ever judged."""


@dataclass(frozen=True, slots=True)
class History:
    """Weekly points of one account, oldest first."""

    account_id: str
    name: str
    data_ends: date
    points: tuple[TrendPoint, ...]
