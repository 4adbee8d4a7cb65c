"""The map of segments: a point for each customer, and the number and name of each segment in its middle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from textwrap import shorten

from cs_engine.records.segments import Drawing, Point
from cs_engine.segments.called import column

WIDTH, HEIGHT, EDGE = 520.0, 320.0, 14.0
COLORS = 8
"""Segments that can be told apart; further ones are in the table only."""
RADIUS = 11.0
"""Of the circle around a number."""
LETTER = 7.5
"""Width of a letter, to keep names apart."""
LONGEST = 26
"""Letters of a name on the map; the table has all of it."""
DENSE = 500
"""From so many points on they are drawn smaller."""


@dataclass(frozen=True, slots=True)
class Spots:
    """The customers of one segment, in units of the picture."""

    number: int
    at: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The number and name of a segment; names near the right edge stand left of their number."""

    number: int
    name: str
    x: float
    y: float

    @property
    def is_left(self) -> bool:
        """Whether the name stands left of the number."""
        return self.x + self.wide > WIDTH

    @property
    def wide(self) -> float:
        """Width of the name with its distance."""
        return RADIUS + 5 + LETTER * len(self.name)

    def touches(self, other: "Label") -> bool:
        """Tell whether two labels stand in each other's way."""
        (low, high), (left, right) = self.reach, other.reach
        return abs(self.y - other.y) < 2 * RADIUS + 2 and low < right and left < high

    @property
    def reach(self) -> tuple[float, float]:
        """Left and right end."""
        return (self.x - self.wide, self.x + RADIUS) if self.is_left else (self.x - RADIUS, self.x + self.wide)


@dataclass(frozen=True, slots=True)
class Mapped:
    """Everything of the picture.

    Attributes:
        spots: customers by segment.
        labels: numbers and names of these segments.
        directions: arrows, and what grows along them; a direction may mean nothing.
        explained: the share (0-1) of all differences that the map shows.
    """

    spots: tuple[Spots, ...]
    labels: tuple[Label, ...]
    directions: tuple[tuple[str, str], ...]
    explained: float

    @property
    def dots(self) -> float:
        """Radius of a point: small where there are many."""
        return 3.0 if sum(len(each.at) for each in self.spots) > DENSE else 4.5


def mapped(drawing: Drawing) -> Mapped:
    """Return the map, its segments numbered in their order."""
    numbers = {segment.key: place for place, segment in enumerate(drawing.segments[:COLORS], start=1)}
    names = {numbers[each.key]: shorten(str(each.name), LONGEST, placeholder="…") for each in drawing.segments[:COLORS]}
    placed = _placed([point for point in drawing.map.points if point.segment in numbers])
    spots = []
    for key, number in numbers.items():
        own = tuple((x, y) for point, x, y in placed if point.segment == key)
        if own:
            spots.append(Spots(number, own))
    labels = tuple(_apart([_label(each, names) for each in spots]))
    explained = drawing.map.across.explained + drawing.map.up.explained
    return Mapped(tuple(spots), labels, tuple(_directions(drawing)), explained)


def _placed(points: Sequence[Point]) -> list[tuple[Point, float, float]]:
    xs, ys = [point.x for point in points], [point.y for point in points]
    return [
        (
            point,
            EDGE + _share(point.x, xs) * (WIDTH - 2 * EDGE),
            HEIGHT - EDGE - _share(point.y, ys) * (HEIGHT - 2 * EDGE),
        )
        for point in points
    ]


def _share(value: float, among: Sequence[float]) -> float:
    low, high = min(among), max(among)
    return 0.5 if high == low else (value - low) / (high - low)


def _label(spots: Spots, names: dict[int, str]) -> Label:
    x, y = (median(each) for each in zip(*spots.at, strict=True))
    return Label(spots.number, names[spots.number], x, y)


def _apart(labels: Sequence[Label]) -> Iterator[Label]:
    """Move labels toward the middle, as far as they are in the way of others."""
    upper = sorted((each for each in labels if each.y <= HEIGHT / 2), key=lambda each: each.y)
    lower = sorted((each for each in labels if each.y > HEIGHT / 2), key=lambda each: -each.y)
    placed: list[Label] = []
    for group, step in ((upper, 4.0), (lower, -4.0)):
        for each in group:
            label = each
            while any(label.touches(other) for other in placed):
                label = replace(label, y=label.y + step)
            placed.append(label)
    return iter(sorted(placed, key=lambda each: each.number))


def _directions(drawing: Drawing) -> Iterator[tuple[str, str]]:
    """Yield arrows with what grows along them."""
    across, up = drawing.map.across, drawing.map.up
    for arrow, columns in (("→", across.more), ("←", across.less), ("↑", up.more), ("↓", up.less)):
        if columns:
            yield arrow, f"more {', '.join(_called(each) for each in columns)}"


def _called(name: str) -> str:
    """Return what a column is called, with the word that it is about after a colon."""
    about, divided, word = name.partition("=")
    return f"{column(about)}: {word}" if divided else str(column(about))
