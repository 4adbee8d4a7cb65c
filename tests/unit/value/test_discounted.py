"""Discounted lifetime value against closed forms and a sum by hand."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.errors import BadInput
from cs_engine.records.lifetime_value import Assumptions, Measure
from cs_engine.value.discounted import (
    constant_retention_value,
    constant_survival,
    discounted_lifetime_value,
    discounted_months,
)
from cs_engine.value.sbg import Renewing


def test_constant_retention_has_its_closed_form() -> None:
    """Catalogue V6: m (1 + d) / (1 + d - r); 100 x 1.1 / 0.3 = 366.67 at r 0.8 and d 0.1, and the sum tends to it."""
    margin = pd.Series({"A": 100.0, "B": None})
    closed = constant_retention_value(margin, 0.8, 0.1)
    assert closed["A"] == pytest.approx(366.6667, abs=5e-5)
    assert np.isnan(closed["B"])
    summed = discounted_lifetime_value(margin, constant_survival(0.8, 400), 0.1)
    pd.testing.assert_series_equal(summed, closed, check_names=False)


def test_a_sum_by_hand() -> None:
    """100 (1 + 0.5 / 1.1 + 0.25 / 1.21) = 100 + 45.4545 + 20.6612."""
    value = discounted_lifetime_value(pd.Series([100.0]), constant_survival(0.5, 3), 0.1)
    assert value[0] == pytest.approx(166.1157, abs=5e-5)


def test_who_always_stays_undiscounted_has_no_value() -> None:
    """The sum has no end."""
    assert constant_retention_value(pd.Series([100.0]), 1.0, 0.0).isna().all()


def test_the_months_of_a_contract_follow_its_renewals() -> None:
    """Three months left, then terms of 12 with a chance of 0.5: 3 + 6 + 3 + 1.5 + 0.75 + 9/32 = 14.53125."""
    chances = np.array([0.5 ** np.arange(61.0)])
    months = discounted_months(chances, np.array([12.0]), np.array([3.0]), 0.0)
    assert months[0] == pytest.approx(14.53125)


def test_monthly_contracts_are_the_sum_of_the_survival_curve() -> None:
    """With one month paid, month m needs m renewals; discounting is by the year's twelfth part."""
    curve = Renewing(0.7, 3.0, made=4).survival(60)
    months = discounted_months(curve[None, :], np.array([1.0]), np.array([1.0]), 0.1)
    monthly = 1.1 ** (1 / 12) - 1
    expected = discounted_lifetime_value(pd.Series([1.0]), pd.Series(curve[:60]), monthly)
    assert months[0] == pytest.approx(expected[0], rel=1e-12)


def test_five_years_are_the_cap() -> None:
    """Who is bound for ten years counts for 60 months."""
    assert discounted_months(np.ones((1, 61)), np.array([120.0]), np.array([120.0]), 0.0)[0] == 60


@pytest.mark.parametrize(("discount", "margin"), [(-0.1, None), (float("nan"), None), (0.1, 0.0), (0.1, 1.1)])
def test_assumptions_out_of_range_are_refused(discount: float, margin: float | None) -> None:
    """One sentence that gives an example."""
    with pytest.raises(BadInput, match="such as"):
        Assumptions(discount=discount, margin=margin)


def test_without_a_margin_it_is_called_revenue() -> None:
    """Revenue is no value."""
    assert Assumptions().measure is Measure.REVENUE
    assert Assumptions(margin=0.8).measure is Measure.VALUE
