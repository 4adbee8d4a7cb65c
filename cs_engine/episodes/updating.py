"""What a review does to an open episode: evidence added and struck, another band or owner, waking, the end."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from cs_engine.episodes.declaration import Limits
from cs_engine.episodes.families import DECIDED
from cs_engine.episodes.judging import Judged
from cs_engine.episodes.life import ended, woken
from cs_engine.episodes.sighting import Sighting
from cs_engine.policy import SEVERITY
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, EpisodeState, Evidence, Family

LOUD = frozenset({Family.NOTICE_GIVEN, Family.CHAMPION_LEFT})
"""What may notify again in an episode that has been told; everything else edits it."""
STATIONS = (30, 14, 7, 0)
"""Days before the decision at which an episode about it is edited: a month, two weeks, a week, the day."""


class End(StrEnum):
    """Why an episode ended by itself."""

    WELL = "well"
    """Nothing of it has held on two weekly snapshots."""
    LEFT = "left"
    PAUSED = "paused"
    """The account rests, or is a trial again."""
    QUIET = "quiet"
    """A quarter without anything new; half a year while the account is At risk or a decision is near."""


@dataclass(frozen=True, slots=True)
class Update:
    """A change of an open episode: ``episode`` is the one to keep, with the version it was read at.

    ``nearer``: only the day of the decision has come nearer. ``new_owner``: the account came to somebody else.
    """

    episode: Episode
    added: tuple[Family, ...] = ()
    struck: tuple[Family, ...] = ()
    worse: bool = False
    eased: bool = False
    woken: bool = False
    nearer: bool = False
    new_owner: bool = False
    end: End | None = None

    @property
    def is_loud(self) -> bool:
        """Whether it may notify again."""
        return not LOUD.isdisjoint(self.added)


def updated(episode: Episode, one: Judged, news: frozenset[Family], limits: Limits, as_of: datetime) -> Update | None:
    """Return what changes in an open episode, None when nothing does.

    Evidence is struck when it no longer holds and counts again when it returns. The episode ends when all of it has
    been struck for a week, when the account left or rests, or after a quarter without anything new, half a year while
    the account is At risk or a decision is near: before that nobody would hear of it again.
    """
    evidence, added = _evidence(episode, one, news)
    band = one.band if _is_known(one.band) else episode.band
    fresh = replace(episode, evidence=evidence, band=band, owner=one.owner, backup=one.backup)
    end = _end(fresh, one, limits)
    if end is not None:
        over = ended(fresh, EpisodeState.CLEARED, as_of, None, one.today + timedelta(days=limits.mute_days))
        return Update(over, end=end)
    worse = one.worse and is_worse(band, episode.band)
    wakes = episode.state is EpisodeState.SNOOZED and (worse or not LOUD.isdisjoint(added))
    change = Update(
        woken(fresh) if wakes else fresh,
        added=added,
        struck=_struck(episode, fresh),
        worse=worse,
        eased=is_worse(episode.band, band),
        woken=wakes,
        nearer=_station(episode) != _station(fresh),
        new_owner=episode.owner != one.owner,
    )
    return None if _says_nothing(episode, change) else change


def last_news(episode: Episode) -> date:
    """Return the last day on which anything new happened: opened, taken, new evidence, or a step that is planned."""
    moments = (episode.opened_at, episode.claimed_at)
    days = (moment.date() for moment in moments if moment is not None)
    return max(*days, *(each.since for each in episode.evidence), episode.next_step_on or date.min, date.min)


def _evidence(
    episode: Episode, one: Judged, news: frozenset[Family]
) -> tuple[tuple[Evidence, ...], tuple[Family, ...]]:
    """Return the evidence as it stands now, and the families that are new in it."""
    known = frozenset(each.family for each in episode.evidence)
    added = tuple(family for family in Family if family in news - known)
    kept = tuple(_stands(each, one) for each in episode.evidence)
    new = tuple(one.holding[family].line(family) for family in added)
    return (*kept, *new), added


def _stands(evidence: Evidence, one: Judged) -> Evidence:
    """Return a line of evidence with today's numbers, or struck since the first day on which it did not hold.

    The next decision is another one: it is as new as its own sighting.
    """
    if evidence.family not in one.staying:
        return evidence if evidence.struck_on else replace(evidence, struck_on=one.today)
    sighting = one.holding.get(evidence.family)
    if sighting is not None and not is_same(evidence, sighting):
        return sighting.line(evidence.family)
    numbers = sighting.line(evidence.family).numbers if sighting else evidence.numbers
    return replace(evidence, struck_on=None, numbers=numbers)


def _end(episode: Episode, one: Judged, limits: Limits) -> End | None:
    if one.status in DECIDED:
        return End.LEFT if one.status == "left" else End.PAUSED
    struck = [each.struck_on for each in episode.evidence if each.struck_on is not None]
    if len(struck) == len(episode.evidence) and max(struck, default=one.today) <= one.today - timedelta(
        days=limits.clear_days
    ):
        return End.WELL
    matters = episode.band is Band.AT_RISK or Family.DECISION_NEAR in episode.families
    patience = limits.quiet_at_risk_days if matters else limits.quiet_days
    return End.QUIET if one.today - last_news(episode) > timedelta(days=patience) else None


def _struck(before: Episode, after: Episode) -> tuple[Family, ...]:
    held = before.families
    return tuple(each.family for each in after.evidence if each.struck_on is not None and each.family in held)


def _says_nothing(before: Episode, change: Update) -> bool:
    """Tell whether an update is only about numbers, which go along with the next edit."""
    marks: Iterable[object] = (
        change.added,
        change.struck,
        change.worse,
        change.eased,
        change.woken,
        change.nearer,
        change.new_owner,
        before.families != change.episode.families,
        before.band is not change.episode.band,
        before.backup != change.episode.backup,
    )
    return not any(marks)


def _station(episode: Episode) -> int:
    """Return how many of the stations before the decision have been passed."""
    line = next((each for each in episode.evidence if each.family is Family.DECISION_NEAR), None)
    days = None if line is None else line.numbers.get("days")
    return sum(1 for station in STATIONS if isinstance(days, int | float) and days <= station)


def is_same(evidence: Evidence, sighting: Sighting) -> bool:
    """Tell whether a family that is seen now is what it was seen as before, and not about another decision."""
    return evidence.numbers.get("decision_on") == sighting.numbers.get("decision_on")


def _is_known(band: Band | None) -> bool:
    return band is not None and band is not Band.UNKNOWN


def is_worse(band: Band | None, before: Band | None) -> bool:
    """Tell whether a band is worse than another; not knowing is neither."""
    if band is None or before is None or Band.UNKNOWN in {band, before}:
        return False
    return SEVERITY.index(band) < SEVERITY.index(before)
