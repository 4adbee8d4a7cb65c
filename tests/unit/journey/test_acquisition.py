"""What new customers cost, by hand."""

from datetime import date

import pandas as pd
import pytest

from cs_engine.errors import BadInput
from cs_engine.journey.planning import payback_months
from cs_engine.metrics.acquisition import (
    Cycle,
    acquisition,
    cac,
    in_one_currency,
    referral_tree,
    sales_cycle,
)
from tests.unit.journey.lives import file, rows

CAMPAIGNS, PROSPECTS = rows("campaigns", file("campaigns")), rows("prospects", file("prospects"))
NEWCOMERS = pd.Series(
    pd.to_datetime(["2026-01-10", "2026-03-04", "2026-01-30", "2026-01-11", "2026-02-02", "2025-06-01"]),
    index=["a1", "a2", "a3", "a4", "walk-in", "old"],
)
WON = acquisition(CAMPAIGNS, PROSPECTS, NEWCOMERS, date(2026, 1, 1), date(2026, 4, 1), sales_cycle(PROSPECTS))


def test_50_000_for_250_customers_is_200_each() -> None:
    """Catalogue V8; the interval is that of a count of 250, 220 to 283 (Garwood)."""
    cost = cac(50_000, 250)
    assert cost.value == 200
    assert (cost.low, cost.high) == pytest.approx((50_000 / 282.97, 50_000 / 219.97), rel=1e-3)


def test_without_new_customers_there_is_no_cost_of_one() -> None:
    """Nothing to divide by is unknown, not zero."""
    assert (cac(100, 0).value, cac(100, 0).high) == (None, None)
    with pytest.raises(BadInput, match="cannot be negative"):
        cac(-1, 5)


def test_200_of_100_a_month_at_80_percent_are_paid_back_in_two_and_a_half_months() -> None:
    """Catalogue V9; without a margin nobody knows."""
    assert payback_months(200, 100, 0.8) == 2.5
    assert payback_months(200, 100, None) is None
    assert payback_months(200, 0.0, 0.8) is None
    with pytest.raises(BadInput, match="between 0 and 1"):
        payback_months(200, 100, 80)


def test_the_cost_is_that_of_one_median_sale_earlier() -> None:
    """The arithmetic stands in the files."""
    assert sales_cycle(PROSPECTS) == Cycle(31.0, 4)
    assert (WON.cost_start, WON.cost_end) == (date(2025, 12, 1), date(2026, 3, 1))
    assert {each.name: each.cost for each in WON.channels} == pytest.approx({"event": 500, "organic": 0, "paid": 2_000})


def test_blended_and_paid_stand_apart() -> None:
    """2,500 for five new customers, one of which nobody knows the origin of; 2,000 for the two of paid campaigns."""
    assert (WON.blended.cost, WON.blended.customers, WON.blended.value) == (2_500, 5, 500)
    assert (WON.paid.customers, WON.paid.value) == (2, 1_000)
    assert WON.unattributed == 1


def test_before_any_sale_there_is_no_lag() -> None:
    """The cycle says that nothing is known."""
    nobody = PROSPECTS[PROSPECTS["converted_at"].isna()]
    assert sales_cycle(nobody) == Cycle(None, 0)
    won = acquisition(CAMPAIGNS, nobody, NEWCOMERS, date(2026, 1, 1), date(2026, 4, 1), sales_cycle(nobody))
    assert (won.cost_start, won.unattributed) == (date(2026, 1, 1), 5)


def test_costs_of_several_currencies_need_rates() -> None:
    """They are never added up as they are."""
    mixed = CAMPAIGNS.assign(currency=["EUR", "USD", "EUR", "EUR"])
    assert in_one_currency(mixed, {"USD": 0.5}, "EUR")["cost"].tolist() == [1_000, 1_000, 500, 900]
    with pytest.raises(BadInput, match="Campaigns cost USD beside EUR"):
        in_one_currency(mixed, {}, "EUR")


def test_the_referral_tree_is_the_one_drawn_by_hand() -> None:
    """Customers downstream and how deep."""
    tree = referral_tree(PROSPECTS)
    assert tree.loc["a1"].to_dict() == {"referred": 2, "converted": 1, "downstream": 3, "generations": 3}
    assert tree["downstream"].to_dict() == {"a1": 3, "a2": 2, "a3": 1}


def test_a_circle_of_referrals_is_cut_where_it_closes() -> None:
    """Dirty data ends in a tree all the same: a4 cannot have sent a1, whose line it stands in."""
    circle = PROSPECTS.assign(referred_by=["a4", *PROSPECTS["referred_by"][1:]])
    tree = referral_tree(circle)
    assert tree["downstream"].sum() <= 6
    assert referral_tree(PROSPECTS.assign(referred_by=PROSPECTS["account_id"])).empty
