"""Cohorts and survival as pictures need them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cs_engine.errors import NothingToShow
from cs_engine.service.metrics.curves import cohort_view, survival_views
from tests.unit.service.desk import Desk, account, contract

NOW = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Return a desk with two customers of September, one of whom left in October, and one of October."""
    names = {"A": "mid", "B": "mid", "C": "digital"}
    lines = [
        contract("A", start_date="2026-09-01"),
        contract("B", start_date="2026-09-01", end_date="2026-10-10"),
        contract("C", start_date="2026-10-01"),
    ]
    desk.put({"accounts": [account(name, segment=segment) for name, segment in names.items()], "subscriptions": lines})
    return desk


def test_the_triangle_ends_with_the_last_closed_month(three: Desk) -> None:
    """Cells that are not over yet are unknown, not zero."""
    view = cohort_view(three.book_url, NOW, months=2)
    assert view.months == ("2026-09", "2026-10")
    assert view.sizes == (2, 1)
    assert view.shares == ((1.0, 0.5), (1.0, None))


def test_survival_is_told_for_everybody_and_by_group(three: Desk) -> None:
    """Of three, one was lost on day 40, when two had been seen that long."""
    everybody, digital, mid = survival_views(three.book_url, NOW, "segment")
    assert (everybody.name, everybody.customers, everybody.lost) == (None, 3, 1)
    (point,) = everybody.points
    assert (point.day, point.share, point.at_risk) == (40, 0.5, 2)
    assert (digital.name, digital.points) == ("digital", ())
    assert (mid.name, mid.median_days) == ("mid", 40.0)


def test_a_period_in_the_past_ends_both(three: Desk) -> None:
    """At the end of September nobody was lost, and the customer of October had not begun."""
    october = date(2026, 10, 1)
    view = cohort_view(three.book_url, NOW, months=2, end=october)
    assert (view.months, view.sizes) == (("2026-08", "2026-09"), (0, 2))
    (curve,) = survival_views(three.book_url, NOW, end=october)
    assert (curve.customers, curve.lost, curve.points) == (2, 0, ())


def test_without_contracts_there_is_nothing_to_show(desk: Desk) -> None:
    """And what to do is said."""
    desk.put({"accounts": [account()]})
    for ask in (cohort_view, survival_views):
        with pytest.raises(NothingToShow, match="load some with"):
            ask(desk.book_url, NOW)
