"""Messages about segments of customers."""

from enum import StrEnum

from bot.rendering.fitting import fitting
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.segment_view import SegmentsView

ROWS = (8, 6, 4, 2)
"""Segments of a message: as many of these as fit."""
MOVES = 5
"""Moves that are named; a list of more is for `steward segment --json`."""


class Sent(StrEnum):
    """What became of the map."""

    DONE = "done"
    NOTHING = "nothing"
    """There is nothing to draw."""
    NOT_ALLOWED = "not_allowed"
    """Whoever installed the app kept the scope back."""
    FAILED = "failed"
    """Slack did not take it."""


def segments(renderer: Renderer, view: SegmentsView | None) -> Message:
    """Word which kinds of customers there are, what sets each apart and what to do, and who moved."""
    if view is None:
        return renderer.render("segments", view=None, lines=(), more=0, moves=(), others=0)
    told = {"view": view, "through": renderer.reader.through(view.as_of), "moves": view.moves[:MOVES]}
    others = len(view.moves[MOVES:])
    return fitting(
        lambda most: renderer.render(
            "segments", **told, lines=view.lines[:most], more=len(view.lines[most:]), others=others
        ),
        ROWS,
    )


def sent(renderer: Renderer, what: Sent) -> Message:
    """Say what became of the map."""
    return renderer.render("segments_sent", what=what)
