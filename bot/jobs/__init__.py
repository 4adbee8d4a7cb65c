"""The timetable: what is done on a clock."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from functools import partial

from bot.jobs.digests import write_digests
from bot.jobs.reminders import remind_of_tasks
from bot.jobs.schedule import Job, daily, every_minute
from bot.jobs.scoring import score
from bot.jobs.shift import Shift
from bot.jobs.tidying import tidy

NIGHT_HOUR = 1
"""After the refresh, whose scores are gone by."""
TIDY_HOUR = 4
"""After the refresh, before anybody works."""


def timetable(shift: Shift) -> tuple[Job, ...]:
    """Return the jobs. What was missed while nothing ran is caught up by the latest due time alone.

    The refresh is due at midnight of the workspace's zone, when a day of data is complete.
    """
    zone, cs, team = shift.settings.timezone, shift.cs, shift.team
    return (
        daily("refresh", 0, zone, partial(score, shift)),
        every_minute("episodes", lambda at: cs.episodes.tick(at, team) > 0),
        every_minute("reminders", remind_of_tasks(cs.logbook)),
        every_minute("digests", partial(write_digests, shift)),
        daily("tidy", TIDY_HOUR, zone, partial(tidy, shift)),
    )


def after_scoring(zone: tzinfo, makers: Mapping[str, Callable[[datetime], object]]) -> tuple[Job, ...]:
    """Return the jobs that make what questions are answered from, in this order. Nobody waits for them."""
    return tuple(daily(name, NIGHT_HOUR, zone, make) for name, make in makers.items())
