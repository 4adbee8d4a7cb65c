"""The timetable: what is done on a clock."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from apscheduler.triggers.cron import CronTrigger

from bot.jobs.schedule import Job


def timetable(zone: tzinfo, refresh: Callable[[datetime], None]) -> tuple[Job, ...]:
    """Return the jobs in the workspace's zone.

    The refresh is due at midnight, when a day of data is complete; days missed are caught up by the latest.
    """
    return (Job("refresh", CronTrigger(hour=0, minute=0, timezone=UTC), zone, refresh),)
