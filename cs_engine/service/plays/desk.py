"""Plays, success plans and wins, as people start and change them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from cs_engine.plays.play import Play
from cs_engine.plays.reading import load_plays
from cs_engine.service.plays.checks import PlayChecks
from cs_engine.service.plays.part import HoursOf
from cs_engine.service.plays.wins import Wins
from cs_engine.storage.store import Store


class PlayDesk(PlayChecks, Wins):
    """Plays, success plans and wins, as people start and change them. Safe to share between threads.

    Whoever changes something is an ``Actor``; accounts out of their sight do not exist for them (``None``).
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        hours_of: HoursOf,
        plays: Sequence[Play] | None = None,
    ) -> None:
        """Work on ``store``; see ``PlayPart``. Without ``plays``, those that ship."""
        super().__init__(store, clock, hours_of, load_plays() if plays is None else plays)
