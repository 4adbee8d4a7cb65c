"""What can be wrong with what somebody logs, field by field, and small decisions about it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite

from cs_engine.hours import WorkingHours
from cs_engine.records.logbook import ChampionNews, Ending, RenewalResult, Task, TaskState
from cs_engine.records.logged import FieldError, Later, LogField, NewFollowUp, NewRenewal, NewTask, Wrong

UNDO = timedelta(minutes=10)
"""Long enough to notice a slip, short enough that nobody has acted on it."""
AGAIN = timedelta(minutes=5)
"""Whoever logs the same within five minutes most likely pressed twice."""
NOTE_CHARACTERS = 3_000
"""What one text field of Slack holds."""
STEP_CHARACTERS = 200
"""A next step fits on one line of a list."""
REASON_CHARACTERS = 300
NAME_CHARACTERS = 100
MOST_CONTACTS = 20
MOST_REASONS = 3
"""More reasons than three are none."""
OLDEST_DAYS = 365
"""What happened longer ago belongs into an import."""
FARTHEST_DAYS = 730
"""A next step more than two years ahead is a slip in the year."""
RENEWAL_PAST_DAYS, RENEWAL_AHEAD_DAYS = 730, 1_830
"""Terms of up to five years; records of the last two."""
LARGEST_AMOUNT = 1e12
"""No contract is worth a thousand billion."""
PULSES = range(1, 6)
REMINDED_AT = time(9)
"""A step that is due on a day is reminded of at nine."""
STEP_DAYS = 2
"""Proposed for the next step: soon enough to keep the thread, late enough to prepare."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The moment at which something is asked, in the zone of whoever asks."""

    now: datetime

    @property
    def today(self) -> date:
        """Where they are."""
        return self.now.date()


def errors_of_follow_up(new: NewFollowUp, asked: Asked) -> tuple[FieldError, ...]:
    """Return what is wrong with a follow-up, one error per field."""
    return _first_per_field([*_when(new, asked), *_texts(new), *_people(new), *_pulse(new), *_ending(new, asked)])


def errors_of_step(text: str, due_on: date | None, today: date) -> tuple[FieldError, ...]:
    """Return what is wrong with a next step and its day, where the owner is; neither of them is no step."""
    found = []
    if text.strip() and due_on is None:
        found.append(FieldError(LogField.DUE_ON, Wrong.MISSING))
    if due_on is not None and not text.strip():
        found.append(FieldError(LogField.STEP, Wrong.MISSING))
    found += _too_long(LogField.STEP, text, STEP_CHARACTERS)
    return (*found, *(() if due_on is None else _ahead(LogField.DUE_ON, due_on, today)))


def errors_of_task(new: NewTask, today: date) -> tuple[FieldError, ...]:
    """Return what is wrong with a task."""
    return _first_per_field(errors_of_step(new.text, new.due_on, today))


def errors_of_due(due_on: date, today: date) -> tuple[FieldError, ...]:
    """Return what is wrong with a day that a task is put off to."""
    return tuple(_ahead(LogField.DUE_ON, due_on, today))


def errors_of_pulse(value: int, reason: str) -> tuple[FieldError, ...]:
    """Return what is wrong with a pulse."""
    wrong = [] if value in PULSES else [FieldError(LogField.PULSE, Wrong.OUT_OF_RANGE)]
    return (*wrong, *_too_long(LogField.PULSE_REASON, reason, REASON_CHARACTERS))


def errors_of_renewal(new: NewRenewal, arr: float | None, today: date) -> tuple[FieldError, ...]:
    """Return what is wrong with what is recorded about a renewal of an account with an ARR."""
    return _first_per_field(
        [*_effective(new, today), *_amount(new, arr), *_too_long(LogField.COMPETITOR, new.competitor, NAME_CHARACTERS)]
    )


def errors_of_note(note: str) -> tuple[FieldError, ...]:
    """Return what is wrong with a note."""
    return tuple(_too_long(LogField.NOTE, note, NOTE_CHARACTERS))


def due_moment(due_on: date, hours: WorkingHours) -> datetime:
    """Return when a step that is due on a day is reminded of: nine o'clock in the owner's zone."""
    return datetime.combine(due_on, REMINDED_AT, hours.zone)


