"""What is told about a model that was learned from the book."""

from dataclasses import dataclass
from datetime import date

from cs_engine.records.churn import Estimate, Learned


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

    @property
    def is_better_than_tenure(self) -> bool:
        """The gain over tenure alone is beyond chance."""
        return self.gain.low is not None and self.gain.low > 0


@dataclass(frozen=True, slots=True)
class TrainedAccounts:
    """What was learned from a book.

    Attributes:
        first: the first as-of day.
        last: the last.
        accounts: different ones.
        losses: different losses within the horizon of an as-of day.
        horizon: days.
        learned: the model that is kept.
        tested: out of time; ``None`` where that could not be.
        untested: why it could not.
    """

    first: date
    last: date
    accounts: int
    losses: int
    horizon: int
    learned: Learned
    tested: OutOfTime | None
    untested: str = ""
