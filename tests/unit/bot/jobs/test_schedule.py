"""Jobs are due once a day by the workspace's clock, however clocks change and however long nobody looked."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger

from bot.jobs import timetable
from bot.jobs.schedule import Job, due

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def nothing(_at: datetime) -> None:
    """Do nothing."""


def dues(zone: ZoneInfo, hour: int, minute: int, start: datetime, hours: int) -> list[datetime]:
    """Look every real hour for a daily job and return when it was due, in the zone."""
    job = Job("daily", CronTrigger(hour=hour, minute=minute, timezone=UTC), zone, nothing)
    looks = [datetime.fromtimestamp(start.timestamp() + 3600 * number, zone) for number in range(hours + 1)]
    found = [due([job], last, now) for last, now in pairwise(looks)]
    return [each.at.astimezone(zone) for several in found for each in several]


@pytest.mark.parametrize(
    ("zone", "hour", "minute", "start"),
    [
        ("Europe/Berlin", 0, 0, (2026, 3, 27)),
        ("Europe/Berlin", 2, 30, (2026, 3, 27)),
        ("Europe/Berlin", 2, 30, (2026, 10, 23)),
        ("America/Havana", 0, 0, (2026, 3, 6)),
        ("America/Havana", 0, 0, (2026, 10, 30)),
        ("Africa/Cairo", 0, 0, (2026, 4, 22)),
    ],
)
def test_a_daily_job_is_due_once_a_day_when_clocks_change(
    zone: str, hour: int, minute: int, start: tuple[int, int, int]
) -> None:
    """Also at a time that this day does not have, or has twice."""
    found = dues(ZoneInfo(zone), hour, minute, datetime(*start, 12, tzinfo=ZoneInfo(zone)), 24 * 4)
    days = [at.date() for at in found]
    assert len(days) == len(set(days)) == 4


def test_the_refresh_is_due_at_midnight_of_the_workspace() -> None:
    """When a day of data is complete."""
    (job,) = timetable(BERLIN, nothing)
    now = datetime(2026, 11, 22, 0, 5, tzinfo=BERLIN)
    (found,) = due([job], now - HOUR, now)
    assert (found.job.name, found.at) == ("refresh", datetime(2026, 11, 22, tzinfo=BERLIN))
    assert due([job], now, now + 23 * HOUR) == ()


def test_a_moment_is_due_in_one_of_two_looks_that_touch_at_it() -> None:
    """The later end of a look is part of it, the earlier is not."""
    midnight = datetime(2026, 11, 22, tzinfo=BERLIN)
    jobs = timetable(BERLIN, nothing)
    assert [each.at for each in due(jobs, midnight - HOUR, midnight)] == [midnight]
    assert due(jobs, midnight, midnight + HOUR) == ()


def test_days_missed_are_caught_up_by_the_latest_alone() -> None:
    """A week off is one refresh, not seven."""
    now = datetime(2026, 11, 22, 9, tzinfo=BERLIN)
    found = due(timetable(BERLIN, nothing), now - timedelta(days=7), now)
    assert [each.at for each in found] == [datetime(2026, 11, 22, tzinfo=BERLIN)]


def test_a_clock_that_was_moved_back_finds_nothing_due() -> None:
    """And does not loop."""
    now = datetime(2026, 11, 22, 9, tzinfo=BERLIN)
    assert due(timetable(BERLIN, nothing), now, now - timedelta(days=3)) == ()
