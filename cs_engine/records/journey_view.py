"""Lives of customers as they are kept from refresh to refresh, and as a person is told them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cs_engine.records.growth_view import KeptGrowth


@dataclass(frozen=True, slots=True)
class StageFact:
    """How long one stage lasts, about all customers.

    Attributes:
        entered: stretches that began.
        median_days: day by which half have left it; None while fewer have.
        low, high: 95 % interval of the median; an open end is None.
        usual_days: how long is usual at most; None for stages that may last.
    """

    stage: str
    entered: int
    median_days: float | None
    low: float | None
    high: float | None
    usual_days: int | None


@dataclass(frozen=True, slots=True)
class Passed:
    """How often a stage was followed by another: ``share`` (0-1, 95 % interval) of the ``of`` stretches that ended."""

    stage: str
    following: str
    count: int
    of: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Hurt:
    """One thing that hurt in a stage; ``origin`` is ``tickets``, ``answers`` or ``errors``."""

    stage: str
    origin: str
    what: str
    events: int
    accounts: int
    of_accounts: int


@dataclass(frozen=True, slots=True)
class AxisFacts:
    """One way of counting a life; stages in the order of life, ``prospects`` are those that are no account yet."""

    axis: str
    stages: tuple[StageFact, ...]
    passed: tuple[Passed, ...]
    hurts: tuple[Hurt, ...]
    prospects: int


@dataclass(frozen=True, slots=True)
class KeptJourneys:
    """What is about all customers, as it is kept; who is in which stage stands beside.

    Attributes:
        as_of: everything is told as it was known then.
        hurts_since: first day of what hurt.
        features: what a company calls its features, by their key.
        growth: what a plan can begin with; None where it was kept before there were plans.
    """

    as_of: datetime
    hurts_since: date
    axes: tuple[AxisFacts, ...]
    features: Mapping[str, str]
    growth: KeptGrowth | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """One stretch of a life; ``until`` is exclusive, None while it goes on."""

    stage: str
    since: date
    until: date | None
    days: int


@dataclass(frozen=True, slots=True)
class KeptLife:
    """One account's life in one way of counting.

    Attributes:
        stage: the present one.
        over: days that it has lasted beyond the usual ones; None where it has not.
        stays: oldest first; the last one goes on.
    """

    account_id: str
    axis: str
    stage: str
    over: int | None
    stays: tuple[Stay, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Accounts of one stage: how many are in it, and how many of them for longer than usual."""

    axis: str
    stage: str
    accounts: int
    stuck: int


@dataclass(frozen=True, slots=True)
class StuckLine:
    """An account that is in a stage for longer than usual."""

    axis: str
    account_id: str
    name: str
    stage: str
    over: int


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage: how long it lasts, about all; who is in it, among the accounts in sight."""

    fact: StageFact
    now: int
    stuck: int
    hurts: tuple[Hurt, ...]


@dataclass(frozen=True, slots=True)
class AxisLines:
    """One way of counting, as it is told."""

    axis: str
    lines: tuple[StageLine, ...]
    passed: tuple[Passed, ...]
    stuck: tuple[StuckLine, ...]


@dataclass(frozen=True, slots=True)
class JourneysView:
    """What `/cs journey` tells; ``prospects`` is None for whoever sees some accounts only."""

    as_of: datetime
    accounts: int
    prospects: int | None
    hurts_since: date
    axes: tuple[AxisLines, ...]
    features: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LifeLine:
    """One account's life in one way of counting, with what usually follows its present stage, commonest first."""

    axis: str
    stays: tuple[Stay, ...]
    over: int | None
    fact: StageFact | None
    following: tuple[Passed, ...]


@dataclass(frozen=True, slots=True)
class LifeView:
    """What `/cs journey acme` tells."""

    account_id: str
    name: str
    as_of: datetime
    axes: tuple[LifeLine, ...]
