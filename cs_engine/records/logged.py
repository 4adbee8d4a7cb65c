"""What is asked of the logbook, and what it answers; what it keeps is in ``records.logbook``.

Field errors are values: the window shows each at its field, in its own words.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cs_engine.records.episodes import Episode, EpisodeEvent, EpisodeState, FalseAlarm
from cs_engine.records.logbook import (
    ChampionNews,
    Ending,
    FollowUp,
    FollowUpKind,
    FollowUpOutcome,
    Forecast,
    ForecastCall,
    Pulse,
    Reason,
    RenewalRecord,
    RenewalResult,
    Source,
    Task,
    Visibility,
)
from cs_engine.records.segment_view import KeptMove


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """A follow-up as somebody fills it in. People are addresses in lower case or Slack user ids."""

    account_id: str
    kind: FollowUpKind
    outcome: FollowUpOutcome
    at: datetime | None = None
    """When it happened, aware; ``None`` is now."""
    note: str = ""
    contacts: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    champion: ChampionNews = ChampionNews.UNCHANGED
    champion_name: str | None = None
    """New: who it is now. Left: who left; ``None`` is the champion that we know of."""
    visibility: Visibility = Visibility.TEAM
    pulse: int | None = None
    pulse_reason: str = ""
    episode_id: str | None = None
    """``None`` links the account's open episode, if there is one."""
    ending: Ending = Ending.KEEP_OPEN
    false_alarm: FalseAlarm | None = None
    """Needed where ``ending`` is a false alarm."""
    muted_until: date | None = None
    step: str = ""
    due_on: date | None = None
    step_owner: str | None = None
    """``None`` is the author."""
    permalink: str | None = None
    source: Source = Source.CARD


@dataclass(frozen=True, slots=True)
class NewTask:
    """A next step without a follow-up. Without ``due_at`` it is due at 09:00 of the owner's zone on ``due_on``."""

    account_id: str
    text: str
    owner: str
    due_on: date
    due_at: datetime | None = None
    episode_id: str | None = None
    play_run_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewRenewal:
    """What became of a renewal, as somebody records it; see `RenewalRecord`."""

    account_id: str
    result: RenewalResult
    effective_on: date
    amount: float | None = None
    reason: Reason | None = None
    competitor: str | None = None
    avoidable: bool | None = None


class LogField(StrEnum):
    """Fields that can be wrong."""

    AT = "at"
    NOTE = "note"
    CONTACTS = "contacts"
    REASONS = "reasons"
    CHAMPION_NAME = "champion_name"
    PULSE = "pulse"
    PULSE_REASON = "pulse_reason"
    FALSE_ALARM = "false_alarm"
    MUTED_UNTIL = "muted_until"
    STEP = "step"
    DUE_ON = "due_on"
    STEP_OWNER = "step_owner"
    EFFECTIVE_ON = "effective_on"
    AMOUNT = "amount"
    COMPETITOR = "competitor"
    CALL = "call"


