"""When jobs are due: a pure function over a timetable, so that any number of processes may ask."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from apscheduler.triggers.cron import CronTrigger


@dataclass(frozen=True, slots=True)
class Job:
    """Something done on a clock: ``run`` gets the moment it was due."""

    name: str
    trigger: CronTrigger
    run: Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Due:
    """A job and the latest moment it was due; earlier missed moments are caught up by this one."""

    job: Job
    at: datetime


def due(timetable: Iterable[Job], last: datetime, now: datetime) -> tuple[Due, ...]:
    """Return the jobs that came due in ``(last, now]``, each once, at its latest moment."""
    moments = ((job, _latest(job.trigger, last, now)) for job in timetable)
    return tuple(Due(job, at) for job, at in moments if at is not None)


def _latest(trigger: CronTrigger, last: datetime, now: datetime) -> datetime | None:
    found = None
    at = trigger.get_next_fire_time(last, last)
    while at is not None and at <= now:
        found = at if at > last else found
        at = trigger.get_next_fire_time(at, at)
    return found
