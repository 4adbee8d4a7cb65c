"""What must hold of lifetime value for any book and any customer."""

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_engine.records.lifetime_value import Assumptions
from cs_engine.value.activity import Activity
from cs_engine.value.bgnbd_future import expected_purchases, probability_alive
from cs_engine.value.contracts import value_contracts
from cs_engine.value.discounted import constant_survival, discounted_lifetime_value, discounted_months
from cs_engine.value.histories import purchase_histories
from cs_engine.value.sbg import Renewing
from tests.unit.metrics.builders import midnight
from tests.unit.value.books import contracts, orders

positive = st.floats(0.05, 20)
parameters = st.tuples(positive, positive, positive, positive)
TERMS = np.array([12.0])


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.5))
def test_value_rises_with_retention(one: float, other: float, discount: float) -> None:
    """Whoever is likelier to stay is worth at least as much, whatever the discount."""
    low, high = (
        discounted_lifetime_value(pd.Series([1.0]), constant_survival(each, 60), discount)[0]
        for each in sorted((one, other))
    )
    assert 1 <= low <= high <= 60 + 1e-9


@given(positive, positive, st.integers(0, 50), st.integers(0, 60))
def test_contracts_are_worth_more_the_longer_they_are_bound_and_have_lasted(
    alpha: float, beta: float, made: int, left: int
) -> None:
    """One more renewal made, or one more month left, never lowers the months to come; 60 are the most."""
    months = [
        discounted_months(Renewing(alpha, beta, renewed).survival(60)[None, :], TERMS, np.array([float(bound)]), 0.1)[0]
        for renewed, bound in ((made, left), (made + 1, left), (made, left + 1))
    ]
    assert months[0] <= min(months[1:]) + 1e-9
    assert 0 < months[0] <= max(months) <= 60


@settings(deadline=None)
@given(parameters, st.integers(0, 40), st.floats(0, 1), st.floats(0, 100), st.floats(0.1, 200))
def test_expected_purchases_are_bounded_and_rise_with_time(
    values: tuple[float, float, float, float], times: int, share: float, age: float, horizon: float
) -> None:
    """Between 0 and what an unstopping customer would buy; twice the time never brings less; chances lie in 0-1."""
    row = pd.DataFrame({"frequency": [float(times)], "recency": [share * age if times else 0.0], "age": [age]})
    near, far = (float(expected_purchases(values, row, time)[0]) for time in (horizon, 2 * horizon))
    most = (values[0] + times) / (values[1] + age) * horizon
    assert 0 <= near <= most * (1 + 1e-9)
    assert near <= far * (1 + 1e-12)
    assert 0 <= probability_alive(values, row)[0] <= 1


@settings(deadline=None)
@given(parameters, st.integers(1, 40), st.floats(1, 100))
def test_a_later_last_purchase_never_lowers_what_is_expected(
    values: tuple[float, float, float, float], times: int, age: float
) -> None:
    """Of two customers with as many purchases the one seen lately is likelier to be there."""
    rows = pd.DataFrame({"frequency": [float(times)] * 9, "recency": np.linspace(0, age, 9), "age": [age] * 9})
    assert (np.diff(expected_purchases(values, rows, 10.0)) >= -1e-12).all()


@settings(deadline=None, max_examples=8)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(chance: object) -> None:
    """Of orders and of contract lines."""
    seed = int(getattr(chance, "random")() * 1e6)  # noqa: B009 - a strategy's generator has no public type
    mixed = orders().sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(
        purchase_histories(mixed, date(2026, 3, 12)), purchase_histories(orders(), date(2026, 3, 12))
    )
    at, assumed = midnight("2026-07-01"), Assumptions()
    lines = contracts().sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(
        value_contracts(lines, at, assumed).accounts, value_contracts(contracts(), at, assumed).accounts
    )


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0.1, 50), st.floats(0, 1)), min_size=1, max_size=20))
def test_rates_lie_between_ones_own_and_everybodys(customers: list[tuple[int, float, float]]) -> None:
    """Credibility never overshoots."""
    rows = pd.DataFrame(customers, columns=["frequency", "age", "share"])
    rows["recency"] = rows["age"] * rows["share"]
    activity = Activity.of(rows)
    own = rows["frequency"] / rows["age"]
    low, high = np.minimum(own, activity.rate), np.maximum(own, activity.rate)
    assert activity.rates(rows).between(low - 1e-9, high + 1e-9).all()
