"""An episode with everything that is shown about it, read from the memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles

from cs_engine.records.account import HealthReport
from cs_engine.records.episode_view import EpisodeView, UsualWeek
from cs_engine.records.episodes import Episode
from cs_engine.records.sight import Sight
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

Report = Callable[[str, Sight], HealthReport | None]

SHOWN_EVENTS = 8
"""The newest lines; the rest is on the account's timeline."""
USUAL_SPAN = timedelta(weeks=26)
MIN_WEEKS = 6
"""Fewer weekly changes have no usual range."""
WEEK = timedelta(days=7)
CLOCK_CHANGE = timedelta(hours=2)
TENTHS = 10
_HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Views:
    """How episodes are shown."""

    store: Store
    report: Report

    def of(self, sight: Sight, episode: Episode | None) -> EpisodeView | None:
        """Return an episode as it is shown, ``None`` when its account is not in sight."""
        report = None if episode is None else self.report(episode.account_id, sight)
        if episode is None or report is None:
            return None
        with self.store.viewing() as memory:
            moves = memory.episodes.moves(episode.account_id, report.as_of - USUAL_SPAN)
            events = memory.episodes.events(episode.id)[-SHOWN_EVENTS:]
            names = [_name(memory, person) for person in (episode.owner, episode.backup, episode.claimed_by)]
        return EpisodeView(episode, report, events, usual_week(moves), *names)


def usual_week(moves: Sequence[tuple[datetime, int | None]]) -> UsualWeek | None:
    """Return how far a score moves in an ordinary week; ``None`` with fewer than six weekly changes before the last.

    Formula: first to last decile of the 7-day changes, one a week, without the newest.
    Source: the account's own past is what tells a move from its noise.

    Args:
        moves: instants with their 7-day change in hundredths, oldest first.
    """
    weekly: list[tuple[datetime, int | None]] = []
    for move in reversed(moves):
        if not weekly or weekly[-1][0] - move[0] >= WEEK - CLOCK_CHANGE:
            weekly.append(move)
    changes = [change / _HUNDREDTHS for _, change in weekly[1:] if change is not None]
    if len(changes) < MIN_WEEKS:
        return None
    deciles = quantiles(changes, n=TENTHS, method="inclusive")
    return UsualWeek(deciles[0], deciles[-1], len(changes))


def _name(memory: Transaction, person: str | None) -> str | None:
    teammate = memory.wishes.teammate(person) if person else None
    return teammate.name if teammate else None
