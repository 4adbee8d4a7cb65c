"""The report: one page of HTML that needs nothing else, with every picture beside its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.rendering.renderer import FOLDERS
from cs_engine.records.metrics import CohortView, Figure, MetricsPage, SurvivalView, Waterfall

TEMPLATE = "report/page.html.jinja"
WIDTH, HEIGHT = 640.0, 240.0
"""Of a picture in its own units; the page scales it."""
YEAR = 365.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a waterfall, in units of the picture; ``amount`` in the currency."""

    name: str
    amount: float
    x: float
    y: float
    height: float
    kind: str


def report_page(page: MetricsPage, cohorts: CohortView | None, survival: Sequence[SurvivalView], made: str) -> str:
    """Return the report as HTML that asks no other host for anything.

    Args:
        page: the figures of the period.
        cohorts: who stayed by start month, if anybody started.
        survival: the curve of everybody, and of each group.
        made: when, as it is to be read.
    """
    environment = Environment(
        loader=FileSystemLoader(FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.filters["minus"] = minus
    template = environment.get_template(TEMPLATE)
    whole = page.groups[0]
    return template.render(
        page=page,
        figures=[each for each in whole.figures if each.value is not None],
        missing=[each for each in whole.figures if each.value is None],
        falls=[(each, bars(each)) for each in whole.waterfalls],
        cohorts=[] if cohorts is None else started(cohorts),
        curves=[(each, band(each), line(each)) for each in survival],
        years=[(year, WIDTH * year / _years(survival)) for year in range(int(_years(survival)) + 1)],
        width=WIDTH,
        height=HEIGHT,
        made=made,
    )


def shown(figure: Figure, value: float | None) -> str:
    """Word a number in the unit of its figure; the minus is a real one."""
    if value is None:
        return "—"
    said = {"share": f"{value:.1%}", "nps": f"{value:+.0f}", "score": f"{value:.1f}"}.get(figure.unit, f"{value:,.2f}")
    return minus(said)


def minus(said: str) -> str:
    """Return a number with a minus that is as wide as the plus."""
    return said.replace("-", "\u2212")


def started(cohorts: CohortView) -> list[tuple[str, int, tuple[float | None, ...]]]:
    """Return month, size and shares of every month in which somebody started, without cells that nobody has."""
    rows = [row for row in zip(cohorts.months, cohorts.sizes, cohorts.shares, strict=True) if row[1]]
    longest = max((sum(share is not None for share in shares) for _, _, shares in rows), default=0)
    return [(month, size, shares[:longest]) for month, size, shares in rows]


def bars(fall: Waterfall) -> list[Bar]:
    """Return the bars from start to end; a move begins where the one before it stopped."""
    moves = [(name, amount) for name, amount in fall.moves if amount]
    levels, at = [0.0, fall.start], fall.start
    for _, amount in moves:
        at += amount
        levels.append(at)
    top, bottom = max(*levels, fall.end), min(*levels, fall.end)
    scale = HEIGHT / (top - bottom or 1.0)
    step = WIDTH / (len(moves) + 2)
    spans = [("start", 0.0, fall.start, "whole")]
    at = fall.start
    for name, amount in moves:
        spans.append((name, at, at + amount, "up" if amount > 0 else "down"))
        at += amount
    spans.append(("end", 0.0, fall.end, "whole"))
    return [
        Bar(
            name=name.replace("_", " "),
            amount=two if kind == "whole" else two - one,
            x=number * step,
            y=(top - max(one, two)) * scale,
            height=max(1.0, abs(two - one) * scale),
            kind=kind,
        )
        for number, (name, one, two, kind) in enumerate(spans)
    ]


def line(view: SurvivalView) -> str:
    """Return a survival curve as the steps of an SVG path."""
    corners = [(point.day, point.share) for point in view.points]
    return "M" + " L".join(_places(_steps([(0, 1.0), *corners]), view))


def band(view: SurvivalView) -> str:
    """Return the 95 % band around a survival curve as an SVG path; empty where there is none."""
    known = [(each.day, each.low, each.high) for each in view.points if each.low is not None and each.high is not None]
    if not known:
        return ""
    low = _steps([(day, low) for day, low, _ in known])
    high = _steps([(day, high) for day, _, high in known])
    return "M" + " L".join(_places([*high, *reversed(low)], view)) + " Z"


def _steps(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Return the corners of a curve that stays until it falls."""
    corners = [points[0]]
    for (_, before), (day, share) in pairwise(points):
        corners += [(day, before), (day, share)]
    return corners


def _places(points: Sequence[tuple[int, float]], view: SurvivalView) -> list[str]:
    last = _years([view]) * YEAR
    return [f"{day / last * WIDTH:.1f} {(1 - share) * HEIGHT:.1f}" for day, share in points]


def _years(survival: Sequence[SurvivalView]) -> float:
    """Return how many years a picture of survival spans, at least one."""
    return max([1.0, *(point.day / YEAR for view in survival for point in view.points)])


def write_report(text: str, to: Path) -> None:
    """Write a report.

    Raises:
        OSError: the file cannot be written.
    """
    to.write_text(text, encoding="utf-8")
