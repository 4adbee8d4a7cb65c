"""Reports to look at: one that has everything, and one of a company that has nothing yet."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rendering.report import Report
from cs_engine.records.flows import BandFlows, Flow, Place
from cs_engine.records.metrics import CohortView, CurvePoint, SurvivalView, Waterfall
from cs_engine.records.segments import Axis, Drawing, Map, Point
from tests.unit.templates.samples_figures import FALL, PAGE
from tests.unit.templates.samples_segments import segments_view

COHORTS = CohortView(("2026-08", "2026-09", "2026-10"), (2, 0, 12), ((1.0, 0.5, None), (None,) * 3, (1.0, None, None)))
CURVE = SurvivalView(None, 19, 4, None, (CurvePoint(100, 0.9, 0.7, 0.97, 15), CurvePoint(500, 0.5, None, None, 2)))
FLOWS = BandFlows(
    date(2026, 6, 28),
    date(2026, 9, 27),
    (
        Flow(Place.HEALTHY, Place.HEALTHY, 30),
        Flow(Place.HEALTHY, Place.AT_RISK, 12),
        Flow(Place.WATCH, Place.HEALTHY, 5),
        Flow(Place.LEAVING, Place.ABSENT, 2),
        Flow(Place.ABSENT, Place.UNKNOWN, 1),
    ),
    formula_changed=False,
)
VIEW = segments_view(3, 0)
AXIS = Axis(("seats", "plan=gold"), (), 0.2)
POINTS = tuple(Point(f"a{at}", line.segment.key, float(at), 2.0) for at, line in enumerate(VIEW.lines))
DRAWING = Drawing(tuple(line.segment for line in VIEW.lines), 9, Map(POINTS, AXIS, AXIS))
MADE = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("Europe/Berlin"))
FULL = Report(PAGE, COHORTS, [CURVE], FLOWS, VIEW, date(2026, 11, 21), DRAWING, MADE)
EMPTY = Report(
    page=replace(PAGE, groups=(replace(PAGE.groups[0], figures=(), waterfalls=()),), notes=()),
    cohorts="No contract.",
    survival="No curve.",
    flows="No scores.",
    segments="No segments.",
    segments_on=None,
    drawing=None,
    made=MADE,
)
EUROS = replace(FALL, start=890.0, moves=(("new", 60.0), ("fx", 0.0), ("paused", -104.5)), end=845.5)


def with_falls(*falls: Waterfall) -> Report:
    """Return the full report with other waterfalls."""
    return replace(FULL, page=replace(PAGE, groups=(replace(PAGE.groups[0], waterfalls=falls),)))
