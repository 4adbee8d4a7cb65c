"""Pictures of a report: nothing stands in the way of anything else, and all can be told apart."""

import re
from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from bot.rendering.report import report_page
from bot.rendering.report_curves import curve
from bot.rendering.report_flows import Turn, flowing
from bot.rendering.report_map import HEIGHT, WIDTH, mapped
from bot.rendering.report_waterfall import LEFT, RIGHT, falling
from cs_engine.metrics.revenue import MOVEMENTS
from cs_engine.records.metrics import CurvePoint, Waterfall
from cs_engine.records.segments import Drawing, Map, Point
from cs_engine.wording import sentence
from tests.unit.bot.report_samples import AXIS, CURVE, DRAWING, EUROS, FLOWS, FULL

GROWN = Waterfall("USD", 0.0, (("new", 20.0), ("restated", -5.0), ("other", 1.0)), 16.0, 0)
TEXT, SHAPE = 4.5, 3.0
"""Contrast that WCAG 2.2 asks for: 1.4.3 of words, 1.4.11 of what is drawn."""


@pytest.mark.parametrize("fall", [EUROS, GROWN, replace(EUROS, moves=(("churned", -890.0),), end=0.0)])
def test_each_bar_begins_where_the_one_above_it_stopped(fall: Waterfall) -> None:
    """Moves of nothing are left out, the smallest can be seen, and all fit between names and amounts."""
    drawn = falling(fall).bars
    assert [bar.amount for bar in drawn] == [fall.start, *(amount for _, amount in fall.moves if amount), fall.end]
    for above, bar in pairwise(drawn[:-1]):
        assert above.reached == pytest.approx(bar.x if bar.kind == "up" else bar.reached + bar.width, abs=1.6)
    assert drawn[-1].reached == pytest.approx(drawn[-2].reached)
    assert all(LEFT <= bar.x <= bar.x + bar.width <= RIGHT + 1.6 and bar.width >= 1.5 for bar in drawn)


def test_every_movement_has_a_name_in_words() -> None:
    """None is told by the name that the engine has for it."""
    named = falling(replace(EUROS, moves=tuple((name, 10.0) for name in MOVEMENTS))).bars
    assert not any("_" in bar.name or bar.name.islower() for bar in named)
    assert len({bar.name for bar in named}) == len(named)


def test_ribbons_fill_the_bars_that_they_join() -> None:
    """Every account is in one bar on either side, small ones can be seen, and names do not touch."""
    drawn = flowing(FLOWS)
    for bars in (drawn.before, drawn.after):
        assert sum(bar.accounts for bar in bars) == 50
        assert all(bar.height >= 3 for bar in bars)
        middles = [bar.y + bar.height / 2 for bar in bars]
        assert all(lower - upper >= 15 for upper, lower in pairwise(middles))
    assert len(drawn.ribbons) == len(FLOWS.flows)
    assert drawn.turned == {Turn.SAME: 30, Turn.WORSE: 12, Turn.BETTER: 5, Turn.OTHER: 3}


def test_a_curve_is_told_month_by_month() -> None:
    """The last fall of each month in which there was one: nobody reads three hundred lines."""
    points = tuple(CurvePoint(day, 1 - day / 1000, None, None, 90) for day in range(1, 100))
    told = curve(replace(CURVE, points=points), 12).months
    assert [(month, point.day) for month, point in told] == [(1, 30), (2, 60), (3, 91), (4, 99)]


@pytest.mark.parametrize("months", [12, 13, 24, 37, 61, 121, 600])
def test_months_below_a_curve_do_not_touch(months: int) -> None:
    """Nine at most, the first at the start, however long customers were seen."""
    ticks = curve(CURVE, months).ticks
    assert ticks[0] == (0, 0.0)
    assert 3 <= len(ticks) <= 9


def test_labels_of_a_crowded_map_stand_apart_and_inside() -> None:
    """Eight segments in the same corner, with long names, each still beside its number."""
    segments = tuple(
        replace(DRAWING.segments[0], key=f"s{at}", name=sentence(f"A segment with quite a long name {at}"))
        for at in range(9)
    )
    for corner in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)):
        points = (Point("low", "s8", 0.0, 0.0), Point("high", "s8", 1.0, 1.0))
        crowd = tuple(Point(one.key, one.key, *corner) for one in segments[:8])
        far = Point("far", "s0", 1 - corner[0], 1 - corner[1])
        labels = mapped(Drawing(segments, 9, Map((*points, *crowd, *crowd, far), AXIS, AXIS))).labels
        assert [label.number for label in labels] == list(range(1, 9))
        assert not any(one.touches(other) for one, other in combinations(labels, 2))
        assert all(0 <= label.y <= HEIGHT and label.reach[0] >= 0 and label.reach[1] <= WIDTH for label in labels)


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "paper", TEXT),
        ("soft", "paper", TEXT),
        ("up", "paper", SHAPE),
        ("down", "paper", SHAPE),
        ("whole", "paper", SHAPE),
        ("calm", "paper", SHAPE),
        ("main", "paper", SHAPE),
    ],
)
def test_colors_can_be_read_in_light_and_dark(scheme: int, front: str, back: str, least: float) -> None:
    """Words by 4.5 to 1, what is drawn by 3 to 1."""
    page = report_page(FULL)
    (one, other) = (re.findall(rf"--{name}: #(\w+);", page)[scheme] for name in (front, back))
    assert _contrast(_rgb(one), _rgb(other)) >= least


@pytest.mark.parametrize("scheme", [0, 1])
def test_numbers_on_the_fullest_cell_can_be_read(scheme: int) -> None:
    """The heat is laid over the paper, and the ink stands on it."""
    page = report_page(FULL)
    ink, paper = (_rgb(re.findall(rf"--{name}: #(\w+);", page)[scheme]) for name in ("ink", "paper"))
    heat = [int(part) for part in re.findall(r"--heat: (\d+ \d+ \d+);", page)[scheme].split()]
    full = float(*re.findall(r"var\(--share\) \* ([.\d]+)\)", page))
    mixed = [full * over + (1 - full) * under for over, under in zip(heat, paper, strict=True)]
    assert _contrast(ink, mixed) >= TEXT


def _rgb(said: str) -> list[float]:
    """Return red, green and blue (0-255) of a color of three or six digits."""
    digits = said if len(said) == 6 else "".join(2 * digit for digit in said)
    return [float(int(digits[at : at + 2], 16)) for at in (0, 2, 4)]


def _contrast(one: list[float], other: list[float]) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: list[float]) -> float:
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in color]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
