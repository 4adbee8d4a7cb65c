"""Retention of customers and of revenue."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from cs_engine.metrics.loyalty import (
    RevenueRetention,
    churn_rate,
    retention_rate,
    retention_sheet,
    revenue_retention,
    revenue_retention_by,
    trailing_year,
)
from cs_engine.metrics.revenue import movements
from tests.unit.metrics.builders import book, line, midnight
from tests.unit.metrics.test_revenue import JANUARY, JULY, RULES


def test_80_of_100_customers_who_remain_are_a_retention_of_80_percent() -> None:
    """Catalogue L1: newcomers do not count; churn is the complement."""
    start = {str(number) for number in range(100)}
    remaining = {str(number) for number in range(20, 100)} | {"newcomer"}
    assert retention_rate(start, remaining) == 0.80
    assert churn_rate(start, remaining) == pytest.approx(0.20)


def test_100_lost_of_1000_are_a_churn_of_10_percent() -> None:
    """Catalogue L2: logo churn counts customers, not revenue."""
    start = [str(number) for number in range(1_000)]
    assert churn_rate(start, start[100:]) == pytest.approx(0.10)


def test_an_empty_cohort_has_no_rate() -> None:
    """Nothing to divide by is unknown, not zero."""
    assert retention_rate([], ["A"]) is None
    assert churn_rate([], []) is None
    assert revenue_retention(movements(RULES.iloc[:0], JANUARY, JULY)) == RevenueRetention(None, None, 0, 0)


def test_five_customers_keep_667_net_and_633_gross() -> None:
    """A 100-80-110, B 100-0, C 100-90; D came and E came back and are left out."""
    kept = revenue_retention(movements(RULES, JANUARY, JULY))
    assert kept.nrr == pytest.approx(200 / 300)
    assert kept.grr == pytest.approx(190 / 300)
    assert (kept.customers, kept.start_cents) == (3, 30_000)


def test_churn_5_contraction_3_expansion_20_of_100_keep_92_gross_and_112_net() -> None:
    """Catalogue L5 and L6: another customer's growth does not raise what was kept gross."""
    lines = book(
        line("lost", 5, "2025-01-01", "2026-02-28"),
        line("less", 45, "2025-01-01", "2026-02-28"),
        line("less", 42, "2026-03-01"),
        line("more", 50, "2025-01-01", "2026-02-28"),
        line("more", 70, "2026-03-01"),
    )
    kept = revenue_retention(movements(lines, JANUARY, JULY))
    assert (kept.grr, kept.nrr) == (0.92, 1.12)


def test_who_left_and_came_back_within_the_window_was_lost() -> None:
    """The return is neither net nor gross retention."""
    lines = book(line("A", 10, "2025-01-01", "2026-01-31"), line("A", 50, "2026-05-01"), line("B", 10, "2025-01-01"))
    kept = revenue_retention(movements(lines, JANUARY, JULY))
    assert (kept.grr, kept.nrr) == (0.5, 0.5)


def test_exchange_rates_change_no_retention() -> None:
    """A falling dollar loses no customer."""
    lines = book(line("A", 10, "2025-01-01", currency="USD"), line("B", 10, "2025-01-01"))
    moved = movements(lines, JANUARY, JULY, {"EUR": 1.0, "USD": 0.9}, {"EUR": 1.0, "USD": 0.5})
    assert revenue_retention(moved) == RevenueRetention(1.0, 1.0, 2, 1_900)


def test_the_sheet_can_be_added_up_by_hand() -> None:
    """One row per customer of the cohort, in cents."""
    sheet = retention_sheet(movements(RULES, JANUARY, JULY))
    assert sheet.to_dict("index") == {
        "A": {"start": 10_000, "kept": 11_000, "kept_at_most": 10_000, "left": False},
        "B": {"start": 10_000, "kept": 0, "kept_at_most": 0, "left": True},
        "C": {"start": 10_000, "kept": 9_000, "kept_at_most": 9_000, "left": False},
    }


def test_groups_are_those_of_the_window_s_start() -> None:
    """Each group has its own cohort; a customer without a group is in none."""
    groups = pd.Series({"A": "mid", "B": "digital", "D": "mid"})
    kept = revenue_retention_by(movements(RULES, JANUARY, JULY), groups)
    assert kept["mid"] == RevenueRetention(1.1, 1.0, 1, 10_000)
    assert kept["digital"] == RevenueRetention(0.0, 0.0, 1, 10_000)
    assert set(kept) == {"mid", "digital"}


def test_the_trailing_year_ends_with_the_last_closed_month() -> None:
    """November is not closed before December begins."""
    assert trailing_year(midnight("2026-11-22")) == (midnight("2025-11-01"), midnight("2026-11-01"))
    assert trailing_year(midnight("2026-12-01")) == (midnight("2025-12-01"), midnight("2026-12-01"))
    berlin = ZoneInfo("Europe/Berlin")
    start, end = trailing_year(datetime(2026, 11, 22, 9, 30, tzinfo=berlin))
    assert (start, end) == (datetime(2025, 11, 1, tzinfo=berlin), datetime(2026, 11, 1, tzinfo=berlin))
