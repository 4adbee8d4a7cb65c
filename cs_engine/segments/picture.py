"""The map of segments as a picture: one point per customer, one number and name per segment, axes in words."""

from statistics import median
from textwrap import fill
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cs_engine.drawing import COLORS, INK, LINES, QUIET, Say, framed, png, sheet
from cs_engine.records.segments import Axis, Drawing, Map, Segment
from cs_engine.segments.called import column
from cs_engine.wording import phrase, sentence

SHAPES = "os^DvPX*"
"""Shapes and numbers say what colors say once more."""
LIGHT = ("#CC79A7", "#56B4E9", "#E69F00")
"""On these, white numbers are hard to read."""
WIDTH = 30
ACROSS, UP = 38, 26
"""Letters in a line of what an axis means, so that both ends fit beside each other."""
DENSE, SPARSE = 14.0, 40.0
"""Area of a point among a thousand and among a hundred."""
MANY = 500
LINE = 0.032
"""Height of a line beside the map, as a share of the picture."""

GLUE = "\N{NO-BREAK SPACE}"
"""Keeps an arrow with its word."""

TITLE = phrase("{count} segments of {customers} customers")
NEAR = phrase("Customers who are near each other are alike. The map shows {share} of all differences.")
MORE = phrase("more {columns} →")
LESS = phrase("← more {columns}")
SIZE = phrase("{share}, {size} customers")


def picture(drawing: Drawing, say: Say = str) -> bytes:
    """Return the map as PNG.

    Args:
        drawing: what is drawn.
        say: puts a sentence into the reader's language.
    """
    title = sentence(TITLE, count=len(drawing.segments), customers=f"{drawing.customers:,}")
    share = drawing.map.across.explained + drawing.map.up.explained
    figure = sheet(say(title), say(sentence(NEAR, share=f"{share:.0%}")))
    axes = figure.add_axes((0.065, 0.1, 0.6, 0.74))
    segments = _drawn(drawing)
    for place, one in enumerate(segments):
        _points(axes, drawing.map, one, place)
    for place, one in enumerate(segments):
        _number(axes, drawing.map, one, place)
    _axes(axes, drawing.map, say)
    _legend(figure, segments, say)
    return png(figure)


def _drawn(drawing: Drawing) -> list[Segment]:
    """Return the segments that have points, at most as many as there are colors."""
    there = {point.segment for point in drawing.map.points}
    return [one for one in drawing.segments if one.key in there][: len(COLORS)]


def _points(axes: Axes, drawn: Map, one: Segment, place: int) -> None:
    points = [(point.x, point.y) for point in drawn.points if point.segment == one.key]
    area = DENSE if len(drawn.points) > MANY else SPARSE
    axes.scatter(
        [x for x, _ in points],
        [y for _, y in points],
        s=area,
        c=COLORS[place],
        marker=SHAPES[place],
        alpha=0.55,
        linewidths=0.3,
        edgecolors="white",
    )


def _number(axes: Axes, drawn: Map, one: Segment, place: int) -> None:
    points = [(point.x, point.y) for point in drawn.points if point.segment == one.key]
    middle = (median(x for x, _ in points), median(y for _, y in points))
    badge = {"boxstyle": "circle,pad=0.3", "facecolor": COLORS[place], "edgecolor": "white", "linewidth": 2}
    axes.text(
        *middle, str(place + 1), color=_on(COLORS[place]), weight="bold", size=12, ha="center", va="center", bbox=badge
    )


def _axes(axes: Axes, drawn: Map, say: Say) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    framed(axes)
    axes.axhline(0, color=LINES, zorder=0)
    axes.axvline(0, color=LINES, zorder=0)
    _ends(axes, drawn.across, say, across=True)
    _ends(axes, drawn.up, say, across=False)


def _ends(axes: Axes, axis: Axis, say: Say, *, across: bool) -> None:
    """Write at both ends of an axis what grows towards them."""
    for columns, words, place in ((axis.more, MORE, 1.0), (axis.less, LESS, 0.0)):
        if columns:
            said = say(sentence(words, columns=", ".join(_column(name, say) for name in columns)))
            said = fill(said.replace(" →", f"{GLUE}→"), ACROSS if across else UP)
            side = "right" if place else "left"
            if across:
                axes.text(place, -0.025, said, transform=axes.transAxes, ha=side, va="top", size=10, color=QUIET)
            else:
                turn: dict[str, Any] = {"rotation": 90, "rotation_mode": "anchor"}
                axes.text(
                    -0.015, place, said, transform=axes.transAxes, ha=side, va="bottom", size=10, color=QUIET, **turn
                )


def _column(name: str, say: Say) -> str:
    """Return a column's name; that of an indicator is the column and a word of it."""
    called, is_word, word = name.partition("=")
    return f"{say(column(called))}: {word}" if is_word else say(column(called))


def _on(color: str) -> str:
    return INK if color in LIGHT else "white"


def _legend(figure: Figure, segments: list[Segment], say: Say) -> None:
    step = min(0.13, 0.74 / max(len(segments), 1))
    for place, one in enumerate(segments):
        top = 0.84 - step * place
        badge = {"boxstyle": "circle,pad=0.3", "facecolor": COLORS[place], "edgecolor": "none"}
        mark: dict[str, Any] = {"color": _on(COLORS[place]), "weight": "bold", "size": 10, "bbox": badge}
        figure.text(0.697, top - 0.014, str(place + 1), ha="center", va="center", **mark)
        name = fill(say(one.name), WIDTH)
        figure.text(0.72, top, name, size=10.5, color=INK, va="top", linespacing=1.25)
        size = sentence(SIZE, share=f"{one.share:.0%}", size=f"{one.size:,}")
        below = top - LINE * (name.count("\n") + 1)
        figure.text(0.72, below, say(size), size=9.5, color=QUIET, va="top")
