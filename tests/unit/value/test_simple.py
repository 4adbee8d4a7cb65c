"""The one-line formulas, each with the worked example of its row of the metrics catalogue."""

import math

import pandas as pd
import pytest

from cs_engine.errors import BadInput
from cs_engine.value.simple import (
    acquisition_cost,
    activity_lifetime_value,
    customer_value,
    margin_lifetime_value,
    payback_months,
    retention_divided_value,
    simple_lifetime_value,
    value_to_cost,
)


def test_customer_value_adds_what_the_rows_say() -> None:
    """Catalogue V1: the source prints 480 to 670 for its rows, which do not follow from them; these sums do."""
    rows = pd.DataFrame(
        [(100, 50, 30), (150, 70, 40), (200, 90, 50), (250, 110, 60), (300, 130, 70)],
        columns=["direct", "indirect", "potential"],
        index=list("ABCDE"),
    )
    values = customer_value(rows["direct"], rows["indirect"], rows["potential"])
    assert values.to_dict() == {"A": 180, "B": 260, "C": 340, "D": 420, "E": 500}
    assert customer_value(500.0, 100.0, 200.0) == 800


def test_simple_lifetime_value_is_weighted_with_retention() -> None:
    """Catalogue V2: 800 x 0.90 = 720."""
    assert simple_lifetime_value(800.0, 0.9) == pytest.approx(720)


def test_margin_lifetime_value_counts_the_years() -> None:
    """Catalogue V3: 10,000 x 3 x 0.20 = 6,000."""
    assert margin_lifetime_value(10_000.0, 3.0, 0.2) == pytest.approx(6_000)


def test_activity_lifetime_value_counts_purchases() -> None:
    """Catalogue V4: 200 x 12 x 0.75 = 1,800."""
    assert activity_lifetime_value(200.0, 12.0, 0.75) == pytest.approx(1_800)


def test_the_variant_divided_by_retention_is_what_its_formula_says() -> None:
    """Catalogue V5: 100,000 / 0.8 / 1.1^5 = 77,615.17, where the source prints 129,200; with a cost it is a ratio."""
    assert retention_divided_value(100_000.0, 0.8, 0.1, 5.0) == pytest.approx(77_615.17, abs=0.005)
    assert retention_divided_value(100_000.0, 0.8, 0.1, 5.0, 10_000.0) == pytest.approx(7.761517, abs=5e-7)


def test_the_variant_divided_by_retention_falls_as_retention_rises() -> None:
    """Which is why it is never a default."""
    assert retention_divided_value(1.0, 0.9, 0.1, 5.0) < retention_divided_value(1.0, 0.8, 0.1, 5.0)


def test_acquisition_cost_is_per_new_customer() -> None:
    """Catalogue V8: 50,000 / 250 = 200; nobody new, no value."""
    assert acquisition_cost(50_000, 250) == 200
    assert acquisition_cost(50_000, 0) is None


def test_value_to_cost_and_payback_tell_what_a_customer_earns_back() -> None:
    """Catalogue V9: 6,000 / 200 = 30; 200 / (100 x 0.8) = 2.5 months."""
    assert value_to_cost(6_000.0, 200.0) == 30
    assert payback_months(200.0, 100.0, 0.8) == pytest.approx(2.5)


def test_what_is_missing_or_nothing_to_divide_by_is_no_value() -> None:
    """One row per account keeps its index; NaN stays NaN, and neither zero cost nor a loss divides."""
    accounts = pd.Index(["A", "B", "C"], name="account_id")
    values = value_to_cost(pd.Series([6.0, None, 6.0], accounts), pd.Series([2.0, 2.0, 0.0], accounts))
    assert values.index.equals(accounts)
    assert values["A"] == 3
    assert values[["B", "C"]].isna().all()
    assert math.isnan(payback_months(200.0, 100.0, -0.1))


@pytest.mark.parametrize("retention", [-0.1, 1.1])
def test_a_rate_outside_its_range_is_refused(retention: float) -> None:
    """One sentence that names it."""
    with pytest.raises(BadInput, match="The retention rate is a share between 0 and 1"):
        simple_lifetime_value(1.0, retention)
    with pytest.raises(BadInput, match="The retention rate is a share between 0 and 1"):
        activity_lifetime_value(pd.Series([1.0, 1.0]), pd.Series([1.0, 1.0]), pd.Series([0.5, retention]))


def test_negative_lifetimes_and_margins_above_one_are_refused() -> None:
    """A margin may be below 0, for there are losses."""
    with pytest.raises(BadInput, match="The margin"):
        margin_lifetime_value(1.0, 1.0, 1.2)
    with pytest.raises(BadInput, match="A lifetime cannot be below 0"):
        margin_lifetime_value(1.0, -1.0, 0.2)
    assert margin_lifetime_value(100.0, 2.0, -0.1) == pytest.approx(-20)
