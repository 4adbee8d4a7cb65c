"""Periods under their own name."""

from datetime import UTC, date, datetime

import pytest

from cs_engine.errors import BadInput
from cs_engine.metrics.windows import period_named, trailing

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "name", "start", "end"),
    [
        ("2026Q3", "2026Q3", date(2026, 7, 1), date(2026, 10, 1)),
        ("2026-q1", "2026Q1", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026-10", "2026-10", date(2026, 10, 1), date(2026, 11, 1)),
        ("2025", "2025", date(2025, 1, 1), date(2026, 1, 1)),
        ("2025-12", "2025-12", date(2025, 12, 1), date(2026, 1, 1)),
    ],
)
def test_a_period_is_whole_months_under_its_own_name(said: str, name: str, start: date, end: date) -> None:
    """Half-open, so that the next begins where it ends."""
    period = period_named(said, TODAY)
    assert (period.name, period.start, period.end) == (name, start, end)


@pytest.mark.parametrize("said", ["", "2026Q5", "2026-13", "last year", "26Q1", "2026-Q", "0001"])
def test_what_is_no_period_is_a_sentence_with_examples(said: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(BadInput, match="is no period; write a year, a quarter or a month, such as"):
        period_named(said, TODAY)


@pytest.mark.parametrize("said", ["2026", "2026Q4", "2026-11", "2027-01"])
def test_an_open_period_is_refused_with_the_last_closed_month(said: str) -> None:
    """A quarter that is not over has no figure yet."""
    with pytest.raises(BadInput, match=f"{said} is not over yet; the last closed month is 2026-10."):
        period_named(said, TODAY)


def test_the_trailing_year_is_compared_with_the_year_before_it() -> None:
    """A period and the one before have the same length."""
    period = trailing(TODAY)
    assert (period.name, period.months) == ("2025-11 to 2026-10", 12)
    assert period.before().name == "2024-11 to 2025-10"
    assert period_named("2026Q1", TODAY).before().name == "2025Q4"
    assert trailing(date(2026, 1, 5)).name == "2025"


def test_its_ends_are_midnights_and_its_months_chain() -> None:
    """In the workspace's zone."""
    period = period_named("2026Q3", TODAY)
    assert period.instants(UTC) == (datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC))
    assert period.month_starts() == (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))
