"""The report: one page of HTML that needs nothing else, with every picture beside its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.rendering import report_curves as curves
from bot.rendering.renderer import FOLDERS
from bot.rendering.report_flows import flowing
from bot.rendering.report_map import mapped
from bot.rendering.report_waterfall import HEIGHT as FALL_HEIGHT
from bot.rendering.report_waterfall import bars
from cs_engine.records.flows import BandFlows
from cs_engine.records.metrics import CohortView, Figure, MetricsPage, SurvivalView
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
        made: when, as it is to be read.
    """

    page: MetricsPage
    cohorts: CohortView | str
    survival: Sequence[SurvivalView] | str
    flows: BandFlows | str
    segments: SegmentsView | str
    segments_on: date | None
    drawing: Drawing | None
    made: str


def report_page(report: Report) -> str:
    """Return the report as HTML that asks no other host for anything."""
    environment = Environment(
        loader=FileSystemLoader(FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": shown, "minus": minus, "day": day, "number": number, "share": share}
    page = report.page
    whole = page.groups[0]
    return environment.get_template(TEMPLATE).render(
        report=report,
        page=page,
        last=page.end - timedelta(days=1),
        figures=[each for each in whole.figures if each.value is not None],
        missing=[each for each in whole.figures if each.value is None],
        falls=[(each, bars(each)) for each in whole.waterfalls],
        low=FALL_HEIGHT,
        few=curves.FEW,
        **_staying(report),
        **_standing(report),
    )


def _staying(report: Report) -> dict[str, object]:
    """Return what the pictures of who stays are drawn from."""
    views = () if isinstance(report.survival, str) else report.survival
    years = curves.years_of(views)
    return {
        "cohorts": [] if isinstance(report.cohorts, str) else curves.started(report.cohorts),
        "curves": [(each, curves.band(each, years), curves.line(each, years), curves.monthly(each)) for each in views],
        "years": [(year, curves.WIDTH * year / years) for year in range(int(years) + 1)],
        "width": curves.WIDTH,
        "height": curves.HEIGHT,
    }


def _standing(report: Report) -> dict[str, object]:
    """Return what the pictures of where customers stand are drawn from."""
    return {
        "flows": None if isinstance(report.flows, str) else flowing(report.flows),
        "map": None if report.drawing is None else mapped(report.drawing),
        "lines": [] if isinstance(report.segments, str) else report.segments.lines,
    }


def shown(figure: Figure, value: float | None) -> str:
    """Word a number in the unit of its figure; the minus is a real one."""
    if value is None:
        return "—"
    said = {"share": f"{value:.1%}", "nps": f"{value:+.0f}", "score": f"{value:.1f}"}.get(figure.unit, f"{value:,.2f}")
    return minus(said)


def minus(said: str) -> str:
    """Return a number with a minus that is as wide as the plus."""
    return said.replace("-", "\u2212")


def day(value: date) -> str:
    """Word a day as it is read in English: Sep 30, 2026."""
    return f"{value:%b} {value.day}, {value.year}"


def number(value: float, decimals: int = 0) -> str:
    """Word a number with its thousands apart."""
    return minus(f"{value:,.{decimals}f}")


def share(value: float, decimals: int = 0) -> str:
    """Word a share as a percentage."""
    return f"{value:.{decimals}%}"


def write_report(text: str, to: Path) -> None:
    """Write a report.

    Raises:
        OSError: the file cannot be written.
    """
    to.write_text(text, encoding="utf-8")
