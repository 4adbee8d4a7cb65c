"""The report: it needs nothing else, and every picture has its table."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.rendering.report import Report, report_page
from bot.rendering.report_curves import monthly
from bot.rendering.report_flows import flowing
from bot.rendering.report_waterfall import bars
from cs_engine.records.flows import BandFlows, Flow, Place
from cs_engine.records.metrics import CohortView, CurvePoint, SurvivalView, Waterfall
from cs_engine.records.segments import Axis, Drawing, Map, Point
from tests.unit.templates.samples_figures import FALL, PAGE
from tests.unit.templates.samples_segments import segments_view

COHORTS = CohortView(("2026-08", "2026-09", "2026-10"), (2, 0, 1), ((1.0, 0.5, None), (None,) * 3, (1.0, None, None)))
CURVE = SurvivalView(None, 9, 2, None, (CurvePoint(100, 0.9, 0.7, 0.97, 9), CurvePoint(500, 0.5, None, None, 2)))
FLOWS = BandFlows(
    date(2026, 6, 28),
    date(2026, 9, 27),
    (Flow(Place.HEALTHY, Place.AT_RISK, 12), Flow(Place.ABSENT, Place.UNKNOWN, 1)),
    formula_changed=True,
)
VIEW = segments_view(3, 0)
AXIS = Axis(("seats",), ("plan",), 0.2)
POINTS = tuple(Point(f"a{at}", line.segment.key, float(at), 2.0) for at, line in enumerate(VIEW.lines))
DRAWING = Drawing(tuple(line.segment for line in VIEW.lines), 9, Map(POINTS, AXIS, AXIS))
FULL = Report(PAGE, COHORTS, [CURVE], FLOWS, VIEW, date(2026, 11, 21), DRAWING, "2026-11-22 09:00")
EMPTY = Report(
    replace(PAGE, groups=(replace(PAGE.groups[0], figures=(), waterfalls=()),)),
    "No contract.",
    "No curve.",
    "No scores.",
    "No segments.",
    None,
    None,
    "now",
)


def words(page: str) -> str:
    """Return what a reader of the page sees, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<body>")[2]).split())


def test_a_report_asks_nobody_for_anything() -> None:
    """No address of another host, no script, and a policy that says so."""
    page = report_page(FULL)
    assert re.findall(r"https?:|src=|<script|<link|@import|url\(", page) == []
    assert "default-src 'none'" in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_each_picture_stands_beside_its_numbers() -> None:
    """A waterfall, flows, a curve with its band, a triangle without empty months, and a map."""
    page = report_page(FULL)
    assert page.count("<svg") == page.count('role="img"') == 4
    assert page.count("<table") == 6
    assert page.count('tabindex="0"') == page.count("<table")
    assert 'class="band"' in page
    assert "<td>90.0%</td><td>70.0% to 97.0%</td><td>9" in page
    assert [month for month in ("2026-08", "2026-09", "2026-10") if f">{month}<" in page] == ["2026-08", "2026-10"]
    assert page.count('class="cell"') == 3


@pytest.mark.parametrize(
    "said",
    [
        "Jul 1, 2026 to Sep 30, 2026, beside 2026Q2. Made 2026-11-22 09:00.",
        "Jun 28, 2026 on the left, Sep 27, 2026 on the right",
        "The formula of the scores changed in between",
        "Until Sep 30, 2026: 9 customers, 2 lost; more than half are still there",
        "Healthy 12",
        "At risk 12",
        "Not there 1",
        "Unknown means too little data, which is not the same as fine.",
        "As of Nov 21, 2026",
        "more seats →",
    ],
)
def test_every_section_names_its_day_and_its_basis(said: str) -> None:
    """The end of the period also where the book knows of later days; segments are those of now."""
    assert said in words(report_page(FULL))


def test_a_section_without_data_says_so() -> None:
    """None vanishes: whoever looks for it would think that it was forgotten."""
    seen = words(report_page(EMPTY))
    for said in ("No contract.", "No curve.", "No scores.", "No segments.", "There was no recurring revenue"):
        assert said in seen
    assert "<svg" not in report_page(EMPTY)


@pytest.mark.parametrize(
    "hostile",
    [
        lambda name: replace(FULL, page=replace(PAGE, notes=(name,), period=name)),
        lambda name: replace(FULL, survival=[replace(CURVE, name=name)]),
        lambda name: replace(FULL, survival=name, cohorts=name, flows=name, segments=name, drawing=None),
        lambda name: replace(FULL, drawing=replace(DRAWING, map=Map(POINTS, Axis((name,), (), 0.2), AXIS))),
    ],
)
def test_names_stay_words(hostile: Callable[[str], Report]) -> None:
    """What a customer or a file is called is no markup."""
    page = report_page(hostile('<script>alert(1)</script>"'))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_few_customers_are_marked() -> None:
    """In the figures, in the curve's table and in the triangle."""
    seen = words(report_page(FULL))
    assert "fewer than ten, so that one of them moves the figure much" in seen
    assert "are below ten" in seen


def test_a_curve_is_told_month_by_month() -> None:
    """The last fall of each month in which there was one: nobody reads three hundred lines."""
    points = tuple(CurvePoint(day, 1 - day / 1000, None, None, 9) for day in range(1, 100))
    told = monthly(replace(CURVE, points=points))
    assert [month for month, _ in told] == [1, 2, 3, 4]
    assert [point.day for _, point in told] == [30, 60, 91, 99]


def test_ribbons_fill_the_bars_that_they_join() -> None:
    """Every account is in one bar on either side, and small ones can still be seen."""
    drawn = flowing(FLOWS)
    assert [(bar.name, bar.accounts) for bar in drawn.before] == [("Healthy", 12), ("Not there", 1)]
    assert [(bar.name, bar.accounts) for bar in drawn.after] == [("At risk", 12), ("Unknown", 1)]
    assert len(drawn.ribbons) == 2
    assert all(bar.height >= 3 for bar in (*drawn.before, *drawn.after))
    assert flowing(replace(FLOWS, flows=())).height == 0


@pytest.mark.parametrize("fall", [FALL, Waterfall("EUR", 0.0, (("new", 0.0),), 0.0, 0)])
def test_a_waterfall_ends_where_its_moves_lead(fall: Waterfall) -> None:
    """Each bar begins where the one before it stopped; moves of nothing are left out."""
    drawn = bars(fall)
    assert [bar.kind for bar in drawn if bar.kind == "whole"] == ["whole", "whole"]
    assert [bar.amount for bar in drawn[1:-1]] == [pytest.approx(amount) for _, amount in fall.moves if amount]
    assert all(bar.height >= 1 for bar in drawn)
