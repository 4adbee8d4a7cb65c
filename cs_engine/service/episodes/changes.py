"""Changes of episodes: history and the edits of their messages go along in the same transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from cs_engine.policy import SEVERITY
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, EpisodeEvent, EpisodeMove
from cs_engine.service.episodes.intents import edited, line_edited
from cs_engine.storage.transaction import Transaction

Detail = Mapping[str, float | int | str | None]


def worst_band(episode: Episode, events: Iterable[EpisodeEvent]) -> Band | None:
    """Return the worst band that an episode has been in so far, as its history tells."""
    told = (event.detail.get("band") for event in events)
    bands = [Band(str(band)) for band in told if band is not None]
    known = [band for band in (*bands, episode.band) if band is not None and band is not Band.UNKNOWN]
    return min(known, key=SEVERITY.index, default=None)


def keep(
    memory: Transaction,
    changed: Episode,
    move: EpisodeMove | None,
    at: datetime,
    by: str | None,
    detail: Detail | None = None,
) -> Episode | None:
    """Keep a changed episode with its line of history, if it is worth one, and the edits of its messages.

    Returns:
        The episode as kept, ``None`` when somebody else was first; nothing is written then.
    """
    kept = memory.episodes.change(changed)
    if kept is None:
        return None
    if move is not None:
        memory.episodes.note(EpisodeEvent(kept.id, at, move, by, dict(detail or {})))
    grouped = memory.outbox.get(kept.group) if kept.group else None
    lines = () if grouped is None else (line_edited(kept, grouped.intent, at),)
    memory.outbox.put((edited(kept, at), *lines), at)
    return kept
