"""When digests are due: pure arithmetic on weeks and wall clocks, so that any number of processes may ask.

Each week has one due moment per channel: a time that the clocks skip comes when they have jumped over it, and one
that they show twice comes the first time.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cs_engine.hours import WorkingHours
from cs_engine.records.digest import Week
from cs_engine.records.digest_lines import Schedule
from cs_engine.records.preferences import ChannelSettings

WEEK = timedelta(days=7)
CATCH_UP = timedelta(days=6)
"""A run missed longer ago is nearly the next one, which tells everything since the last."""
DAILY_CATCH_UP = timedelta(hours=3)
"""Around noon the day is no longer planned."""
LATE_AFTER = timedelta(minutes=30)
"""Until then nobody has missed it."""


def zone_of(settings: ChannelSettings) -> tzinfo:
    """Return the zone of a channel's digest; UTC where this system does not know its name."""
    try:
        return ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def due_in(week: Week, weekday: int, at: time, zone: tzinfo) -> datetime:
    """Return the moment of a week at which the wall clock shows a time on a weekday (Monday is 0)."""
    day = date.fromisocalendar(week.year, week.number, weekday + 1)
    wall = datetime.combine(day, at.replace(tzinfo=None), zone)
    return wall.astimezone(UTC).astimezone(zone)  # a skipped time becomes one that clocks do show


def last_due(settings: ChannelSettings, now: datetime) -> datetime:
    """Return the latest moment, not after ``now``, at which a channel's digest was due."""
    zone = zone_of(settings)
    today = now.astimezone(zone).date()
    this = due_in(Week.of(today), settings.weekday, settings.at, zone)
    return this if this <= now else due_in(Week.of(today - WEEK), settings.weekday, settings.at, zone)


def next_due(settings: ChannelSettings, after: datetime) -> datetime:
    """Return the first moment later than ``after`` at which a channel's digest is due."""
    zone = zone_of(settings)
    last = last_due(settings, after)
    return due_in(Week.of(last.date() + WEEK), settings.weekday, settings.at, zone)


def schedule_of(settings: ChannelSettings, at: datetime) -> Schedule:
    """Return when a channel's digest comes, as its footer tells."""
    return Schedule(settings.weekday, settings.at, settings.timezone, next_due(settings, at))


def is_due(settings: ChannelSettings, due: datetime, now: datetime) -> bool:
    """Tell whether a due moment is to be seen to: not before the channel was set up, and not too long ago."""
    return settings.digest and settings.set_at <= due <= now < due + CATCH_UP


def is_late(due: datetime, now: datetime) -> bool:
    """Tell whether a run was missed rather than a minute behind."""
    return now - due > LATE_AFTER


def week_due(hours: WorkingHours, at: time, now: datetime, weekday: int = 0) -> datetime | None:
    """Return when somebody's own weekly digest is due in the week of ``now``: on their first working day from one on.

    ``None`` in a week of which they do not work the rest.
    """
    today = now.astimezone(hours.zone).date()
    monday = today - timedelta(days=today.weekday())
    days = (monday + timedelta(days=offset) for offset in range(weekday, WEEK.days))
    first = next((day for day in days if hours.works_on(day)), None)
    return None if first is None else due_in(Week.of(first), first.weekday(), at, hours.zone)


def day_due(hours: WorkingHours, at: time, now: datetime) -> datetime | None:
    """Return when somebody's daily message is due on the day of ``now``; ``None`` on a day off."""
    today = now.astimezone(hours.zone).date()
    return due_in(Week.of(today), today.weekday(), at, hours.zone) if hours.works_on(today) else None


def end_of_day(due: datetime) -> datetime:
    """Return the end of a due moment's local day."""
    return datetime.combine(due.date() + timedelta(days=1), time(), due.tzinfo)
