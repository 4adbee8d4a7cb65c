"""A model is judged on days after everything it has learned from."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Label
from cs_engine.churn.out_of_time import figures, forecast
from cs_engine.records.churn import Model, Wanted
from cs_engine.records.churn_accounts import OutOfTime

WANTED = Wanted(lambda: 0.0, Model.LOGISTIC)
DAYS, ACCOUNTS = 20, 60


def company(*, use_tells: bool) -> Customers:
    """Return accounts on as-of days four weeks apart, whose use tells who is lost or only their tenure does."""
    chance = np.random.default_rng(0)
    days = np.repeat(np.datetime64("2024-01-01") + 28 * np.arange(DAYS), ACCOUNTS)
    use, tenure = chance.normal(size=len(days)), chance.uniform(0, 1000, len(days))
    telling = -2.0 * use if use_tells else (500 - tenure) / 150
    label: Label = (chance.uniform(size=len(days)) < 1 / (1 + np.exp(2.5 - telling))).astype(np.int8)
    groups = np.tile(np.arange(ACCOUNTS), DAYS)
    frame = pd.DataFrame({"use": use, "tenure_days": tenure})
    return Customers(frame, label, groups, days, days + np.timedelta64(90, "D"))


def out_of_time(customers: Customers) -> OutOfTime | None:
    """Return the figures of forecasts, where there can be any."""
    found = forecast(customers, WANTED)
    return None if found is None else figures(found)


def test_later_days_are_forecast_from_earlier_ones() -> None:
    """The last two fifths of the days, with figures that the truth allows."""
    found = out_of_time(company(use_tells=True))
    assert found is not None
    assert found.rows == DAYS * 2 // 5 * ACCOUNTS
    assert found.first == date(2024, 1, 1) + timedelta(days=28 * 12)
    assert found.roc_auc.value > 0.8
    assert found.brier < found.base_brier
    assert abs(found.said / found.happened - 1) < 0.2
    assert found.is_better_than_tenure


def test_no_better_than_tenure_alone_is_found_out() -> None:
    """Use says nothing: all that ranks is how long they have been there."""
    found = out_of_time(company(use_tells=False))
    assert found is not None
    assert not found.is_better_than_tenure


def test_a_past_with_few_losses_is_not_tried() -> None:
    """Nothing could be learned from the first stretch."""
    customers = company(use_tells=True)
    latest = np.arange(len(customers) - 4 * ACCOUNTS, len(customers))
    assert out_of_time(customers.take(latest)) is None
    alone = Customers(customers.frame, customers.label, customers.groups)
    assert out_of_time(alone) is None
