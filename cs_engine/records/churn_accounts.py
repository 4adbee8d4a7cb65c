"""What is told about a model that was learned from the book."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cs_engine.records.churn import Estimate, Learned, Remark
from cs_engine.records.churn_contacts import ByContact, HoldOutTried
from cs_engine.records.curve_tried import TriedCurve
from cs_engine.records.risk import Step
from cs_engine.wording import Sentence

HORIZON_DAYS = 90
"""A quarter: time for a plan, and near enough to be seen."""


class Losses(StrEnum):
    """Which losses are forecast."""

    ALL = "all"
    VOLUNTARY = "voluntary"
    """Decided by the customer."""
    INVOLUNTARY = "involuntary"
    """For lack of payment."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is forecast.

    Attributes:
        horizon: days.
        losses: which.
        decisions: of contracts longer than a month, how the next decision ends that lies within the horizon; without
            it, whether any account is lost within the horizon.
    """

    horizon: int = HORIZON_DAYS
    losses: Losses = Losses.ALL
    decisions: bool = False


USUAL = Target()


@dataclass(frozen=True, slots=True)
class Alike:
    """Accounts of about the same probability on later days, and what became of them.

    Attributes:
        until: their highest probability.
        said: their mean probability.
        happened: share of losses.
        low: of its 95 % interval.
        high: of its 95 % interval.
        accounts: different ones.
    """

    until: float
    said: float
    happened: float
    low: float
    high: float
    accounts: int


@dataclass(frozen=True, slots=True)
class Caught:
    """What the accounts with the highest probabilities hold of all losses on later days.

    Attributes:
        share: of the accounts of every day.
        losses: share of the losses that is among them, with its interval over accounts.
    """

    share: float
    losses: Estimate


@dataclass(frozen=True, slots=True)
class OutOfTime:
    """How well learning did on days after everything it had learned from.

    Attributes:
        first: the first tested as-of day.
        last: the last.
        rows: tested accounts, once for every as-of day.
        losses: rows that a loss followed.
        roc_auc: with its interval over accounts.
        brier: mean squared error.
        base_brier: the same when everybody is told the share of losses.
        said: mean probability.
        happened: share of losses.
        tenure_auc: ranking by tenure alone, as it was learned.
        gain: ROC-AUC over tenure alone, with its interval.
        accounts: different ones that were tested; 0 of a model learned before they were counted.
        alike: groups of about the same probability, ascending; empty where too little was tested.
        caught: what the highest probabilities hold of the losses, from few accounts to all; empty as ``alike``.
    """

    first: date
    last: date
    rows: int
    losses: int
    roc_auc: Estimate
    brier: float
    base_brier: float
    said: float
    happened: float
    tenure_auc: float
    gain: Estimate
    accounts: int = 0
    alike: tuple[Alike, ...] = ()
    caught: tuple[Caught, ...] = ()

    @property
    def is_better_than_tenure(self) -> bool:
        """The gain over tenure alone is beyond chance."""
        return self.gain.low is not None and self.gain.low > 0


@dataclass(frozen=True, slots=True)
class Spread:
    """How the values of one feature were spread over those learned from.

    Attributes:
        feature: a number, or a column of words.
        weight: its share of all that the model goes by.
        edges: between which numbers fall; empty for words, which stand for themselves.
        shares: of the accounts between the edges or with each word, and last of those of whom it is unknown.
    """

    feature: str
    weight: float
    edges: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a model of the book stands on, as it is kept in its file.

    Attributes:
        step: of the ladder.
        first: the first as-of day it learned from.
        last: the last.
        accounts: different ones.
        losses: different losses within the horizon of an as-of day.
        horizon: days.
        tested: out of time; ``None`` where that could not be.
        spreads: of the features it goes by, on the last as-of days.
        target: what it forecasts.
    """

    step: Step
    first: date
    last: date
    accounts: int
    losses: int
    horizon: int
    tested: OutOfTime | None
    spreads: tuple[Spread, ...] = ()
    target: Target = USUAL

    @property
    def until(self) -> date:
        """The last day of which it learned who was lost."""
        return self.last + timedelta(days=self.horizon)


class Naive(StrEnum):
    """What takes no learning, or hardly any."""

    RATE = "base rate"
    TENURE = "tenure alone"
    USAGE = "last month's usage alone"
    SCORE = "health score alone"


@dataclass(frozen=True, slots=True)
class TriedAccounts:
    """How true forecasts of a book were on later days, beside naive ones of the same days.

    Attributes:
        method: ways that were used.
        losses: different losses in the whole past.
        tested: the days, and the gain over tenure.
        metrics: by name, with intervals over accounts.
        baselines: the same for naive ways; the health score only where it was kept on those days.
        gains: ROC-AUC over each of them, with its interval over accounts.
        left_out: columns that could not have been known.
        curve: how true the year after a chance was; ``None`` where that could not be.
        by_contact: how true they were of accounts that were contacted afterwards, and of the others.
        held_out: what became of accounts that were held out; ``None`` where none are.
    """

    method: str
    losses: int
    tested: OutOfTime
    metrics: Mapping[str, Estimate]
    baselines: Mapping[Naive, Mapping[str, float]]
    gains: Mapping[Naive, Estimate]
    left_out: tuple[Remark, ...]
    curve: TriedCurve | None = None
    by_contact: ByContact | None = None
    held_out: HoldOutTried | None = None


class Freshness(StrEnum):
    """Whether a model still stands."""

    FRESH = "fresh"
    DRIFTED = "drifted"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Kept:
    """Forecasts whose outcome is due, held against what came.

    Attributes:
        accounts: forecasts, windows of one account not overlapping.
        expected: losses, the sum of the probabilities.
        observed: losses that came.
        low: of the losses that so many observed ones are compatible with, in 99 of 100 cases.
        high: of the same.
    """

    accounts: int
    expected: float
    observed: int
    low: float
    high: float

    @property
    def is_off(self) -> bool:
        """What was expected is beyond chance."""
        return not self.low <= self.expected <= self.high


@dataclass(frozen=True, slots=True)
class Drift:
    """Whether a model still stands, and why.

    Attributes:
        freshness: the verdict.
        said: it, in a sentence.
        days: since the last day of which it learned who was lost.
        moved: features that are spread otherwise now, with their stability index, the largest first.
        kept: forecasts whose outcome is due; ``None`` where there are none.
    """

    freshness: Freshness
    said: Sentence
    days: int
    moved: tuple[tuple[str, float], ...]
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class TrainedAccounts:
    """What was learned from a book.

    Attributes:
        first: the first as-of day.
        last: the last.
        accounts: different ones.
        losses: different losses within the horizon of an as-of day.
        horizon: days.
        step: of the ladder.
        why: why it is no higher; ``None`` on the highest.
        learned: the model that is kept; ``None`` where the step needs none.
        tested: out of time; ``None`` where that could not be.
        untested: why it could not.
    """

    first: date
    last: date
    accounts: int
    losses: int
    horizon: int
    step: Step
    why: Sentence | None
    learned: Learned | None
    tested: OutOfTime | None
    untested: str = ""
