"""The map of segments: a point for each customer, and a number in the middle of each segment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from cs_engine.records.segments import Axis, Drawing, Point

WIDTH, HEIGHT, EDGE = 640.0, 340.0, 14.0
COLORS = 8
"""Segments that can be told apart; further ones are in the table only."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A customer, or the number of a segment, in units of the picture."""

    x: float
    y: float
    number: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """Everything of the picture; the ends of its axes in words."""

    spots: tuple[Spot, ...]
    numbers: tuple[Spot, ...]
    right: str
    left: str
    up: str
    down: str


def mapped(drawing: Drawing) -> Mapped:
    """Return the map, its segments numbered in their order."""
    numbers = {segment.key: place for place, segment in enumerate(drawing.segments[:COLORS], start=1)}
    points = [point for point in drawing.map.points if point.segment in numbers]
    spots = tuple(_spots(points, [numbers[point.segment] for point in points]))
    middles = tuple(_middle(spots, number) for number in numbers.values() if any(s.number == number for s in spots))
    right, left = _ends(drawing.map.across)
    up, down = _ends(drawing.map.up)
    return Mapped(spots, middles, right, left, up, down)


def _spots(points: Sequence[Point], numbers: Sequence[int]) -> Iterator[Spot]:
    xs, ys = [point.x for point in points], [point.y for point in points]
    for x, y, number in zip(xs, ys, numbers, strict=True):
        across, along = _share(x, xs), _share(y, ys)
        yield Spot(EDGE + across * (WIDTH - 2 * EDGE), HEIGHT - EDGE - along * (HEIGHT - 2 * EDGE), number)


def _share(value: float, among: Sequence[float]) -> float:
    low, high = min(among), max(among)
    return 0.5 if high == low else (value - low) / (high - low)


def _middle(spots: Sequence[Spot], number: int) -> Spot:
    own = [spot for spot in spots if spot.number == number]
    return Spot(median(spot.x for spot in own), median(spot.y for spot in own), number)


def _ends(axis: Axis) -> tuple[str, str]:
    return (_grows(axis.more), _grows(axis.less))


def _grows(columns: Sequence[str]) -> str:
    return f"more {', '.join(name.replace('_', ' ') for name in columns)}" if columns else ""
