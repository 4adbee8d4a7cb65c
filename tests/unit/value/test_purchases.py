"""What customers without a contract are still worth: the file computed by hand, drawn shops, and which method."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from cs_engine.errors import BadInput
from cs_engine.records.lifetime_value import Assumptions, Method
from cs_engine.value.activity import Activity
from cs_engine.value.bgnbd import fit_bgnbd
from cs_engine.value.bgnbd_future import expected_purchases
from cs_engine.value.choosing_purchases import learn
from cs_engine.value.histories import purchase_days, purchase_histories
from cs_engine.value.purchases import WEEKS_PER_MONTH, value_purchases
from tests.unit.value.books import drawn, orders

LAST = date(2026, 3, 12)


def test_the_histories_computed_by_hand_come_out() -> None:
    """Every number stands in the comments of orders.csv."""
    found = purchase_histories(orders(), LAST)
    assert found[["frequency", "recency", "age", "total"]].to_numpy().tolist() == [
        [2, 9, 10, 70],
        [1, 2, 10, 60],
        [0, 0, 4, 50],
    ]
    assert found["spend"].to_dict() == {"P": 30, "Q": 30, "R": pytest.approx(np.nan, nan_ok=True)}


def test_the_values_computed_by_hand_come_out() -> None:
    """Too few repeat customers for a model: rates that fade, each one's own average; every number in orders.csv."""
    histories = purchase_histories(orders(), LAST)
    model = learn(histories)
    found = value_purchases(model, histories, Assumptions(discount=0.0))
    assert model.method is Method.ACTIVITY
    assert (model.activity.rate, model.activity.window, model.activity.repeat.value) == (0.125, 5, 0.5)
    assert found.customers["purchases"].tolist() == pytest.approx([0.901684] * 3, abs=5e-7)
    assert found.customers["value"].sort_index().tolist() == pytest.approx([21.04, 27.05, 45.08], abs=0.005)
    assert "2 repeat customers are too few" in str(model.why)
    assert "the 50% that go on buying every 35 days" in str(model.why)


def test_orders_for_nothing_count_and_refunded_days_do_not() -> None:
    """As in the published data; what lies after the last day, or lacks a customer, does not count either."""
    rows = pd.DataFrame(
        [
            ("A", "2026-01-01", 5.0),
            ("A", "2026-01-08", 0.0),
            ("A", "2026-01-15", 7.0),
            ("A", "2026-01-15", -7.0),
            ("A", "2026-02-01", 9.0),
            (None, "2026-01-01", 9.0),
        ],
        columns=["customer", "date", "amount"],
    )
    found = purchase_histories(rows.assign(date=pd.to_datetime(rows["date"])), date(2026, 1, 29))
    assert [found[name]["A"] for name in ("frequency", "recency", "age")] == [1, 1, 4]


