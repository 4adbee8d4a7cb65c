"""An episode's life as pure steps: what people do with it, what time does, and how it ends."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, EpisodeState, Evidence, FalseAlarm

ID_DIGITS = 16
"""64 bits: two of a million episodes are one in 40 million installations."""


def episode_id(account_id: str, as_of: datetime) -> str:
    """Return the id of the episode that an account's snapshot at an instant opens: the same whoever decides it."""
    return sha256(f"{account_id}|{as_of.timestamp():.0f}".encode()).hexdigest()[:ID_DIGITS]


def claimed(episode: Episode, by: str, at: datetime, next_step_on: date | None) -> Episode:
    """Return an episode that somebody has taken."""
    return replace(
        episode,
        state=EpisodeState.CLAIMED,
        claimed_by=by,
        claimed_at=at,
        next_step_on=next_step_on,
        snoozed_until=None,
    )


def snoozed(episode: Episode, until: date) -> Episode:
    """Return an episode that rests until a day."""
    return replace(episode, state=EpisodeState.SNOOZED, snoozed_until=until)


def woken(episode: Episode) -> Episode:
    """Return an episode that rests no more: as it was before, taken or not."""
    state = EpisodeState.CLAIMED if episode.claimed_by else EpisodeState.OPEN
    return replace(episode, state=state, snoozed_until=None)


def returned(episode: Episode, at: datetime) -> Episode:
    """Return an episode that was taken and left lying: nobody's again."""
    return replace(
        episode, state=EpisodeState.OPEN, claimed_by=None, claimed_at=None, next_step_on=None, returned_at=at
    )


def ended(episode: Episode, state: EpisodeState, at: datetime, by: str | None, muted_until: date) -> Episode:
    """Return an episode that is over; the same evidence opens nothing before ``muted_until``."""
    return replace(episode, state=state, ended_at=at, ended_by=by, snoozed_until=None, muted_until=muted_until)


def false_alarm(
    episode: Episode, reason: FalseAlarm, at: datetime, by: str, until: date | None, mute_days: int
) -> Episode:
    """Return an episode that was none; what was expected until a day is muted until then."""
    usual = at.date() + timedelta(days=mute_days)
    muted = max(until, usual) if until is not None and reason is FalseAlarm.EXPECTED else usual
    return replace(ended(episode, EpisodeState.FALSE_ALARM, at, by, muted), false_alarm=reason)


def with_evidence(episode: Episode, evidence: tuple[Evidence, ...], band: Band | None) -> Episode:
    """Return an episode with other evidence and band."""
    return replace(episode, evidence=evidence, band=band)
