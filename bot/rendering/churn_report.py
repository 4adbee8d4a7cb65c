"""The churn report: one page of HTML that needs nothing else, with the numbers of every picture below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.rendering.renderer import FOLDERS
from cs_engine.records.churn import Bin, Evaluation, Importance
from cs_engine.records.churn_audit import Audit
from cs_engine.records.churn_curves import Amount, Curves, Point, Reached, Told

TEMPLATE = "churn_report/page.html.jinja"
SIDE = 300.0
"""Of a picture in its own units; the page scales it."""
SHOWN = 12
"""Columns that are drawn; the table has all."""
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
UNITS: Mapping[str, str] = {
    "roc_auc": "{:.3f}",
    "pr_auc": "{:.3f}",
    "log_loss": "{:.4f}",
    "brier": "{:.4f}",
    "calibration_error": "{:.3f}",
    "recall_top_10": "{:.1%}",
    "lift_top_10": "{:.2f}",
    "accuracy": "{:.1%}",
    "precision": "{:.1%}",
    "recall": "{:.1%}",
    "f1": "{:.3f}",
    "revenue_per_contact": "{:,.2f}",
}
"""How figures are written."""


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about.

    Attributes:
        title: of the page.
        customers: where they come from, such as the name of a file.
        happened: what is forecast, in words.
        made: when, as it is to be read.
        audit: of the health score, where there is one.
        no_audit: why there is none; empty where none was asked for.
    """

    title: str
    customers: str
    happened: str
    made: str
    audit: Audit | None = None
    no_audit: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar of the reliability plot in units of the picture: where it stands and its interval from low to high."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in units of the picture."""

    x: float
    y: float
    width: float
    height: float
    part: float = 0.0
    """Height of its lower part, where it is divided."""


@dataclass(frozen=True, slots=True)
class Learning:
    """A learning curve: what its height spans, its path, and its points with the customers learned from."""

    least: float
    most: float
    path: str
    points: tuple[tuple[float, float, int], ...]


