"""Start cohorts by month."""

from datetime import date

import numpy as np

from cs_engine.metrics.cohorts import cohort_triangle, months_survived
from tests.unit.metrics.builders import book, line

LINES = book(
    line("A", 10, "2026-01-01"),
    line("B", 10, "2026-01-15", "2026-03-14"),
    line("C", 10, "2026-01-31", "2026-02-28"),
    line("C", 10, "2026-04-20"),
    line("D", 10, "2026-02-10", "2026-02-20"),
    line("E", 10, "2026-03-01", paused_from="2026-03-20", paused_until="2026-05-20"),
    line("F", 10, "2025-12-31"),
    line("T", 10, "2026-01-01", is_trial=True),
)
"""January: A stays, B goes in March, C goes in February and is back in April. February: D goes at once. March: E
pauses for two months. F was there before, T never paid."""


def test_the_triangle_of_six_customers_can_be_counted_by_hand() -> None:
    """Catalogue L7: shares of who started in a month, k months later; cells that are not over yet are empty."""
    triangle = cohort_triangle(LINES, date(2026, 1, 1), date(2026, 5, 1))
    assert triangle.sizes.tolist() == [3, 1, 1, 0]
    assert list(triangle.sizes.index) == ["2026-01", "2026-02", "2026-03", "2026-04"]
    empty = np.nan
    expected = [[3, 3, 1, 2], [0, 0, 0, empty], [1, 1, empty, empty], [0, empty, empty, empty]]
    np.testing.assert_array_equal(triangle.active.to_numpy(), expected)
    shares = triangle.shares
    assert list(shares.loc["2026-01"]) == [1.0, 1.0, 1 / 3, 2 / 3]
    assert shares.isna().loc["2026-04"].all()


def test_all_cohorts_that_are_old_enough_are_counted_together() -> None:
    """After two months one of January's three and none of February's one; March's is not over."""
    triangle = cohort_triangle(LINES, date(2026, 1, 1), date(2026, 5, 1))
    assert months_survived(triangle, 2) == (1, 4)
    assert months_survived(triangle, 9) == (0, 0)


def test_no_customers_or_no_closed_month_are_an_empty_triangle() -> None:
    """Nothing is divided by nothing."""
    assert cohort_triangle(LINES.iloc[:0], date(2026, 1, 1), date(2026, 3, 1)).shares.isna().all(axis=None)
    assert cohort_triangle(LINES, date(2026, 1, 1), date(2026, 1, 1)).active.empty
