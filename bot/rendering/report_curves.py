"""Pictures of how long customers stay: survival curves and the cohort triangle."""

from collections.abc import Sequence
from itertools import pairwise

from cs_engine.records.metrics import CohortView, CurvePoint, SurvivalView

WIDTH, HEIGHT = 640.0, 240.0
"""Of a picture in its own units; the page scales it."""
YEAR = 365.0
MONTH = YEAR / 12
FEW = 10
"""Shares of fewer customers are marked: one of them moves it by a tenth."""


def started(cohorts: CohortView) -> list[tuple[str, int, tuple[float | None, ...]]]:
    """Return month, size and shares of every month in which somebody started, without cells that nobody has."""
    rows = [row for row in zip(cohorts.months, cohorts.sizes, cohorts.shares, strict=True) if row[1]]
    longest = max((sum(share is not None for share in shares) for _, _, shares in rows), default=0)
    return [(month, size, shares[:longest]) for month, size, shares in rows]


def monthly(view: SurvivalView) -> list[tuple[int, CurvePoint]]:
    """Return where the curve stands at the end of each month in which somebody was lost: enough for a table."""
    found: dict[int, CurvePoint] = {}
    for point in view.points:
        found[int(point.day / MONTH) + 1] = point
    return list(found.items())


def line(view: SurvivalView, years: float) -> str:
    """Return a survival curve as the steps of an SVG path."""
    corners = [(point.day, point.share) for point in view.points]
    return "M" + " L".join(_places(_steps([(0, 1.0), *corners]), years))


def band(view: SurvivalView, years: float) -> str:
    """Return the 95 % band around a survival curve as an SVG path; empty where there is none."""
    known = [(each.day, each.low, each.high) for each in view.points if each.low is not None and each.high is not None]
    if not known:
        return ""
    low = _steps([(day, low) for day, low, _ in known])
    high = _steps([(day, high) for day, _, high in known])
    return "M" + " L".join(_places([*high, *reversed(low)], years)) + " Z"


def years_of(survival: Sequence[SurvivalView]) -> float:
    """Return how many years a picture of survival spans, at least one."""
    return max([1.0, *(point.day / YEAR for view in survival for point in view.points)])


def _steps(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Return the corners of a curve that stays until it falls."""
    corners = [points[0]]
    for (_, before), (day, share) in pairwise(points):
        corners += [(day, before), (day, share)]
    return corners


def _places(points: Sequence[tuple[int, float]], years: float) -> list[str]:
    return [f"{day / (years * YEAR) * WIDTH:.1f} {(1 - share) * HEIGHT:.1f}" for day, share in points]
