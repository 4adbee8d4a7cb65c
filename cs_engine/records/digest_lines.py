"""The lines that digests are made of: one record per thing that a line tells.

People are addresses in lower case or Slack user ids; amounts are per currency and never summed across currencies.
``None`` is unknown; zero is a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from cs_engine.records.bands import Band
from cs_engine.records.episodes import Family
from cs_engine.records.logbook import ForecastCall
from cs_engine.records.receipt import Driver

Amounts = tuple[tuple[str, float], ...]
"""Money per currency, by currency."""


class Behind(StrEnum):
    """What is not as new as it should be."""

    SCORES = "scores"
    """No account has been scored since."""
    DATA = "data"
    """Nothing of any kind is known of the days since."""
    USAGE = "usage"
    """Other data is new, usage is not."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new the picture is."""

    data_ends: date
    scored_at: datetime
    behind: Behind | None = None
    since: date | None = None
    """The last day that what is behind covers."""


@dataclass(frozen=True, slots=True)
class BandLine:
    """Accounts of one band: how many, their ARR, and how many more than at the last digest."""

    band: Band
    accounts: int
    arr: Amounts
    change: int | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Accounts per band in one week, for the chart."""

    day: date
    counts: tuple[tuple[Band, int], ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """Revenue in one currency that was kept over the twelve months to the end of a closed month."""

    currency: str
    starts: date
    ends: date
    """The first day after the window."""
    customers: int
    """Who paid at its start."""
    lost: int
    nrr: float
    grr: float


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as every list names it."""

    account_id: str
    name: str
    band: Band | None
    score: float | None
    change: float | None
    """Against the last digest."""
    arr: float | None
    currency: str | None
    term_months: int | None
    days_to_decision: int | None
    owner: str | None


class NeedReason(StrEnum):
    """Why an account is in *Needs you*."""

    NEW = "new"
    WORSE = "worse"
    UNCLAIMED = "unclaimed"
    OVERDUE = "overdue"
    """Claimed, and the day promised for the next step is over."""
    NO_STEP = "no_step"
    """At risk without an episode, and nobody has a next step."""


@dataclass(frozen=True, slots=True)
class Need:
    """One account that needs somebody; ``episode_id`` is None where it is in a bad band without an episode."""

    account: AccountLine
    why: NeedReason
    expected_revenue_at_risk: float | None
    week: int
    """Of the episode, 1 for its first."""
    episode_id: str | None = None
    family: Family | None = None
    """The gravest of the episode's reasons that hold."""
    numbers: Mapping[str, int | float | str | None] | None = None
    """Of that reason, as its evidence has them."""
    driver: Driver | None = None
    claimed_by: str | None = None
    step_due: date | None = None
    play: str | None = None
    step: str | None = None
    """First step of the play that fits."""


@dataclass(frozen=True, slots=True)
class Count:
    """Accounts counted, with their ARR."""

    accounts: int
    arr: Amounts


@dataclass(frozen=True, slots=True)
class Moved:
    """One account whose score the customer moved; ``points`` is the customer's part of the week's change."""

    account: AccountLine
    points: float
    driver: Driver | None


@dataclass(frozen=True, slots=True)
class RenewalWindow:
    """Decisions that fall in some days from now, both ends counted."""

    first: int
    last: int
    accounts: int
    arr: Amounts
    at_risk: int
    forecasts: tuple[tuple[ForecastCall, int], ...]
    """What CSMs call them; the rest has no call."""


@dataclass(frozen=True, slots=True)
class Ready:
    """One account that may want more: most of its seats are in use, and more than before."""

    account: AccountLine
    seats: int
    used: float
    before: float


@dataclass(frozen=True, slots=True)
class Quiet:
    """One account that has not taken part in anything for a while."""

    account: AccountLine
    days: int | None
    """None: nothing is on record at all."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """One account whose onboarding milestone is late."""

    account: AccountLine
    milestone: str | None
    days: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """One account with a reason that makes no message of its own."""

    account: AccountLine
    family: Family
    numbers: Mapping[str, int | float | str | None]


@dataclass(frozen=True, slots=True)
class WinTold:
    """A win as the digest tells it."""

    account_id: str
    name: str
    story: str
    effect: str
    credit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What the team did since the last digest: totals, never by person."""

    follow_ups: int
    tasks_done: int
    tasks_overdue: int
    resolved: int
    cleared: int
    """Episodes that ended by themselves."""
    win: WinTold | None = None


@dataclass(frozen=True, slots=True)
class AlertGrades:
    """How good the alerts of some days were; ``hours_to_claim`` is the median, and only for leads."""

    days: int
    fired: int
    claimed: int
    false_alarms: int
    hours_to_claim: float | None = None


@dataclass(frozen=True, slots=True)
class Overdue:
    """One thing that somebody promised and has not done."""

    account_id: str
    name: str
    text: str
    owner: str
    days: int
    task_id: str | None = None


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """What one CSM has open, for the lead, in the order of names."""

    owner: str | None
    """None: nobody's accounts."""
    accounts: int
    at_risk: int
    unclaimed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the digest comes: weekday (Monday is 0), time and zone; the next run."""

    weekday: int
    at: time
    timezone: str
    next_at: datetime
