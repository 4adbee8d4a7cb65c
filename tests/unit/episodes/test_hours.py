"""Working hours: instants in, instants out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cs_engine.hours import WorkingHours

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkingHours(BERLIN, country="DE")


def at(day: str, clock: str = "12:00", zone: ZoneInfo = BERLIN) -> datetime:
    """Return an instant written as people do."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), zone)


def test_a_working_day_opens_and_closes() -> None:
    """The last minute is open, the closing minute is not."""
    instants = [at("2026-11-16", clock) for clock in ("08:59", "09:00", "17:29", "17:30")]
    assert [OFFICE.is_open(each) for each in instants] == [False, True, True, False]


def test_friday_evening_waits_for_monday() -> None:
    """Nobody is told of anything on a Saturday."""
    assert OFFICE.next_open(at("2026-11-20", "18:00")) == at("2026-11-23", "09:00")


def test_whoever_is_at_work_is_told_now() -> None:
    """The next opening of an open office is the moment itself."""
    assert OFFICE.next_open(at("2026-11-18")) == at("2026-11-18")


def test_a_public_holiday_is_no_working_day() -> None:
    """Christmas 2026 falls on a Friday; the same day is a working day where no country is known."""
    assert OFFICE.next_open(at("2026-12-24", "18:00")) == at("2026-12-28", "09:00")
    assert WorkingHours(BERLIN).next_open(at("2026-12-24", "18:00")) == at("2026-12-25", "09:00")


def test_an_unknown_country_has_no_holidays() -> None:
    """It is no reason to fail."""
    assert WorkingHours(BERLIN, country="ZZ").is_open(at("2026-12-25"))


def test_somebody_away_is_back_the_day_after_the_last() -> None:
    """Both ends of the days away are away."""
    away = WorkingHours(BERLIN, away_from=date(2026, 11, 16), away_until=date(2026, 11, 18))
    assert [away.is_away(date(2026, 11, day)) for day in (15, 16, 18, 19)] == [False, True, True, False]
    assert away.next_open(at("2026-11-16")) == at("2026-11-19", "09:00")


def test_business_hours_run_on_the_next_working_day() -> None:
    """Two hours before closing and four to go: two hours into the next day."""
    assert OFFICE.after_hours(at("2026-11-20", "15:30"), 4) == at("2026-11-23", "11:00")


def test_business_days_skip_weekends_and_do_not_count_the_first() -> None:
    """Two business days after a Friday is a Tuesday."""
    assert OFFICE.after_days(at("2026-11-20"), 2) == date(2026, 11, 24)
    assert OFFICE.after_days(at("2026-11-21"), 2) == date(2026, 11, 24)
    assert OFFICE.after_days(at("2026-11-20"), 0) == date(2026, 11, 20)


def test_hours_across_a_clock_change_are_true_hours() -> None:
    """A night shift in October has an hour more."""
    night = WorkingHours(BERLIN, days=(5, 6), opens=time(0), closes=time(12))
    assert night.after_hours(at("2026-10-25", "00:00"), 4) == datetime(2026, 10, 25, 2, tzinfo=UTC)


def test_a_shift_that_closes_at_midnight_may_say_so() -> None:
    """An end that is not after the beginning is the end of the day."""
    late = WorkingHours(BERLIN, opens=time(14), closes=time(0))
    assert late.is_open(at("2026-11-16", "23:59"))
    assert not late.is_open(at("2026-11-17", "00:00"))


def test_who_works_on_no_day_is_told_at_once() -> None:
    """Rather than never."""
    never = WorkingHours(BERLIN, days=())
    assert never.next_open(at("2026-11-16")) == at("2026-11-16")
    assert never.after_days(at("2026-11-16"), 3) == date(2026, 11, 19)


@given(
    moment=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 - the zone is put on below
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Pacific/Auckland"]),
    days=st.sets(st.integers(0, 6), min_size=1),
    hours=st.floats(0.25, 40),
)
def test_openings_are_open_and_never_earlier(moment: datetime, zone: str, days: set[int], hours: float) -> None:
    """Whatever the hours: the next opening is open, in order, and hours of work take at least as long."""
    office = WorkingHours(ZoneInfo(zone), tuple(sorted(days)), country="US")
    asked = moment.replace(tzinfo=UTC)
    opening = office.next_open(asked)
    assert opening >= asked
    assert office.is_open(opening)
    assert office.next_open(opening) == opening
    assert office.after_hours(asked, hours) >= asked + timedelta(hours=hours) - timedelta(seconds=1)
