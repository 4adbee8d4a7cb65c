"""Lifetime values from the book into the memory, and what people are told of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cs_engine.errors import NothingToShow
from cs_engine.records.lifetime_value import Assumptions, Measure, Method
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.service.values.desk import ValueDesk
from cs_engine.service.values.keeping import keep_values
from cs_engine.service.values.valuing import value_book
from tests.builders import Row
from tests.unit.service.desk import MONDAY, WEEK, ZONE, Desk, account, contract, small_book

LEO = "leo@ours.example"
REVENUE, VALUE = Assumptions(), Assumptions(margin=0.8)


def orders(account_id: str, days: int) -> list[Row]:
    """Return some purchases for 20 each."""
    return [
        {
            "order_id": f"O-{account_id}-{day}",
            "account_id": account_id,
            "ordered_at": f"2026-10-{day + 1:02}T10:00:00",
            "amount": 20.0,
            "currency": "EUR",
        }
        for day in range(days)
    ]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Yield a desk: two contracts in euros, one in dollars that is Leo's, one customer who orders, one without any."""
    accounts = [account("A"), account("B"), account("C", owner=LEO), account("D"), account("E")]
    lines = [contract("A"), contract("B", mrr=250.0), contract("C", currency="USD")]
    with Desk.opened(tmp_path) as opened:
        opened.put(small_book(accounts=accounts, subscriptions=lines, orders=orders("D", 3)))
        yield opened


def test_before_the_first_time_there_is_nothing(desk: Desk) -> None:
    """And who was not scored cannot be valued."""
    told = ValueDesk(desk.store)
    assert (told.view(EVERYTHING), told.account("A", EVERYTHING)) == (None, None)
    with pytest.raises(NothingToShow, match="steward refresh"):
        keep_values(desk.store, desk.book_url, ZONE, REVENUE)


def test_every_account_keeps_what_the_book_says_of_it(desk: Desk) -> None:
    """Value, interval, method, reason and inputs, as of the newest scores; somebody without anything has none."""
    desk.refresh(MONDAY)
    kept = keep_values(desk.store, desk.book_url, ZONE, REVENUE)
    assert (kept.as_of, kept.day, kept.measure, kept.horizon_months) == (MONDAY, MONDAY.date(), Measure.REVENUE, 60)
    found = value_book(desk.book_url, MONDAY, REVENUE).values
    told = ValueDesk(desk.store)
    for book in found:
        for each in book.accounts:
            stored = told.account(each.account_id, EVERYTHING)
            assert stored is not None
            assert [(line.day, line.value) for line in stored.lines] == [(book.as_of, each)]
    nothing = told.account("E", EVERYTHING)
    assert nothing is not None
    assert nothing.lines == ()


def test_the_book_is_told_by_currency_and_method(desk: Desk) -> None:
    """Currencies are never added up; who has no value is counted; the interval of a sum of two kinds is not known."""
    desk.refresh(MONDAY)
    keep_values(desk.store, desk.book_url, ZONE, VALUE)
    view = ValueDesk(desk.store).view(EVERYTHING)
    assert view is not None
    assert (view.about.measure, view.about.margin, view.unvalued) == (Measure.VALUE, 0.8, 1)
    euros, dollars = view.currencies
    assert (euros.currency, euros.accounts, euros.unknown, euros.low) == ("EUR", 3, 0, None)
    assert {each.method for each in euros.methods} == {Method.CONSTANT, Method.ACTIVITY}
    assert [line.account_id for line in euros.top] == ["A", "B", "D"]
    assert euros.value == pytest.approx(sum(line.value for line in euros.top))
    (whole,) = (each for each in value_book(desk.book_url, MONDAY, VALUE).values if each.currency == "USD")
    assert (dollars.value, dollars.low, dollars.high) == (whole.total, whole.low, whole.high)


def test_who_sees_some_accounts_is_told_of_these_alone(desk: Desk) -> None:
    """Sums, names and counts; without the interval, which was made of everybody."""
    desk.refresh(MONDAY)
    keep_values(desk.store, desk.book_url, ZONE, REVENUE)
    told = ValueDesk(desk.store)
    leos = Sight(owner=LEO)
    view = told.view(leos)
    assert view is not None
    (dollars,) = view.currencies
    assert (dollars.accounts, dollars.low, view.unvalued) == (1, None, 0)
    assert [line.account_id for line in dollars.top] == ["C"]
    unseen = told.account("A", leos)
    assert unseen is not None
    assert unseen.lines == ()


def test_the_next_night_replaces_the_one_before(desk: Desk) -> None:
    """Who has nothing left to value has no value left; a book without anything is kept as such."""
    desk.refresh(MONDAY)
    keep_values(desk.store, desk.book_url, ZONE, REVENUE)
    desk.put({"subscriptions": [], "orders": []})
    desk.refresh(MONDAY + WEEK)
    kept = keep_values(desk.store, desk.book_url, ZONE, REVENUE)
    assert replace(kept, totals=()) == kept
    view = ValueDesk(desk.store).view(EVERYTHING)
    assert view is not None
    assert (view.currencies, view.unvalued) == ((), 5)
