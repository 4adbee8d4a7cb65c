"""What people log: follow-ups, tasks, pulses, what became of renewals, and forecasts.

People are addresses in lower case or Slack user ids. Nothing here raises a score.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cs_engine.records.episodes import Episode, FalseAlarm


class FollowUpKind(StrEnum):
    """How somebody was in touch."""

    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    QBR = "qbr"
    SLACK = "slack"
    ONSITE = "onsite"
    OTHER = "other"


class FollowUpOutcome(StrEnum):
    """How it went; the last three are no two-way contact."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    RESCHEDULED = "rescheduled"

    @property
    def is_two_way(self) -> bool:
        """Whether the customer took part."""
        return self in {FollowUpOutcome.POSITIVE, FollowUpOutcome.NEUTRAL, FollowUpOutcome.NEGATIVE}


class ChampionNews(StrEnum):
    """What a follow-up told about the champion."""

    UNCHANGED = "unchanged"
    NEW = "new"
    LEFT = "left"


class Visibility(StrEnum):
    """Who may read the note."""

    TEAM = "team"
    RESTRICTED = "restricted"
    """Its author, the account's owner and backup, leads and admins."""


class Ending(StrEnum):
    """What a follow-up does to the episode it is linked to."""

    KEEP_OPEN = "keep_open"
    RESOLVE = "resolve"
    FALSE_ALARM = "false_alarm"


class Source(StrEnum):
    """Where something was logged from."""

    CARD = "card"
    EPISODE = "episode"
    HOME = "home"
    COMMAND = "command"
    SHORTCUT = "shortcut"
    REACTION = "reaction"
    TASK = "task"


class Reason(StrEnum):
    """Why things are as they are: codes for follow-ups and for what became of a renewal."""

    PRICE = "price"
    BUDGET = "budget"
    COMPETITOR = "competitor"
    MISSING_FEATURE = "missing_feature"
    QUALITY = "quality"
    SUPPORT = "support"
    LOW_ADOPTION = "low_adoption"
    CHAMPION_LEFT = "champion_left"
    ACQUIRED = "acquired"
    CLOSED_DOWN = "closed_down"
    PROJECT_ENDED = "project_ended"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One touchpoint that somebody logged."""

    id: str
    account_id: str
    author: str
    at: datetime
    """When it happened."""
    logged_at: datetime
    kind: FollowUpKind
    outcome: FollowUpOutcome
    note: str = ""
    contacts: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    champion: ChampionNews = ChampionNews.UNCHANGED
    champion_name: str | None = None
    visibility: Visibility = Visibility.TEAM
    episode_id: str | None = None
    permalink: str | None = None
    """Of the Slack message it is about; the text stays where it is."""
    source: Source = Source.CARD
    edited_at: datetime | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EpisodeTrace:
    """What a follow-up, or a recorded renewal, did to an episode."""

    before: Episode
    """As it was; where ``opened``, as it began."""
    version: int
    """Of the episode afterwards; while it has that, nobody else has moved it."""
    ending: Ending = Ending.KEEP_OPEN
    false_alarm: FalseAlarm | None = None
    opened: bool = False


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Task:
    """One next step: what, whose, by when."""

    id: str
    account_id: str
    text: str
    owner: str
    due_at: datetime
    """When it is reminded of, in the owner's zone when made; aware."""
    state: TaskState
    created_at: datetime
    created_by: str
    follow_up_id: str | None = None
    episode_id: str | None = None
    play_run_id: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None

    @property
    def subject(self) -> str:
        """What the outbox calls its reminder's message."""
        return f"task:{self.id}"


@dataclass(frozen=True, slots=True)
class Pulse:
    """A CSM's own opinion of an account, 1 (bad) to 5 (good); never part of the score."""

    account_id: str
    by: str
    at: datetime
    value: int
    reason: str = ""


class RenewalResult(StrEnum):
    """What became of a renewal."""

    RENEWED = "renewed"
    RENEWED_LOWER = "renewed_lower"
    NOTICE_GIVEN = "notice_given"
    LEFT = "left"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class RenewalRecord:
    """What somebody recorded about a renewal or a notice; the latest not undone counts."""

    id: str
    account_id: str
    result: RenewalResult
    effective_on: date
    """Renewed: first day of the new term. Notice and left: last day of service. Paused: until when."""
    by: str
    at: datetime
    amount: float | None = None
    """ARR from then on, in the account's currency."""
    reason: Reason | None = None
    competitor: str | None = None
    avoidable: bool | None = None
    undone_at: datetime | None = None


class ForecastCall(StrEnum):
    """What a CSM expects of an open renewal."""

    COMMIT = "commit"
    LIKELY = "likely"
    AT_RISK = "at_risk"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Forecast:
    """A CSM's call on the renewal at a decision date; the latest counts, the others are its history."""

    account_id: str
    decision_date: date
    call: ForecastCall
    by: str
    at: datetime
    note: str = ""
