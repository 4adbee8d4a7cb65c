"""What a page of figures says: each number with its change, what it stands on, and how far it can be trusted."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a period.

    Attributes:
        id: its id in the catalogue; ``MRR`` for monthly recurring revenue at the end.
        key: what people call it, such as NRR.
        name: its name in words.
        of: what it is told apart by: a currency, the occasion of a survey, a span; None where there is one only.
        unit: share, score, nps, rating, ratio or money; money is in the currency ``of``.
        direction: up, down or none: which way is better.
        value: None for no data.
        low: lower end of the 95 % interval; None where there is none.
        high: upper end.
        method: how the interval was made: wilson, adjusted_wald, bootstrap, linearized or log_log.
        n: how many it stands on; None where nothing is counted.
        basis: what is counted, in the plural: customers, answers, buyers, prospects or accounts.
        before: the same figure of the period before.
        small: it stands on so few that it must be said.
        answer_rate: of a survey: answered / delivered; None where deliveries are unknown.
        note: why there is no value, or what to know about it.
    """

    id: str
    key: str
    name: str
    of: str | None
    unit: str
    direction: str
    value: float | None
    low: float | None
    high: float | None
    method: str | None
    n: int | None
    basis: str
    before: float | None
    small: bool
    answer_rate: float | None = None
    note: str | None = None

    @property
    def change(self) -> float | None:
        """The value less the one before, None where either is unknown."""
        return None if self.value is None or self.before is None else self.value - self.before


@dataclass(frozen=True, slots=True)
class Waterfall:
    """What moved recurring revenue: amounts in ``currency``; ``start`` and the ``moves`` add up to ``end``."""

    currency: str
    start: float
    moves: tuple[tuple[str, float], ...]
    end: float
    customers: int
    """Customers with revenue at the start."""
    joined_and_left: int = 0
    """Customers who first came and left within the period; they are in no movement."""


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one segment, CSM or plan; ``name`` is None for the whole book."""

    name: str | None
    figures: tuple[Figure, ...]
    waterfalls: tuple[Waterfall, ...]


@dataclass(frozen=True, slots=True)
class MetricsPage:
    """All figures of a period ``[start, end)``, for the whole book or by group, and what to know about them."""

    period: str
    start: date
    end: date
    previous: str
    by: str | None
    groups: tuple[Group, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a figure adds up: one row per customer, answer or prospect, and the totals; cells as they are written.

    ``reading``: how the totals make the figure, in one sentence.
    """

    figure: str
    period: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, ...], ...]
    reading: str


@dataclass(frozen=True, slots=True)
class CohortView:
    """Start cohorts by month: how many started, and the share still there k months later; None where not over yet."""

    months: tuple[str, ...]
    sizes: tuple[int, ...]
    shares: tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The share of customers who last longer than ``day``, with its 95 % band; None once nobody is left."""

    day: int
    share: float
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True, slots=True)
class SurvivalView:
    """The survival curve of one group; ``name`` is None for everybody. ``median_days``: None while most are there."""

    name: str | None
    customers: int
    lost: int
    median_days: float | None
    points: tuple[CurvePoint, ...]
