"""What is drawn of an evaluation: curves of points, thinned to what an eye can tell apart."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a curve; both are shares, 0 to 1.

    Attributes:
        x: false-positive rate, or recall.
        y: true-positive rate, or precision.
        at: probability from which a customer is called at risk there.
    """

    x: float
    y: float
    at: float


@dataclass(frozen=True, slots=True)
class Reached:
    """What contacting the customers ranked highest reaches.

    Attributes:
        share: of the customers that are contacted.
        customers: contacted.
        caught: share of those to whom it happened that is among them.
        lift: times as many as among as many chosen by chance.
        revenue: share of the revenue of those to whom it happened, contacting those with most at stake; None without.
        money: the same as an amount.
    """

    share: float
    customers: int
    caught: float
    lift: float
    revenue: float | None = None
    money: float | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """How well a plain regression does that learned from so many customers, on customers it has not seen."""

    customers: int
    log_loss: float
    auc: float


@dataclass(frozen=True, slots=True)
class Told:
    """Customers told a probability from ``low`` to below ``high``, and those of them to whom it happened."""

    low: float
    high: float
    customers: int
    happened: int


@dataclass(frozen=True, slots=True)
class Curves:
    """All curves, out of fold; of the first repeat where there are several."""

    roc: tuple[Point, ...]
    precision_recall: tuple[Point, ...]
    reached: tuple[Reached, ...]
    amounts: tuple[Amount, ...]
    told: tuple[Told, ...]
