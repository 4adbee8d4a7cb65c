"""The report: it needs nothing else, and every picture has its table."""

import re
from dataclasses import replace

import pytest

from bot.rendering.report import bars, report_page
from cs_engine.records.metrics import CohortView, CurvePoint, SurvivalView, Waterfall
from tests.unit.templates.samples_figures import FALL, PAGE

COHORTS = CohortView(("2026-08", "2026-09", "2026-10"), (2, 0, 1), ((1.0, 0.5, None), (None,) * 3, (1.0, None, None)))
CURVE = SurvivalView(None, 9, 2, None, (CurvePoint(100, 0.9, 0.7, 0.97, 9), CurvePoint(500, 0.5, None, None, 2)))


def test_a_report_asks_nobody_for_anything() -> None:
    """No address of another host, no script, and a policy that says so."""
    page = report_page(PAGE, COHORTS, [CURVE], "2026-11-22 09:00")
    assert re.findall(r"https?:|src=|<script|<link|@import|url\(", page) == []
    assert "default-src 'none'" in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_each_picture_stands_beside_its_numbers() -> None:
    """A waterfall, a curve with its band, and a triangle without months in which nobody started."""
    page = report_page(PAGE, COHORTS, [CURVE], "2026-11-22 09:00")
    assert page.count("<svg") == 2
    assert page.count('role="img"') == 2
    assert 'class="band"' in page
    assert "<td>90.0%</td><td>70.0% to 97.0%</td><td>9</td>" in page
    assert "more than half are still there" in page
    assert [month for month in ("2026-08", "2026-09", "2026-10") if f">{month}<" in page] == ["2026-08", "2026-10"]
    assert page.count('class="cell"') == 3


def test_names_stay_words() -> None:
    """A customer's segment is no markup."""
    hostile = replace(PAGE, notes=("<script>alert(1)</script>",), period="<b>")
    page = report_page(hostile, None, [], "now")
    assert "<script" not in page
    assert "&lt;b&gt;" in page
    assert "<h2>How long customers stay" not in page


@pytest.mark.parametrize("fall", [FALL, Waterfall("EUR", 0.0, (("new", 0.0),), 0.0, 0)])
def test_a_waterfall_ends_where_its_moves_lead(fall: Waterfall) -> None:
    """Each bar begins where the one before it stopped; moves of nothing are left out."""
    drawn = bars(fall)
    assert [bar.kind for bar in drawn if bar.kind == "whole"] == ["whole", "whole"]
    assert [bar.amount for bar in drawn[1:-1]] == [pytest.approx(amount) for _, amount in fall.moves if amount]
    assert all(bar.height >= 1 for bar in drawn)
