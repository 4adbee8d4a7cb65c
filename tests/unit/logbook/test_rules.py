"""What can be wrong with what somebody logs, and where it says so."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cs_engine.hours import WorkingHours
from cs_engine.records.logbook import ChampionNews, Ending, Reason, RenewalResult
from cs_engine.records.logged import FieldError, Later, LogField, NewFollowUp, NewRenewal, Wrong
from cs_engine.service.logbook.rules import (
    NOTE_CHARACTERS,
    Asked,
    due_moment,
    errors_of_follow_up,
    errors_of_renewal,
    errors_of_step,
    later_day,
)
from tests.unit.logbook.scene import NOON, call

TODAY = NOON.date()


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (call(at=NOON + timedelta(minutes=1)), FieldError(LogField.AT, Wrong.IN_FUTURE)),
        (call(at=NOON - timedelta(days=400)), FieldError(LogField.AT, Wrong.TOO_LONG_AGO, 365)),
        (call(note="x" * (NOTE_CHARACTERS + 1)), FieldError(LogField.NOTE, Wrong.TOO_LONG, 3000)),
        (call(contacts=("x" * 101,)), FieldError(LogField.CONTACTS, Wrong.TOO_LONG, 100)),
        (call(contacts=("x",) * 21), FieldError(LogField.CONTACTS, Wrong.TOO_MANY, 20)),
        (call(reasons=tuple(Reason)[:4]), FieldError(LogField.REASONS, Wrong.TOO_MANY, 3)),
        (call(champion=ChampionNews.NEW, champion_name=" "), FieldError(LogField.CHAMPION_NAME, Wrong.MISSING)),
        (call(pulse=6), FieldError(LogField.PULSE, Wrong.OUT_OF_RANGE)),
        (call(pulse_reason="calm"), FieldError(LogField.PULSE, Wrong.MISSING)),
        (call(ending=Ending.FALSE_ALARM), FieldError(LogField.FALSE_ALARM, Wrong.MISSING)),
    ],
)
def test_an_error_stands_at_its_field(new: NewFollowUp, expected: FieldError) -> None:
    """Each mistake is told where it was made, with the limit that it breaks."""
    assert errors_of_follow_up(new, Asked(NOON)) == (expected,)


def test_an_ordinary_follow_up_has_no_error() -> None:
    """A call a minute ago with a note is fine."""
    assert errors_of_follow_up(call(at=NOON - timedelta(minutes=1), note="All well."), Asked(NOON)) == ()


@pytest.mark.parametrize(
    ("text", "due_on", "expected"),
    [
        ("", None, ()),
        ("Call", TODAY, ()),
        ("Call", None, (FieldError(LogField.DUE_ON, Wrong.MISSING),)),
        ("  ", TODAY, (FieldError(LogField.STEP, Wrong.MISSING),)),
        ("Call", TODAY - timedelta(days=1), (FieldError(LogField.DUE_ON, Wrong.IN_PAST),)),
        ("Call", date(2062, 11, 18), (FieldError(LogField.DUE_ON, Wrong.TOO_FAR, 730),)),
        ("x" * 201, TODAY, (FieldError(LogField.STEP, Wrong.TOO_LONG, 200),)),
    ],
)
def test_a_next_step_needs_its_text_and_a_day_ahead(
    text: str, due_on: date | None, expected: tuple[FieldError, ...]
) -> None:
    """Half a step, a step in the past and a slip in the year are told."""
    assert errors_of_step(text, due_on, TODAY) == expected


@pytest.mark.parametrize(
    ("result", "days", "amount", "expected"),
    [
        (RenewalResult.RENEWED, 30, None, ()),
        (RenewalResult.RENEWED, 30, -1.0, (FieldError(LogField.AMOUNT, Wrong.NEGATIVE),)),
        (RenewalResult.RENEWED, 30, float("nan"), (FieldError(LogField.AMOUNT, Wrong.TOO_FAR, 1e12),)),
        (RenewalResult.RENEWED_LOWER, 30, None, (FieldError(LogField.AMOUNT, Wrong.MISSING),)),
        (RenewalResult.RENEWED_LOWER, 30, 12_000.0, (FieldError(LogField.AMOUNT, Wrong.NOT_LOWER, 12_000.0),)),
        (RenewalResult.NOTICE_GIVEN, 4_000, None, (FieldError(LogField.EFFECTIVE_ON, Wrong.TOO_FAR, 1_830),)),
        (RenewalResult.LEFT, -4_000, None, (FieldError(LogField.EFFECTIVE_ON, Wrong.TOO_LONG_AGO, 730),)),
        (RenewalResult.PAUSED, 0, None, (FieldError(LogField.EFFECTIVE_ON, Wrong.IN_PAST),)),
    ],
)
def test_a_renewal_needs_a_sane_day_and_amount(
    result: RenewalResult, days: int, amount: float | None, expected: tuple[FieldError, ...]
) -> None:
    """Absurd days, negative amounts and a lower renewal that is not lower are told."""
    new = NewRenewal("A", result, TODAY + timedelta(days=days), amount)
    assert errors_of_renewal(new, 12_000.0, TODAY) == expected


def test_a_step_is_due_at_nine_where_its_owner_is() -> None:
    """Nine in Tokyo is midnight in UTC."""
    hours = WorkingHours(ZoneInfo("Asia/Tokyo"))
    assert due_moment(date(2026, 11, 20), hours) == datetime(2026, 11, 20, 0, tzinfo=UTC)


def test_putting_off_skips_days_that_are_not_worked() -> None:
    """On a Friday, tomorrow is Monday; next week begins on the first day that is worked."""
    friday = datetime(2026, 12, 18, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    hours = WorkingHours(ZoneInfo("Europe/Berlin"), away_from=date(2026, 12, 21), away_until=date(2026, 12, 22))
    assert later_day(Later.TOMORROW, WorkingHours(ZoneInfo("Europe/Berlin")), friday) == date(2026, 12, 21)
    assert later_day(Later.NEXT_WEEK, hours, friday) == date(2026, 12, 23)
