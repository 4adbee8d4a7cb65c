"""What is said of a picture that somebody asked for: it comes by direct message, or it does not."""

from enum import StrEnum

from bot.rendering.message import Message
from bot.rendering.renderer import Renderer


class Picture(StrEnum):
    """Of what."""

    SEGMENTS = "segments"
    MODEL = "model"


class Sent(StrEnum):
    """What became of it."""

    DONE = "done"
    NOTHING = "nothing"
    """There is nothing to draw."""
    NOT_ALLOWED = "not_allowed"
    """Whoever installed the app kept the scope back."""
    FAILED = "failed"
    """Slack did not take it."""


def sent(renderer: Renderer, picture: Picture, what: Sent) -> Message:
    """Say what became of a picture."""
    return renderer.render("picture_sent", picture=picture, what=what)
