"""What somebody may see of the answers."""

from dataclasses import dataclass
from enum import StrEnum


class Withheld(StrEnum):
    """What was taken out of an answer because its reader may not see it: absent, not unknown."""

    MONEY = "money"
    COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class Sight:
    """The accounts somebody may see; every part given narrows it. Others do not exist for that person."""

    owner: str | None = None
    """Only accounts that this address owns or backs up."""
    segments: tuple[str, ...] | None = None
    """Only accounts of these segments, spelled as in the book; an empty tuple is no account at all."""


EVERYTHING = Sight()
"""Every account."""
