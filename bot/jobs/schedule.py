"""When jobs are due: a pure function over a timetable, so that any number of processes may ask."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from apscheduler.triggers.cron import CronTrigger

LONGEST_GAP = timedelta(hours=3)
"""More than clocks are ever changed by, so that no time near a change is overlooked."""

FIRST_LOOK = timedelta(minutes=5)
LOOK_GROWS = 12
"""Looks go back five minutes, an hour, half a day, six days, ten weeks: each costs about as much as the one before."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something done on a clock: ``run`` gets the moment it was due.

    ``trigger`` is in UTC and names times of the wall clock in ``zone``: a time that a day has twice is due
    once, and one that a day skips is due when the clocks have jumped over it.
    """

    name: str
    trigger: CronTrigger
    zone: tzinfo
    run: Callable[[datetime], object]
    """What returns False had nothing to do, and is not worth a line in the log."""


def every_minute(name: str, run: Callable[[datetime], object]) -> Job:
    """Return a job that looks every minute whether there is something to do."""
    return Job(name, CronTrigger(minute="*", timezone=UTC), UTC, run)


def daily(name: str, hour: int, zone: tzinfo, run: Callable[[datetime], object]) -> Job:
    """Return a job of once a day, at a full hour of the wall clock in ``zone``."""
    return Job(name, CronTrigger(hour=hour, minute=0, timezone=UTC), zone, run)


@dataclass(frozen=True, slots=True)
class Due:
    """A job and the latest moment it was due; earlier missed moments are caught up by this one."""

    job: Job
    at: datetime


def due(timetable: Iterable[Job], last: datetime, now: datetime) -> tuple[Due, ...]:
    """Return the jobs that came due in ``(last, now]``, each once, at its latest moment."""
    latest = ((job, _latest(job, last, now)) for job in timetable)
    return tuple(Due(job, at.astimezone(job.zone)) for job, at in latest if at is not None)


def _latest(job: Job, last: datetime, now: datetime) -> datetime | None:
    """Return the latest moment in ``(last, now]``, looking further and further back: a year has half a million."""
    back = FIRST_LOOK
    while now - back > last:
        found = max(_moments(job, now - back, now), default=None)
        if found is not None:
            return found
        back *= LOOK_GROWS
    return max(_moments(job, last, now), default=None)


def _moments(job: Job, last: datetime, now: datetime) -> Iterator[datetime]:
    """Yield the moments in ``(last, now]`` in UTC, where every moment is compared with every other."""
    gap = timedelta() if job.zone is UTC else LONGEST_GAP
    wall = last.astimezone(job.zone).replace(tzinfo=UTC) - gap
    while (wall := job.trigger.get_next_fire_time(wall, wall)) is not None:
        moment = wall.replace(tzinfo=job.zone).astimezone(UTC)
        if moment > now.astimezone(UTC):
            return
        if moment > last.astimezone(UTC):
            yield moment