def churn_page(found: Evaluation, names: Mapping[str, str], about: About) -> str:
    """Return the report as HTML that asks no other host for anything.

    Args:
        found: the evaluation, with its curves.
        names: of the figures, by key.
        about: what it is about.
    """
    environment = Environment(
        loader=FileSystemLoader(FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"figure": figure, "share": share, "number": number}
    curves = found.curves
    return environment.get_template(TEMPLATE).render(
        found=found,
        names=names,
        about=about,
        curves=curves,
        drawn=None if curves is None else pictures(found, curves),
        ticks=TICKS,
        side=SIDE,
    )


def pictures(found: Evaluation, curves: Curves) -> dict[str, object]:
    """Return every picture in its own units."""
    most, told_most = top([one.high for one in found.reliability]), top([curves.told[-1].high])
    return {
        "most": most,
        "marks": marks(found.reliability, most),
        "counts": counts(curves.told, told_most),
        "told_most": told_most,
        "tallest": max(one.customers for one in curves.told),
        "roc": path([(one.x, one.y) for one in curves.roc]),
        "precision": path([(one.x, one.y) for one in curves.precision_recall]),
        "called": called(curves.roc, found.threshold[0]),
        "caught": path([(0.0, 0.0), *((one.share, one.caught) for one in curves.reached)]),
        "revenue": revenue(curves.reached),
        "lifts": lifts(curves.reached),
        "reasons": reasons(found.importance),
        "amounts": amounts(curves.amounts),
    }


def figure(value: float | None, key: str) -> str:
    """Write a figure as people do; unknown is a dash."""
    return "—" if value is None or value != value else minus(UNITS[key].format(value))  # noqa: PLR0124 - NaN


def share(value: float | None, digits: int = 1) -> str:
    """Write a share as a percentage."""
    return "—" if value is None else minus(f"{value:.{digits}%}")


def number(value: float, digits: int = 0) -> str:
    """Write a number with separators."""
    return minus(f"{value:,.{digits}f}")


def minus(said: str) -> str:
    """Return a number with a minus that is as wide as the plus."""
    return said.replace("-", "\u2212")


def top(values: Sequence[float]) -> float:
    """Return the share at which an axis ends: the next fifth above all values."""
    return min(1.0, ceil(max(values, default=1.0) * 5) / 5)


def path(points: Sequence[tuple[float, float]]) -> str:
    """Return shares as an SVG path, up being more."""
    return "M" + " L".join(f"{x * SIDE:.1f} {(1 - y) * SIDE:.1f}" for x, y in points)


def marks(bins: Sequence[Bin], most: float) -> list[Mark]:
    """Return the points of the reliability plot, both axes from 0 to ``most``."""

    def up(value: float) -> float:
        return (1 - value / most) * SIDE

    return [Mark(one.said / most * SIDE, up(one.happened), up(one.low), up(one.high)) for one in bins]


def counts(told: Sequence[Told], most: float) -> list[Bar]:
    """Return how many customers were told how much, up to ``most``; the lower part is those to whom it happened."""
    tallest = max(one.customers for one in told)
    return [
        Bar(
            x=one.low / most * SIDE + 1,
            y=SIDE * (1 - one.customers / tallest),
            width=(one.high - one.low) / most * SIDE - 2,
            height=SIDE * one.customers / tallest,
            part=SIDE * one.happened / tallest,
        )
        for one in told
    ]


def called(roc: Sequence[Point], threshold: float) -> tuple[float, float]:
    """Return where on the ROC curve customers are called at risk from the threshold on."""
    near = min(roc, key=lambda one: abs(one.at - threshold))
    return near.x * SIDE, (1 - near.y) * SIDE


def revenue(reached: Sequence[Reached]) -> str:
    """Return the share of revenue caught as a path; empty where no revenue is known."""
    known = [(one.share, one.revenue) for one in reached if one.revenue is not None]
    return path([(0.0, 0.0), *known]) if known else ""


def lifts(reached: Sequence[Reached]) -> list[tuple[int, float, Bar]]:
    """Return the lift of each tenth, from those ranked highest on: its number, its lift and its bar."""
    tenths = [one for place, one in enumerate(reached) if place % 2]
    caught = [0.0, *(one.caught for one in tenths)]
    own = [(upto - before) * len(tenths) for before, upto in pairwise(caught)]
    most, step = max(1.0, *own), SIDE / len(own)
    return [
        (place, lift, Bar((place - 1) * step + 2, SIDE * (1 - lift / most), step - 4, SIDE * lift / most))
        for place, lift in enumerate(own, start=1)
    ]


def reasons(important: Sequence[Importance]) -> list[tuple[Importance, float]]:
    """Return the columns that matter most with the length of their bars, 0 to 1."""
    shown = [one for one in important if one.loss > 0][:SHOWN]
    longest = max((one.loss for one in shown), default=1.0)
    return [(one, one.loss / longest) for one in shown]


def amounts(learned: Sequence[Amount]) -> dict[str, Learning] | None:
    """Return log loss and ROC-AUC by customers learned from; nothing from fewer than three sizes."""
    if len(learned) < 3:  # noqa: PLR2004 - two are no curve
        return None
    sizes = [one.customers for one in learned]
    return {
        "loss": learning(sizes, [one.log_loss for one in learned]),
        "auc": learning(sizes, [one.auc for one in learned]),
    }


def learning(sizes: Sequence[int], values: Sequence[float]) -> Learning:
    """Return a curve whose width is logarithmic and whose height holds its values in fiftieths."""
    wide = log10(sizes[-1] / sizes[0]) or 1.0
    least, most = floor(min(values) * 50) / 50, ceil(max(values) * 50) / 50
    high = most - least or 1.0
    places = [
        (log10(size / sizes[0]) / wide, (value - least) / high) for size, value in zip(sizes, values, strict=True)
    ]
    points = [(x * SIDE, (1 - y) * SIDE, size) for (x, y), size in zip(places, sizes, strict=True)]
    return Learning(least, least + high, path(places), tuple(points))
