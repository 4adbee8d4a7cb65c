"""What is new about an episode when its reply is said at last: all that came until then and still holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cs_engine.policy import SEVERITY
from cs_engine.records.bands import Band
from cs_engine.records.episode_view import EpisodeView
from cs_engine.records.episodes import Episode, EpisodeEvent, EpisodeMove, Family

OWN_REPLY = frozenset({Family.NOTICE_GIVEN, Family.CHAMPION_LEFT})
"""Told by a reply of their own, which does not wait for the others."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What is new: families that hold, and whether the band is as bad as was to be told."""

    families: frozenset[Family] = frozenset()
    worse: bool = False

    def __bool__(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.families) or self.worse


def what_is_new(view: EpisodeView, about: Mapping[str, Any]) -> Fresh:
    """Return what is new since a reply was put into the outbox, and still so."""
    later = [*_later(view, about.get("since"))]
    families = {Family(name) for name in about.get("families") or ()}
    for event in later:
        families |= {family for family in _named(event) if family not in OWN_REPLY}
    bands = [about.get("band")] if about.get("worse") else []
    bands += [event.detail.get("band") for event in later]
    told = [Band(str(band)) for band in bands if band is not None]
    return Fresh(frozenset(families) & view.episode.families, _is_as_bad(view.episode, told))


def _later(view: EpisodeView, since: object) -> Iterator[EpisodeEvent]:
    """Yield what made it worse after a moment."""
    if isinstance(since, str):
        moment = datetime.fromisoformat(since)
        yield from (each for each in view.events if each.move is EpisodeMove.WORSENED and each.at > moment)


def _named(event: EpisodeEvent) -> Iterator[Family]:
    return (Family(name) for name in str(event.detail.get("families") or "").split(",") if name)


def _is_as_bad(episode: Episode, told: list[Band]) -> bool:
    """Tell whether the band now is at least as bad as the mildest one that was to be told."""
    known = [band for band in told if band is not Band.UNKNOWN]
    if not known or episode.band is None or episode.band is Band.UNKNOWN:
        return False
    return SEVERITY.index(episode.band) <= max(SEVERITY.index(band) for band in known)
