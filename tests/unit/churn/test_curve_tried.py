"""Curves are held against what came, on the days of which that is known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.curve_tried import tried_curve
from cs_engine.churn.customers import Customers
from cs_engine.churn.out_of_time import Forecasts
from cs_engine.churn.survival_curve import ENDS

COUNT = 100
DAY = np.timedelta64(1, "D")
FIRST = np.datetime64("2025-01-06")


def forecasts() -> Forecasts:
    """Return a hundred accounts on one day: ten are lost after 50 days, ten after 150."""
    lost = np.full(COUNT, np.datetime64("NaT", "D"))
    lost[:10], lost[10:20] = FIRST + 50 * DAY, FIRST + 150 * DAY
    days = np.full(COUNT, FIRST)
    label = (np.arange(COUNT) < 10).astype(np.int8)
    tested = Customers(pd.DataFrame(index=range(COUNT)), label, np.arange(COUNT), days, days + 90 * DAY, lost)
    curves = np.tile([0.03, 0.07, 0.11, 0.18, 0.25, np.nan], (COUNT, 1))
    return Forecasts(tested, np.full(COUNT, 0.1), np.full(COUNT, 0.1), (), curves)


def test_what_was_said_stands_beside_what_happened() -> None:
    """Day by day, with the interval of so many accounts; and how far the curve is from the chance."""
    found = tried_curve(forecasts(), FIRST + 200 * DAY)
    assert found is not None
    assert found.apart == pytest.approx(0.01)
    assert [(one.days, round(one.said, 6), one.happened) for one in found.days] == [
        (30, 0.03, 0.0),
        (60, 0.07, 0.1),
        (90, 0.11, 0.1),
        (180, 0.18, 0.2),
    ]
    assert all(one.low < one.happened < one.high for one in found.days[1:])
    assert {one.accounts for one in found.days} == {COUNT}


def test_days_that_are_not_over_and_days_that_were_not_told_do_not_count() -> None:
    """The last day is the 270th, and nothing was said of the 365th."""
    for until, days in ((269, 4), (270, 5), (400, 5)):
        found = tried_curve(forecasts(), FIRST + until * DAY)
        assert found is not None
        assert len(found.days) == days
    assert tried_curve(forecasts(), FIRST) is None


def test_without_curves_there_is_nothing_to_hold() -> None:
    """No machine learned one, or all ended before the first day."""
    one = forecasts()
    assert tried_curve(replace(one, curves=None), FIRST + 400 * DAY) is None
    assert tried_curve(replace(one, curves=np.full((COUNT, len(ENDS)), np.nan)), FIRST + 400 * DAY) is None
