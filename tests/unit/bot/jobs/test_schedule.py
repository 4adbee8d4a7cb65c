"""Jobs are due once a day by the workspace's clock, however clocks change and however long nobody looked."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger

from bot.jobs.schedule import Job, daily, due, every_minute

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


def refresh() -> Job:
    """Return a job of every midnight in Berlin."""
    return daily("refresh", 0, BERLIN, nothing)


def test_a_daily_job_is_due_at_its_hour_of_the_workspace() -> None:
    """Midnight is when a day of data is complete."""
    now = datetime(2026, 11, 22, 0, 5, tzinfo=BERLIN)
    (found,) = due([refresh()], now - HOUR, now)
    assert (found.job.name, found.at) == ("refresh", datetime(2026, 11, 22, tzinfo=BERLIN))
    assert due([refresh()], now, now + 23 * HOUR) == ()


def test_a_moment_is_due_in_one_of_two_looks_that_touch_at_it() -> None:
    """The later end of a look is part of it, the earlier is not."""
    midnight = datetime(2026, 11, 22, tzinfo=BERLIN)
    assert [each.at for each in due([refresh()], midnight - HOUR, midnight)] == [midnight]
    assert due([refresh()], midnight, midnight + HOUR) == ()


@pytest.mark.parametrize("days", [1, 7, 400])
def test_days_missed_are_caught_up_by_the_latest_alone(days: int) -> None:
    """A week off is one refresh, not seven."""
    now = datetime(2026, 11, 22, 9, tzinfo=BERLIN)
    found = due([refresh()], now - timedelta(days=days), now)
    assert [each.at for each in found] == [datetime(2026, 11, 22, tzinfo=BERLIN)]


def test_the_latest_minute_of_a_year_is_found_at_once() -> None:
    """A demo's clock may be moved by months, and every process starts by looking a day back."""
    now = datetime(2026, 11, 22, 9, 0, 30, tzinfo=UTC)
    began = time.perf_counter()
    (found,) = due([every_minute("a", nothing)], now - timedelta(days=365), now)
    assert found.at == now.replace(second=0)
    assert time.perf_counter() - began < 1


def test_a_clock_that_was_moved_back_finds_nothing_due() -> None:
    """And does not loop."""
    now = datetime(2026, 11, 22, 9, tzinfo=BERLIN)
    assert due([refresh()], now, now - timedelta(days=3)) == ()
