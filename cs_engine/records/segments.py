"""Segments of customers as people are told them: who is in which, what sets it apart, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cs_engine.wording import Sentence


class Method(StrEnum):
    """How segments are made."""

    AUTO = "auto"
    TIERS = "tiers"
    RFM = "rfm"
    KMEANS = "kmeans"
    WARD = "ward"
    FACTORS = "factors"
    RULES = "rules"
    SATISFACTION = "satisfaction"


@dataclass(frozen=True, slots=True)
class Remark:
    """What was done with a column, or why it was left out."""

    column: str
    said: Sentence


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that sets a segment apart from all other customers.

    Attributes:
        column: what it is about.
        level: the word it is about; None of a number.
        inside: median of a number (mean where both medians are equal), or share (0-1) of those with the word, in the
            segment.
        outside: the same over everybody else.
        effect: standardized mean difference of a number, natural logarithm of the odds ratio of a word; its sign says
            whether the segment has more (+) or less (-).
        said: all of it as a sentence.
    """

    column: str
    level: str | None
    inside: float
    outside: float
    effect: float
    said: Sentence

    @property
    def is_high(self) -> bool:
        """The segment has more of it than others."""
        return self.effect > 0


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment with its profile; ``key`` stays the same from refresh to refresh, the name may not."""

    key: str
    name: Sentence
    size: int
    share: float
    traits: tuple[Trait, ...] = ()
    scorecard: str | None = None
    plays: tuple[str, ...] = ()
    needs: tuple[Sentence, ...] = ()
    by_rule: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One number of clusters that was tried.

    Attributes:
        k: how many clusters.
        silhouette: mean silhouette, -1 to 1.
        null: the same on data without clusters.
        noise: standard deviation of that over the draws.
        stability: mean adjusted Rand index over resamples, at most 1.
        smallest: share of the smallest cluster.
        within: share (0-1) of all squared distance from the center that is left within the clusters.
        chosen: it was taken.
        verdict: why it was or was not.
    """

    k: int
    silhouette: float
    null: float
    noise: float
    stability: float
    smallest: float
    within: float
    chosen: bool
    verdict: Sentence


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: what it is made of, and the share (0-1) of all variance that it explains."""

    key: str
    name: str
    explained: float
    loadings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class FactorTable:
    """Rotated factors, strongest first, and how much of each column (0-1) they explain together."""

    factors: tuple[Factor, ...]
    communalities: Mapping[str, float]

    @property
    def explained(self) -> float:
        """Share of all variance that the factors explain together."""
        return sum(each.explained for each in self.factors)


@dataclass(frozen=True, slots=True)
class Move:
    """An account went from one segment to another between two refreshes."""

    account_id: str
    before: str
    after: str
    on: date


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of the map: what grows along it, strongest first, what falls, and the variance (0-1) it shows."""

    more: tuple[str, ...]
    less: tuple[str, ...]
    explained: float


@dataclass(frozen=True, slots=True)
class Point:
    """Where a customer of a segment stands on the map."""

    account_id: str
    segment: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Map:
    """Customers as points of a plane, at most a few thousand of them."""

    points: tuple[Point, ...]
    across: Axis
    up: Axis


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: segments in their order, how many customers are in them, and where these stand."""

    segments: tuple[Segment, ...]
    customers: int
    map: Map


@dataclass(frozen=True, slots=True)
class Segmentation:
    """An answer: segments, who is in which, and how they came about.

    Attributes:
        method: how they were made; what ``auto`` took.
        why: one sentence about that.
        structure: whether there is any; without it there are no clusters.
        segments: largest first; those of rules before.
        assigned: key of the segment by account, sorted by account.
        unassigned: accounts that could not be put anywhere, because what is needed is unknown.
        candidates: the numbers of clusters tried.
        columns: what was used.
        treated: what was done with columns.
        left_out: columns not used, and why.
        factors: of a factor analysis.
        moves: who went from one segment to another since the previous refresh.
        map: for a picture; None where there is nothing to draw.
    """

    method: Method
    why: Sentence
    structure: bool
    segments: tuple[Segment, ...]
    assigned: Mapping[str, str]
    unassigned: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    columns: tuple[str, ...] = ()
    treated: tuple[Remark, ...] = ()
    left_out: tuple[Remark, ...] = ()
    factors: FactorTable | None = None
    moves: tuple[Move, ...] = ()
    map: Map | None = None

    @property
    def drawing(self) -> Drawing | None:
        """What there is to draw."""
        return None if self.map is None else Drawing(self.segments, len(self.assigned), self.map)
