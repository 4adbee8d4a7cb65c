"""The rows that go into the memory and come out of it."""

from dataclasses import dataclass
from datetime import date, datetime

from cs_engine.records.account import Basis
from cs_engine.records.bands import Band

FROM_BOOK = ("refresh", "rebuild")
"""Causes of snapshots that the book was asked for; all others follow from what people did."""


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """What was concluded about one account at one instant: one row per account and ``as_of``.

    Everything but ``document`` is there to find, order and count without opening it. Scores and changes
    are whole hundredths of a point. ``None`` is unknown; zero is a number.
    """

    account_id: str
    as_of: datetime
    """Aware; comes back in UTC."""
    name: str
    domain: str | None
    owner: str | None
    backup: str | None
    segment: str | None
    parent_id: str | None
    status: str
    band: Band | None
    """``None`` for accounts that have a status instead of a score."""
    score: int | None
    change_7d: int | None
    change_30d: int | None
    arr: float | None
    currency: str | None
    term_months: int | None
    decision_date: date | None
    early_warning: bool
    expected_revenue_at_risk: float | None
    probability: float | None
    """Chance of not renewing at the next decision, as it was judged then."""
    probability_basis: Basis | None
    probability_n: int | None
    rank: float
    """Expected revenue at risk x urgency, which lists are ordered by; 0 when unknown."""
    scorecard: str
    formula_version: str
    data_ends: date
    cause: str
    """Why this snapshot was taken, such as ``refresh``."""
    digest: str
    """SHA-256 of ``document``, in hexadecimal."""
    document: str
    """Canonical JSON of the whole snapshot."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A snapshot without what was concluded: enough to choose which ones to open."""

    account_id: str
    as_of: datetime
    score: int | None
    scorecard: str
    formula_version: str

    def days_before(self, as_of: datetime) -> int:
        """Return local calendar days from this snapshot to an instant."""
        return (as_of.date() - self.as_of.astimezone(as_of.tzinfo).date()).days


MONTHLY = 1
"""Term, in months, of contracts that are not decided on a day."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A chance of loss that accounts were judged by, with ``n`` observations behind it."""

    chance: float
    n: int


@dataclass(frozen=True, slots=True)
class ScorecardVersion:
    """A scorecard as it was when its formula version was first used: one row per formula version."""

    formula_version: str
    name: str
    content: str
    """Canonical text; never changes under one formula version."""
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One finished job: what it was about, how long it took and what came out."""

    kind: str
    as_of: datetime | None
    started_at: datetime
    finished_at: datetime
    accounts: int
    digest: str | None
    """Digest over all snapshots of the run; equal digests are equal results."""


@dataclass(frozen=True, slots=True)
class Teammate:
    """One of us: who a Slack user is in the book. One row per Slack user."""

    slack_user_id: str
    email: str | None
    name: str
    timezone: str | None = None
    """As Slack names it, such as ``Europe/Berlin``."""
    locale: str | None = None
    """The language of their Slack, such as ``en-US``."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The money at stake in one snapshot, judged anew."""

    account_id: str
    as_of: datetime
    probability: float
    probability_basis: Basis
    probability_n: int
    expected_revenue_at_risk: float | None
    rank: float


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an account on a day, and by which model."""

    account_id: str
    as_of: date
    probability: float
    model: str | None
