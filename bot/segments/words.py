"""Messages about segments of customers."""

from bot.rendering.fitting import fitting
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.segment_view import SegmentsView

ROWS = (8, 6, 4, 2)
"""Segments of a message: as many of these as fit."""
MOVES = 5
"""Moves that are named; a list of more is for `steward segment --json`."""


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
