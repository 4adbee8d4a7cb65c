"""How good alerts were, seen from afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; ``None`` of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Hindsight:
    """How good the alerts were.

    Attributes:
        stayed: of the episodes old enough to tell, of customers not lost yet, those followed within 90 days by a loss,
            a contraction, or a decline that still lasted at their end, against the level before the alert.
        stayed_base: the same of all account-weeks, alert or not.
        fell: the same as ``stayed`` with the decline counted from the day of the alert: what was down stays down is
            not enough, it has to fall further.
        fell_base: the same of all account-weeks, alert or not.
        seen: of the losses, those with an episode open so many days before; by days.
        seen_by_usage: the same if each week the accounts of lowest use had been named instead, as many as had episodes.
    """

    stayed: Share
    stayed_base: Share
    fell: Share
    fell_base: Share
    seen: Mapping[int, Share]
    seen_by_usage: Mapping[int, Share]
