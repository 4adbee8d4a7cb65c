"""`/cs metrics`: the figures of a period."""

from bot.access.answers import Answers
from bot.figures import words
from bot.listeners.commands.cs_grammar import CS_USAGES
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.errors import BadInput

DIMENSIONS = ("segment", "csm", "plan")
"""What is kept; others are told by `steward metrics --by`."""


def metrics_message(cs: Answers, renderer: Renderer, said: str) -> Message:
    """Word the figures that somebody asks for: a period, ``by`` a dimension, both in any order, or neither.

    What cannot be understood is answered with what can be asked.
    """
    period, by, rest = understood(said)
    try:
        found = None if rest else cs.metrics(period, by)
    except BadInput:
        found = None
    return renderer.render("cs_help", usages=CS_USAGES) if found is None else words.metrics(renderer, found)


def understood(said: str) -> tuple[str | None, str | None, list[str]]:
    """Return the period and the dimension that were typed, and what is neither."""
    left = said.lower().split()
    by = next((each for each in left if each in DIMENSIONS), None)
    rest = [each for each in left if each not in ("by", by)]
    return (rest[0] if rest else None), by, rest[1:]