def _dated(*rows: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def test_a_refund_is_taken_off_the_purchases_before_it_the_latest_first() -> None:
    """-8 takes the 5 of the 20th and 3 of the 15th; what was never bought cannot be given back; cents stay exact."""
    found = purchase_days(
        _dated(
            ("A", "2026-01-01", 10.0),
            ("A", "2026-01-15", 7.0),
            ("A", "2026-01-20", 5.0),
            ("A", "2026-02-01", -8.0),
            ("B", "2026-01-01", -4.0),
            ("B", "2026-01-02", 3.0),
            ("C", "2026-01-01", 0.3),
            ("C", "2026-01-02", -0.1),
            ("C", "2026-01-03", -0.2),
        )
    )
    assert [(who, day.day, amount) for who, day, amount in found.itertuples(index=False)] == [
        ("A", 1, 10.0),
        ("A", 15, 4.0),
        ("B", 2, 3.0),
    ]


def test_nobody_is_certain_to_go_on_buying() -> None:
    """Three of three who bought again did so lately: (3 + 1/2) / (3 + 1), and no value is without bound."""
    rows = [(who, f"2026-{month:02}-01", 10.0) for who in "ABC" for month in range(1, 7)]
    histories = purchase_histories(_dated(*rows), date(2026, 6, 2))
    model = learn(histories)
    assert (model.activity.repeat.value, model.activity.goes_on) == (1, 0.875)
    found = value_purchases(model, histories, Assumptions(discount=0.0))
    assert found.customers["value"].max() < 10 * 5 * 12
    assert "the 87.5% that go on" in str(model.why)


def test_where_nothing_tells_who_goes_on_the_value_is_unknown() -> None:
    """One purchase each: neither a value nor a sum, and a sentence that says why."""
    histories = purchase_histories(_dated(("A", "2026-01-01", 10.0), ("B", "2026-01-05", 10.0)), date(2026, 1, 9))
    model = learn(histories)
    found = value_purchases(model, histories, Assumptions())
    assert found.customers["value"].isna().all()
    assert np.isnan(found.total)
    assert "what is still to come is unknown" in str(model.why)


def test_no_purchase_is_refused() -> None:
    """One sentence with the day."""
    with pytest.raises(BadInput, match=r"no purchase .* up to 2025-12-31"):
        purchase_histories(orders(), date(2025, 12, 31))


def test_drawn_customers_give_their_parameters_back() -> None:
    """5,000 customers, each parameter within three standard errors."""
    fit = fit_bgnbd(drawn(5_000, seed=2))
    for value, error, truth in zip(fit.parameters, fit.errors, (0.5, 6.0, 0.8, 2.5), strict=True):
        assert abs(value - truth) < 3 * error


def test_a_shop_that_nobody_leaves_degenerates_and_the_simpler_method_says_so() -> None:
    """Without anybody stopping there are no chances to stop to be found; the sentence names the parameters."""
    histories = drawn(1_500, seed=3, stop=None)
    fit, model = fit_bgnbd(histories), learn(histories)
    assert fit.loose
    assert model.method is Method.ACTIVITY
    assert f"({', '.join(fit.loose)} at a bound" in str(model.why)
    found = value_purchases(model, histories, Assumptions())
    assert found.low < found.total < found.high


def test_values_are_ordered_by_expected_purchases() -> None:
    """Never by the chance to be alive, which is 1 for everybody who bought once."""
    histories = drawn(800, seed=4)
    found = value_purchases(learn(histories), histories, Assumptions()).customers
    assert found["purchases"].is_monotonic_decreasing
    once = histories["frequency"] == 0
    assert (found.loc[once, "alive"] == 1).all()
    assert not found["alive"].is_monotonic_decreasing


def test_discounting_is_that_of_many_small_steps() -> None:
    """Purchases of each of 1,000 steps discounted to the as-of day agree to five digits."""
    model, histories = learn(drawn(800, seed=4)), drawn(40, seed=5)
    assert model.fit is not None
    found = value_purchases(model, histories, Assumptions(discount=0.1)).customers
    times = np.linspace(0, 60 * WEEKS_PER_MONTH, 1_001)
    reached = [expected_purchases(model.fit.parameters, histories, float(time)) for time in times]
    middle = (times[1:] + times[:-1]) / 2
    by_steps = 1.1 ** (-middle / (12 * WEEKS_PER_MONTH)) @ np.diff(np.array(reached), axis=0)
    ours = (found["value"] / found["amount"]).reindex(histories.index)
    np.testing.assert_allclose(ours, by_steps, rtol=2e-5)


def test_the_interval_of_the_sum_holds_the_truth_about_95_times_of_100() -> None:
    """One fixed customer, valued from 25 drawn shops of 700: the delta method's interval, 80 to 100 %."""
    customer = pd.DataFrame({"frequency": [3.0], "recency": [20.0], "age": [30.0], "spend": [1.0], "total": [4.0]})
    shop = drawn(17_500, seed=6)
    truth = value_purchases(learn(shop), customer, Assumptions()).customers["value"].iloc[0]
    held = fits = 0
    for number in range(25):
        model = learn(shop.iloc[number * 700 : (number + 1) * 700])
        if model.fit is None:
            continue
        found = value_purchases(model, customer, Assumptions()).customers.iloc[0]
        fits += 1
        held += bool(found["low"] <= truth <= found["high"])
    assert fits > 15
    assert 0.8 <= held / fits <= 1


def test_equal_rates_are_not_told_apart_and_different_ones_are() -> None:
    """Credibility: infinite trust in the mean where differences are chance; else each one's own rate counts."""
    alike = pd.DataFrame({"frequency": [2, 2, 2], "recency": [9.0] * 3, "age": [10.0] * 3})
    assert Activity.of(alike).rates(alike).tolist() == pytest.approx([0.2] * 3)
    apart = pd.DataFrame({"frequency": [0, 0, 20], "recency": [0.0, 0.0, 9.0], "age": [10.0] * 3})
    rates = Activity.of(apart).rates(apart)
    assert rates[0] < 0.3
    assert rates[2] > 1.5


def test_without_a_repeat_customer_nothing_is_foreseen() -> None:
    """No share that goes on, no value; not 0."""
    once = pd.DataFrame({"frequency": [0], "recency": [0.0], "age": [10.0], "spend": [np.nan], "total": [5.0]})
    assert value_purchases(learn(once), once, Assumptions()).customers["value"].isna().all()
