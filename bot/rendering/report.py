"""The report: one page of HTML that needs nothing else, with every picture beside its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.rendering import report_curves, report_flows, report_map, report_waterfall, report_words
from bot.rendering.renderer import FOLDERS
from cs_engine.records.flows import BandFlows
from cs_engine.records.metrics import CohortView, MetricsPage, SurvivalView
from cs_engine.records.segment_view import SegmentsView
from cs_engine.records.segments import Drawing

TEMPLATE = "report/page.html.jinja"


@dataclass(frozen=True, slots=True)
class Report:
    """What a report shows; a section that cannot be shown is a sentence that says why.

    Attributes:
        page: the figures of the period.
        cohorts: who stayed, by start month.
        survival: the curve of everybody, and of each group.
        flows: from band to band.
        segments: kinds of customers as they are now.
        segments_on: the last day that counts for them.
        drawing: their map; None where there is none to draw.
        made: when; what was known then counts.
    """

    page: MetricsPage
    cohorts: CohortView | str
    survival: Sequence[SurvivalView] | str
    flows: BandFlows | str
    segments: SegmentsView | str
    segments_on: date | None
    drawing: Drawing | None
    made: datetime


def report_page(report: Report) -> str:
    """Return the report as HTML that asks no other host for anything."""
    environment = Environment(
        loader=FileSystemLoader(FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= report_words.FILTERS
    page = report.page
    return environment.get_template(TEMPLATE).render(
        report=report,
        page=page,
        last=page.end - timedelta(days=1),
        **_moving(page),
        **_staying(report),
        **_standing(report),
    )


def _moving(page: MetricsPage) -> dict[str, object]:
    """Return the figures of the whole book, and what pictures of their moves are drawn from."""
    whole = page.groups[0]
    return {
        "figures": [each for each in whole.figures if each.value is not None],
        "missing": report_words.missing(whole.figures),
        "falls": [report_waterfall.falling(each) for each in whole.waterfalls],
        "fall": report_waterfall,
    }


def _staying(report: Report) -> dict[str, object]:
    """Return what the pictures of who stays are drawn from."""
    views = () if isinstance(report.survival, str) else report.survival
    months = report_curves.months_of(views)
    return {
        "cohorts": [] if isinstance(report.cohorts, str) else report_curves.started(report.cohorts),
        "curves": [report_curves.curve(each, months) for each in views],
        "curve": report_curves,
    }


def _standing(report: Report) -> dict[str, object]:
    """Return what the pictures of where customers stand are drawn from."""
    return {
        "flows": None if isinstance(report.flows, str) else report_flows.flowing(report.flows),
        "flow": report_flows,
        "map": None if report.drawing is None else report_map.mapped(report.drawing),
        "plan": report_map,
        "lines": [] if isinstance(report.segments, str) else report.segments.lines,
    }


def write_report(text: str, to: Path) -> None:
    """Write a report.

    Raises:
        OSError: the file cannot be written.
    """
    to.write_text(text, encoding="utf-8")
