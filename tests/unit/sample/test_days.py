"""Month arithmetic, spans and how days are written."""

from datetime import date

import numpy as np
import pytest

from cs_engine.errors import BadInput
from cs_engine.sample.days import NEVER, add_months, day_text, next_turn, second_text, span_of, to_date, to_day, weekday
from cs_engine.sample.spec import SampleSpec


def days(*texts: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return days by their ISO dates."""
    return np.array([to_day(date.fromisoformat(text)) for text in texts])


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-03-15", -3, "2025-12-15")],
)
def test_months_end_on_their_last_day(day: str, months: int, expected: str) -> None:
    """A month later is the same day of the month, or the last one where the month is shorter."""
    moved = add_months(days(day), np.array([months]))
    assert to_date(int(moved[0])) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-05-10", "2026-05-10"), ("2026-05-10", "2026-05-10"), ("2026-05-11", "2027-05-10")],
)
def test_the_next_renewal_is_on_or_after_the_day(day: str, expected: str) -> None:
    """The first term must be over before a contract renews; on the renewal day that renewal is the next."""
    turn = next_turn(days(day), days("2025-05-10"), np.array([12]))
    assert to_date(int(turn[0])) == date.fromisoformat(expected)


def test_weeks_begin_on_monday() -> None:
    """2026-11-22 is a Sunday and the next day a Monday."""
    assert weekday(days("2026-11-22", "2026-11-23")).tolist() == [6, 0]


def test_without_a_start_the_sample_ends_on_its_anchor() -> None:
    """The default start lies the months asked for before the last day, so the tales are told up to it."""
    span = span_of(SampleSpec(months=27, until=date(2026, 11, 22)))
    assert (to_date(span.start), to_date(span.anchor)) == (date(2024, 8, 22), date(2026, 11, 22))


def test_a_later_end_does_not_move_the_anchor() -> None:
    """With a given start the tales stay where they were when days are added."""
    span = span_of(SampleSpec(months=27, start=date(2024, 8, 22), until=date(2026, 12, 24)))
    assert to_date(span.anchor) == date(2026, 11, 22)


def test_what_is_not_known_yet_is_written_as_nothing() -> None:
    """Days after the last day and days that never come are empty cells."""
    texts = day_text(np.append(days("2026-01-31", "2026-02-01"), NEVER), to_day(date(2026, 1, 31)))
    assert texts.tolist() == ["2026-01-31", "", ""]


def test_instants_are_written_in_utc_without_a_zone() -> None:
    """An instant is written to the second; at the end of the sample it is not known yet."""
    assert second_text(np.array([0, 3_600]), 3_600).tolist() == ["1970-01-01T00:00:00", ""]


@pytest.mark.parametrize(
    ("accounts", "months", "start"),
    [(0, 27, None), (120, 0, None), (120, 121, None), (2_000_000, 27, None), (120, 27, date(2027, 1, 1))],
)
def test_a_sample_that_cannot_be_is_refused(accounts: int, months: int, start: date | None) -> None:
    """Numbers out of range and an end before the start are named with what to change."""
    with pytest.raises(BadInput, match="change --"):
        SampleSpec(accounts=accounts, months=months, start=start, until=date(2026, 11, 22))
