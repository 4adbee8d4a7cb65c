"""Risk episodes: one per account at most, from the day it turned bad to the day somebody, or the account, ended it.

What is shown of them is in ``records.episode_view``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cs_engine.records.bands import Band


class Family(StrEnum):
    """Kinds of reasons to worry; each is one evidence line of an episode."""

    NOTICE_GIVEN = "notice_given"
    CHAMPION_LEFT = "champion_left"
    AT_RISK = "at_risk"
    """At risk on two consecutive weekly snapshots, and at least one other family or weak group beside it."""
    USAGE_DROP = "usage_drop"
    DECISION_NEAR = "decision_near"
    KEY_DETRACTOR = "key_detractor"
    URGENT_TICKET = "urgent_ticket"
    INVOICE_OVERDUE = "invoice_overdue"
    ONBOARDING_LATE = "onboarding_late"
    SILENCE = "silence"
    UNUSED_SEATS = "unused_seats"
    SCORE_DROP = "score_drop"
    PROBABILITY = "probability"
    DETRACTOR = "detractor"


class EpisodeState(StrEnum):
    """Where an episode stands."""

    OPEN = "open"
    """Nobody has taken it."""
    CLAIMED = "claimed"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    """Ended by a person."""
    FALSE_ALARM = "false_alarm"
    CLEARED = "cleared"
    """Ended by itself: the account is well again."""

    @property
    def is_over(self) -> bool:
        """Whether the episode has ended."""
        return self in {EpisodeState.RESOLVED, EpisodeState.FALSE_ALARM, EpisodeState.CLEARED}


class FalseAlarm(StrEnum):
    """Why somebody calls an episode a false alarm; each goes another way."""

    WRONG_DATA = "wrong_data"
    EXPECTED = "expected"
    """Expected or seasonal: muted until a date."""
    ALREADY_HANDLED = "already_handled"
    """Not counted as false."""
    CUSTOMER_LEFT = "customer_left"
    TOO_SENSITIVE = "too_sensitive"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One family of an episode with its numbers; struck out once it no longer holds."""

    family: Family
    since: date
    numbers: Mapping[str, float | int | str | None] = field(default_factory=dict)
    """Named values that its words need, such as ``before``, ``now``, ``days``, ``name``."""
    struck_on: date | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """One risk episode. People are addresses in lower case or Slack user ids; days are local days."""

    id: str
    account_id: str
    opened_at: datetime
    state: EpisodeState
    band_before: Band | None
    band: Band | None
    """As last decided on."""
    evidence: tuple[Evidence, ...]
    owner: str | None
    backup: str | None = None
    claimed_by: str | None = None
    claimed_at: datetime | None = None
    next_step_on: date | None = None
    snoozed_until: date | None = None
    escalated_at: datetime | None = None
    returned_at: datetime | None = None
    """When it went back to unclaimed because nothing was logged; that happens once."""
    ended_at: datetime | None = None
    ended_by: str | None = None
    false_alarm: FalseAlarm | None = None
    muted_until: date | None = None
    """The same evidence opens nothing before this day, unless the band gets worse."""
    group: str | None = None
    """Subject of the grouped message that it was told in; None when it has a message of its own."""
    version: int = 1
    """Grows with every change; who changes an older one is told what it is now."""

    @property
    def subject(self) -> str:
        """What the outbox calls its message."""
        return f"episode:{self.id}"

    @property
    def families(self) -> frozenset[Family]:
        """The families that hold now."""
        return frozenset(each.family for each in self.evidence if each.struck_on is None)


class EpisodeMove(StrEnum):
    """What happened to an episode."""

    OPENED = "opened"
    WORSENED = "worsened"
    EASED = "eased"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    FOLLOWED_UP = "followed_up"
    PLAY_STARTED = "play_started"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    ESCALATED = "escalated"
    RETURNED = "returned"
    RESOLVED = "resolved"
    FALSE_ALARM = "false_alarm"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class EpisodeEvent:
    """One line of an episode's history; ``by`` is None where the program did it."""

    episode_id: str
    at: datetime
    move: EpisodeMove
    by: str | None = None
    detail: Mapping[str, float | int | str | None] = field(default_factory=dict)
