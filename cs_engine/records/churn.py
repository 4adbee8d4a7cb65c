"""What is told about models that say who will leave: what was left out, how well they do, and how sure that is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cs_engine.records.churn_curves import Curves
from cs_engine.wording import Sentence


class Model(StrEnum):
    """Ways to learn."""

    AUTO = "auto"
    LOGISTIC = "logistic"
    TREE = "tree"
    FOREST = "forest"
    XGBOOST = "xgboost"
    CATBOOST = "catboost"
    EBM = "ebm"
    MONOTONE = "monotone"
    """Few measures of the book whose directions are known; a file has none of them."""


class Band(StrEnum):
    """How a probability compares with the average customer's."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


Clock = Callable[[], float]
"""Seconds that only grow, such as ``time.monotonic``."""
Progress = Callable[[int, int], None]
"""Called with what is done and what there is in all."""
BUDGET = 120.0
"""Seconds a person waits without asking what is going on."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How learning is done.

    Attributes:
        model: the way, or the best.
        budget: seconds.
        seed: of whatever is drawn.
        threads: at most.
        kept: columns that are kept whatever they tell.
        clock: seconds.
        progress: is told what is done.
        since: by the clock, from when on the budget is spent, such as before a file was read; None is now.
    """

    clock: Clock
    model: Model = Model.AUTO
    budget: float = BUDGET
    seed: int = 0
    threads: int = 1
    kept: frozenset[str] = frozenset()
    progress: Progress = field(default=lambda _done, _total: None)
    since: float | None = None

    @property
    def began(self) -> float:
        """From when on the budget is spent, by the clock."""
        return self.clock() if self.since is None else self.since

    def starting(self) -> "Wanted":
        """Return the same with its budget spent from now on."""
        return replace(self, since=self.began)

    def left(self) -> "Wanted":
        """Return the same with what is left of the budget, which is spent from whenever learning begins."""
        return replace(self, budget=max(0.0, self.began + self.budget - self.clock()), since=None)


@dataclass(frozen=True, slots=True)
class Trialed:
    """How an evaluation is done.

    Attributes:
        wanted: how each learning is done; its budget is for all of them together.
        folds: parts, each tested once.
        repeats: how often, with other parts.
        capacity: share of customers that can be contacted.
        cost_ratio: what a missed loss costs, in needless contacts.
        drawn: whether curves are wanted.
    """

    wanted: Wanted
    folds: int = 5
    repeats: int = 2
    capacity: float | None = None
    cost_ratio: float | None = None
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What was done with a column, or why it was left out."""

    column: str
    said: Sentence


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the ends of its 95 % interval, where one can be told."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way that was compared, out of fold.

    Attributes:
        name: the way with its setting.
        model: the way.
        log_loss: out of fold; None where it was not reached in time.
        auc: area under the ROC curve, out of fold.
        seconds: to fit it once.
        weight: its share of what is used, 0 where it is not.
        said: why it was left out.
    """

    name: str
    model: Model
    log_loss: float | None
    auc: float | None
    seconds: float | None
    weight: float = 0.0
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """What learning found.

    Attributes:
        method: what is used, in words.
        rows: customers learned from.
        positives: those to whom it happened.
        warnings: what to know before using it, the gravest first.
        candidates: all that were compared, the best first.
        left_out: columns not used, and why.
        selected: columns used, with the share of folds in which each mattered and how much it did.
        best_column: the column that ranks best by itself.
        seconds: it took.
    """

    method: str
    rows: int
    positives: int
    warnings: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    left_out: tuple[Remark, ...]
    selected: tuple["Importance", ...]
    best_column: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Importance:
    """How much a column matters.

    Attributes:
        column: of the file.
        loss: how much the log loss grows when its values are mixed up among customers.
        stability: share of the folds (0-1) in which it grows at all.
    """

    column: str
    loss: float
    stability: float


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One line of a classification report."""

    name: str
    precision: float | None
    recall: float | None
    f1: float | None
    support: int


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability plot: what was said, what happened, among how many."""

    said: float
    happened: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class GroupCheck:
    """Calibration within one group of customers: the mean of what was said, and what happened with its interval."""

    column: str
    level: str
    count: int
    said: float
    happened: Estimate

    @property
    def is_off(self) -> bool:
        """What was said lies outside the interval of what happened."""
        low, high = self.happened.low, self.happened.high
        return low is not None and high is not None and not low <= self.said <= high


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a way of learning does on customers it has not seen.

    Attributes:
        method: what was chosen how often.
        rows: customers.
        positives: those to whom it happened.
        folds: times repeats.
        warnings: what to know first.
        metrics: by name.
        baselines: the same for naive ways, by their name.
        threshold: probability from which a customer is called at risk, and why there.
        report: classification report at the threshold.
        reliability: bars of a reliability plot.
        groups: calibration by group, the worst first.
        candidates: mean log loss of each way over folds.
        left_out: columns not used, and why.
        importance: columns by how much they matter.
        seconds: it took.
        curves: to draw, where they are wanted.
    """

    method: str
    rows: int
    positives: int
    folds: tuple[int, int]
    warnings: tuple[str, ...]
    metrics: Mapping[str, Estimate]
    baselines: Mapping[str, Mapping[str, float]]
    threshold: tuple[float, str]
    report: tuple[ClassLine, ...]
    reliability: tuple[Bin, ...]
    groups: tuple[GroupCheck, ...]
    candidates: tuple[Candidate, ...]
    left_out: tuple[Remark, ...]
    importance: tuple[Importance, ...]
    seconds: float
    curves: Curves | None = None
