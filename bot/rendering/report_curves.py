"""Pictures of how long customers stay: survival curves and the cohort triangle."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from cs_engine.records.metrics import CohortView, CurvePoint, SurvivalView

WIDTH, HEIGHT = 470.0, 190.0
"""Of a picture in its own units; the page scales it."""
MONTH = 365 / 12
TICKS = 9
"""Months that are named below a curve, at most: more would touch each other on a phone."""
FEW = 10
"""Shares of fewer customers are marked: one of them moves it by a tenth."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One survival curve, as SVG paths.

    Attributes:
        view: what it shows.
        line: the curve, as far as ten or more had been seen that long.
        thin: the rest of it; empty where there is none.
        band: around both; empty where there is none.
        ticks: the months to name, with their places.
        months: the rows of its table.
    """

    view: SurvivalView
    line: str
    thin: str
    band: str
    ticks: tuple[tuple[int, float], ...]
    months: tuple[tuple[int, CurvePoint], ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who started in one month: how many, and the share still there so many months later; None where not over yet."""

    month: str
    size: int
    shares: tuple[float | None, ...]

    @property
    def is_small(self) -> bool:
        """Whether one of them moves a share by more than a tenth."""
        return self.size < FEW


def started(cohorts: CohortView) -> list[Cohort]:
    """Return every month in which somebody started, without cells that nobody has."""
    rows = [row for row in zip(cohorts.months, cohorts.sizes, cohorts.shares, strict=True) if row[1]]
    longest = max((sum(share is not None for share in shares) for _, _, shares in rows), default=0)
    return [Cohort(month, size, shares[:longest]) for month, size, shares in rows]


def curve(view: SurvivalView, months: int) -> Curve:
    """Return the picture of a view that is ``months`` wide."""
    step = next(each for each in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if months / each < TICKS)
    ticks = tuple((month, month / months * WIDTH) for month in range(0, months + 1, step))
    line, thin = _lines(view, months)
    return Curve(view, line, thin, _band(view, months), ticks, tuple(_monthly(view)))


def months_of(survival: Sequence[SurvivalView]) -> int:
    """Return how many months pictures of survival span, at least a year."""
    return max([12, *(ceil(point.day / MONTH) for view in survival for point in view.points)])


def _monthly(view: SurvivalView) -> list[tuple[int, CurvePoint]]:
    """Return where the curve stands at the end of each month in which somebody was lost: enough for a table."""
    found: dict[int, CurvePoint] = {}
    for point in view.points:
        found[ceil(point.day / MONTH)] = point
    return list(found.items())


def _lines(view: SurvivalView, months: int) -> tuple[str, str]:
    """Return the steps of a survival curve as two SVG paths, before and after fewer than ten were seen that long."""
    sure = [(point.day, point.share) for point in view.points if point.at_risk >= FEW]
    unsure = [(point.day, point.share) for point in view.points if point.at_risk < FEW]
    corners = _steps([(0, 1.0), *sure])
    if not unsure:
        return _path(corners, months), ""
    bend = (unsure[0][0], corners[-1][1])
    return _path([*corners, bend], months), _path(_steps([bend, *unsure]), months)


def _band(view: SurvivalView, months: int) -> str:
    """Return the 95 % band around a survival curve as an SVG path; empty where there is none."""
    known = [(each.day, each.low, each.high) for each in view.points if each.low is not None and each.high is not None]
    if not known:
        return ""
    low = _steps([(day, low) for day, low, _ in known])
    high = _steps([(day, high) for day, _, high in known])
    return _path([*high, *reversed(low)], months) + " Z"


def _steps(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Return the corners of a curve that stays until it falls."""
    corners = [points[0]]
    for (_, before), (day, share) in pairwise(points):
        corners += [(day, before), (day, share)]
    return corners


def _path(points: Sequence[tuple[int, float]], months: int) -> str:
    places = (f"{day / (months * MONTH) * WIDTH:.1f} {(1 - share) * HEIGHT:.1f}" for day, share in points)
    return "M" + " L".join(places)
