"""As much as fits a message."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.errors import UnfitMessageError
from bot.rendering.message import Message

Size = TypeVar("Size")


def fitting(fill: Callable[[Size], Message], sizes: Sequence[Size]) -> Message:
    """Return the first message that Slack takes, from the largest size on.

    Raises:
        UnfitMessageError: not even the last one fits.
    """
    for size in sizes[:-1]:
        try:
            return fill(size)
        except UnfitMessageError:
            continue
    return fill(sizes[-1])