class Wrong(StrEnum):
    """What is wrong with a field."""

    IN_FUTURE = "in_future"
    IN_PAST = "in_past"
    TOO_LONG_AGO = "too_long_ago"
    """``limit``: days."""
    TOO_FAR = "too_far"
    """``limit``: days."""
    TOO_LONG = "too_long"
    """``limit``: characters."""
    TOO_MANY = "too_many"
    """``limit``: how many there may be."""
    MISSING = "missing"
    """A next step's text or day where only the other is given; a name; a reason."""
    OUT_OF_RANGE = "out_of_range"
    """A pulse that is not 1 to 5."""
    NEGATIVE = "negative"
    NOT_LOWER = "not_lower"
    """Renewed lower, at no less than before; ``limit``: the ARR before."""
    NOTHING_OPEN = "nothing_open"
    """The account has no renewal ahead to make a call on."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, and the limit it breaks where there is one."""

    field: LogField
    wrong: Wrong
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Invalid:
    """Nothing was kept; one error per field."""

    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as it is shown."""

    task: Task
    account: str
    """Name of its account."""
    overdue: bool
    """Open, and its day has passed where the owner is."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A follow-up was kept, with the task that its next step became."""

    follow_up: FollowUp
    account: str
    task: Task | None
    episode: Episode | None
    """As it is now, where the follow-up is linked to one."""
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Nothing was kept yet: the author logged the same kind for the same account minutes ago. Confirmed, it is kept."""

    earlier: FollowUp
    account: str


@dataclass(frozen=True, slots=True)
class Undone:
    """A follow-up was taken back with its task and pulse; ``False`` where others had moved the episode on since."""

    follow_up: FollowUp
    account: str
    episode_restored: bool = True


@dataclass(frozen=True, slots=True)
class RenewalUndone:
    """What was recorded about a renewal was taken back."""

    record: RenewalRecord
    account: str


@dataclass(frozen=True, slots=True)
class TooLate:
    """It cannot be taken back any more; since when."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a renewal was kept."""

    record: RenewalRecord
    account: str
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class TaskChanged:
    """A task as it is after a click. ``by`` is None when the click did it, else who had ended it before."""

    view: TaskView
    by: str | None = None


class Later(StrEnum):
    """Days that a task can be put off to with one click."""

    TOMORROW = "tomorrow"
    """The owner's next working day."""
    NEXT_WEEK = "next_week"
    """The first working day of the owner's next week."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a follow-up's window starts from."""

    account_id: str
    account: str
    owner: str | None
    backup: str | None
    champion: str | None
    contacts: tuple[str, ...]
    """People at the customer whom we know by name."""
    episode_id: str | None
    """Of the open episode."""
    episode_state: EpisodeState | None
    pulse: Pulse | None
    """The latest."""
    next_task: Task | None
    """The account's open task that is due first."""
    due_on: date
    """Proposed for the next step: two working days ahead."""


@dataclass(frozen=True, slots=True)
class RenewalDraft:
    """What a renewal's and a forecast's window start from."""

    account_id: str
    account: str
    currency: str | None
    arr: float | None
    renewal_date: date | None
    decision_date: date | None
    status: str
    latest: RenewalRecord | None
    forecast: Forecast | None
    """That stands for the open renewal."""
    history: tuple[Forecast, ...]
    """All calls on the open renewal, newest first."""


class EntryKind(StrEnum):
    """Kinds of lines of a timeline."""

    FOLLOW_UP = "follow_up"
    TASK_DONE = "task_done"
    RENEWAL = "renewal"
    FORECAST = "forecast"
    PULSE = "pulse"
    EPISODE = "episode"
    SEGMENT = "segment"


Happened = FollowUp | Task | RenewalRecord | Forecast | Pulse | EpisodeEvent | KeptMove


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened with an account."""

    at: datetime
    kind: EntryKind
    by: str | None
    """``None`` where the program did it."""
    what: Happened
    withheld: bool = False
    """The note is restricted and not for this reader; it is empty in ``what``."""


@dataclass(frozen=True, slots=True)
class Champion:
    """What was logged last about an account's champion."""

    news: ChampionNews
    name: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class AccountSignals:
    """What people logged about one account, as of an instant. None of it raises a score."""

    account_id: str
    last_touch: FollowUp | None = None
    """Its note is empty where it is restricted."""
    last_two_way_at: datetime | None = None
    next_task: Task | None = None
    """Open, due first."""
    tasks_open: int = 0
    overdue: int = 0
    """Open tasks due before the instant."""
    pulse: Pulse | None = None
    champion: Champion | None = None
    renewal: RenewalRecord | None = None
    """The latest that was not taken back."""
    forecasts: tuple[Forecast, ...] = field(default=())
    """Newest first."""

    def forecast_for(self, decision_date: date | None) -> Forecast | None:
        """Return the latest call on the renewal decided on a day."""
        return next((each for each in self.forecasts if each.decision_date == decision_date), None)


@dataclass(frozen=True, slots=True)
class Forecasted:
    """A call was kept; ``before`` is the one it replaces."""

    forecast: Forecast
    before: ForecastCall | None
    account: str
