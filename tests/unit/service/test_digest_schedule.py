"""When digests are due: over clock changes, in any zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cs_engine.hours import WorkingHours
from cs_engine.records.digest import Week
from cs_engine.records.preferences import ChannelScope, ChannelSettings
from cs_engine.service.digests import schedule

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def channel(zone: str = "Europe/Berlin", weekday: int = 0, at: time = time(9)) -> ChannelSettings:
    """Return a channel of the whole team."""
    return ChannelSettings("C1", "team", ChannelScope.TEAM, None, "lea", LONG_AGO, weekday, at, zone)


def test_nine_stays_nine_when_the_clocks_change() -> None:
    """Ten hours of winter or nine of summer: the wall clock decides."""
    before, after = datetime(2026, 10, 19, 12, tzinfo=UTC), datetime(2026, 10, 26, 12, tzinfo=UTC)
    assert schedule.last_due(channel(), before).astimezone(UTC).hour == 7
    assert schedule.last_due(channel(), after).astimezone(UTC).hour == 8


def test_a_time_that_the_clocks_skip_comes_once_when_they_have_jumped() -> None:
    """On the last Sunday of March there is no half past two in Berlin."""
    due = schedule.due_in(Week(2026, 13), 6, time(2, 30), BERLIN)
    assert (due.date(), due.time()) == (date(2026, 3, 29), time(3, 30))


def test_a_time_that_the_clocks_show_twice_comes_the_first_time() -> None:
    """On the last Sunday of October half past two comes twice in Berlin; in between nothing new is due."""
    due = schedule.due_in(Week(2026, 43), 6, time(2, 30), BERLIN)
    assert due.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    sundays = channel(weekday=6, at=time(2, 30))
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert schedule.last_due(sundays, second) == due


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001 - the zone follows
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "UTC"]),
    st.integers(0, 6),
    st.times(),
)
def test_every_week_has_one_due_moment_and_the_next_follows_the_last(
    now: datetime, zone: str, weekday: int, at: time
) -> None:
    """Whatever the zone, the weekday and the time of year."""
    settings, moment = channel(zone, weekday, at), now.replace(tzinfo=UTC)
    last, following = schedule.last_due(settings, moment), schedule.next_due(settings, moment)
    assert last <= moment < following
    assert Week.of(following.date()) == Week.of(last.date() + timedelta(days=7))


def test_what_was_due_before_the_channel_was_set_up_is_not_caught_up() -> None:
    """Nobody waited for it."""
    monday, tuesday = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert schedule.is_due(channel(), monday, tuesday)
    new = ChannelSettings("C1", "team", ChannelScope.TEAM, None, "lea", tuesday)
    assert not schedule.is_due(new, monday, tuesday)


def test_a_missed_run_is_late_after_half_an_hour_and_given_up_when_the_next_is_near() -> None:
    """A minute behind is not late."""
    due = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert not schedule.is_late(due, due + timedelta(minutes=2))
    assert schedule.is_late(due, due + timedelta(hours=2))
    assert schedule.is_due(channel(), due, due + timedelta(days=5))
    assert not schedule.is_due(channel(), due, due + timedelta(days=6))


def test_ones_own_digest_comes_on_the_first_working_day_of_the_week() -> None:
    """After New Year's Day, and not at all in a week off."""
    hours = WorkingHours(BERLIN, country="DE")
    monday = datetime(2026, 12, 28, 12, tzinfo=BERLIN)
    assert schedule.week_due(hours, time(8, 30), monday) == datetime(2026, 12, 28, 8, 30, tzinfo=BERLIN)
    easter = datetime(2026, 4, 8, 12, tzinfo=BERLIN)
    assert schedule.week_due(hours, time(8, 30), easter) == datetime(2026, 4, 7, 8, 30, tzinfo=BERLIN)
    thursday = datetime(2026, 11, 26, 9, tzinfo=BERLIN)
    assert schedule.week_due(hours, time(9), thursday, 3) == thursday
    away = WorkingHours(BERLIN, away_from=date(2026, 11, 20), away_until=date(2026, 11, 30))
    assert schedule.week_due(away, time(8, 30), datetime(2026, 11, 25, 12, tzinfo=BERLIN)) is None


def test_nobody_is_told_of_their_day_on_a_day_off() -> None:
    """Neither on Sundays nor on holidays."""
    hours = WorkingHours(BERLIN, country="DE")
    assert schedule.day_due(hours, time(8, 30), datetime(2026, 11, 22, 12, tzinfo=BERLIN)) is None
    assert schedule.day_due(hours, time(8, 30), datetime(2026, 12, 25, 12, tzinfo=BERLIN)) is None
    friday = datetime(2026, 11, 20, 12, tzinfo=BERLIN)
    assert schedule.day_due(hours, time(8, 30), friday) == friday.replace(hour=8, minute=30)