def later_day(to: Later, hours: WorkingHours, now: datetime) -> date:
    """Return the day that a click puts a task off to, where the owner is."""
    if to is Later.TOMORROW:
        return hours.after_days(now, 1)
    today = now.astimezone(hours.zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    start = datetime.combine(monday, time(), hours.zone)
    return hours.next_open(start).date()


def is_overdue(task: Task, hours: WorkingHours, now: datetime) -> bool:
    """Tell whether a task is open and its day has passed where its owner is."""
    if task.state is not TaskState.OPEN:
        return False
    return task.due_at.astimezone(hours.zone).date() < now.astimezone(hours.zone).date()


def _when(new: NewFollowUp, asked: Asked) -> Iterator[FieldError]:
    if new.at is None:
        return
    if new.at > asked.now:
        yield FieldError(LogField.AT, Wrong.IN_FUTURE)
    elif new.at < asked.now - timedelta(days=OLDEST_DAYS):
        yield FieldError(LogField.AT, Wrong.TOO_LONG_AGO, OLDEST_DAYS)


def _texts(new: NewFollowUp) -> Iterator[FieldError]:
    yield from _too_long(LogField.NOTE, new.note, NOTE_CHARACTERS)
    yield from _too_long(LogField.CHAMPION_NAME, new.champion_name, NAME_CHARACTERS)
    yield from _too_long(LogField.PULSE_REASON, new.pulse_reason, REASON_CHARACTERS)


def _people(new: NewFollowUp) -> Iterator[FieldError]:
    if new.champion is ChampionNews.NEW and not (new.champion_name or "").strip():
        yield FieldError(LogField.CHAMPION_NAME, Wrong.MISSING)
    if len(new.contacts) > MOST_CONTACTS:
        yield FieldError(LogField.CONTACTS, Wrong.TOO_MANY, MOST_CONTACTS)
    if any(len(name) > NAME_CHARACTERS for name in new.contacts):
        yield FieldError(LogField.CONTACTS, Wrong.TOO_LONG, NAME_CHARACTERS)
    if len(new.reasons) > MOST_REASONS:
        yield FieldError(LogField.REASONS, Wrong.TOO_MANY, MOST_REASONS)


def _pulse(new: NewFollowUp) -> Iterator[FieldError]:
    if new.pulse is None and new.pulse_reason.strip():
        yield FieldError(LogField.PULSE, Wrong.MISSING)
    if new.pulse is not None and new.pulse not in PULSES:
        yield FieldError(LogField.PULSE, Wrong.OUT_OF_RANGE)


def _ending(new: NewFollowUp, asked: Asked) -> Iterator[FieldError]:
    if new.ending is not Ending.FALSE_ALARM:
        return
    if new.false_alarm is None:
        yield FieldError(LogField.FALSE_ALARM, Wrong.MISSING)
    if new.muted_until is not None:
        yield from _ahead(LogField.MUTED_UNTIL, new.muted_until, asked.today)


def _effective(new: NewRenewal, today: date) -> Iterator[FieldError]:
    days = (new.effective_on - today).days
    if days > RENEWAL_AHEAD_DAYS:
        yield FieldError(LogField.EFFECTIVE_ON, Wrong.TOO_FAR, RENEWAL_AHEAD_DAYS)
    if days < -RENEWAL_PAST_DAYS:
        yield FieldError(LogField.EFFECTIVE_ON, Wrong.TOO_LONG_AGO, RENEWAL_PAST_DAYS)
    if new.result is RenewalResult.PAUSED and days <= 0:
        yield FieldError(LogField.EFFECTIVE_ON, Wrong.IN_PAST)


def _amount(new: NewRenewal, arr: float | None) -> Iterator[FieldError]:
    lower = new.result is RenewalResult.RENEWED_LOWER
    if new.amount is None:
        if lower:
            yield FieldError(LogField.AMOUNT, Wrong.MISSING)
    elif new.amount < 0:
        yield FieldError(LogField.AMOUNT, Wrong.NEGATIVE)
    elif not isfinite(new.amount) or new.amount > LARGEST_AMOUNT:
        yield FieldError(LogField.AMOUNT, Wrong.TOO_FAR, LARGEST_AMOUNT)
    elif lower and arr is not None and new.amount >= arr:
        yield FieldError(LogField.AMOUNT, Wrong.NOT_LOWER, arr)


def _ahead(field: LogField, day: date, today: date) -> Iterator[FieldError]:
    if day < today:
        yield FieldError(field, Wrong.IN_PAST)
    elif (day - today).days > FARTHEST_DAYS:
        yield FieldError(field, Wrong.TOO_FAR, FARTHEST_DAYS)


def _too_long(field: LogField, text: str | None, limit: int) -> Iterator[FieldError]:
    if text is not None and len(text) > limit:
        yield FieldError(field, Wrong.TOO_LONG, limit)


def _first_per_field(errors: Sequence[FieldError]) -> tuple[FieldError, ...]:
    kept: dict[LogField, FieldError] = {}
    for error in errors:
        kept.setdefault(error.field, error)
    return tuple(kept.values())
