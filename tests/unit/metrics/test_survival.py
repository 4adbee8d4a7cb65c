"""Kaplan-Meier survival."""

import math
from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from cs_engine.metrics.survival import lifetimes, median_days, survival_by, survival_curve, surviving
from tests.unit.metrics.builders import book, line, midnight

DAYS = pd.Series([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35], dtype="float64")
LOST = pd.Series([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], dtype="bool")
"""Weeks in remission of the 21 treated patients of Freireich et al. 1963, the field's textbook example."""


def test_the_textbook_example_has_its_published_survival() -> None:
    """Catalogue L8: Kaplan-Meier of the 6-MP group, as printed by Cox and Oakes 1984, table 4.1."""
    curve = survival_curve(DAYS, LOST)
    assert curve.index.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve["survival"].round(4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]


def test_the_band_at_week_10_is_that_of_the_formula() -> None:
    """S 0.75294, error 0.0963, so exp(1.96 x 0.0963 / (0.75294 x log 0.75294)) spreads it to 0.503 and 0.889."""
    row = survival_curve(DAYS, LOST).loc[10.0]
    assert row["error"] == pytest.approx(0.0963, abs=5e-5)
    assert (row["low"], row["high"]) == (pytest.approx(0.5032, abs=5e-5), pytest.approx(0.8894, abs=5e-5))


def test_a_public_library_draws_the_same_curve() -> None:
    """Survival, customers at risk and Greenwood's error of statsmodels, on 2,000 drawn lifetimes, to 1e-12."""
    library = import_module("statsmodels.duration.survfunc")
    chance = np.random.default_rng(4)
    days = pd.Series(np.ceil(chance.exponential(400, 2_000)))
    lost = pd.Series(chance.random(2_000) < 0.6)
    theirs, ours = library.SurvfuncRight(days, lost.astype(int)), survival_curve(days, lost)
    np.testing.assert_array_equal(ours.index, theirs.surv_times)
    np.testing.assert_array_equal(ours["at_risk"], theirs.n_risk)
    np.testing.assert_allclose(ours["survival"], theirs.surv_prob, rtol=0, atol=1e-12)
    np.testing.assert_allclose(ours["error"], theirs.surv_prob_se, rtol=0, atol=1e-12)


def test_bands_hold_the_truth_about_95_times_of_100() -> None:
    """Of 400 drawn books of 60 exponential lifetimes, at the true median, between 92 and 98 %."""
    chance, truth, held = np.random.default_rng(11), 0.5, 0
    for _ in range(400):
        lasts, seen = chance.exponential(1, 60), chance.uniform(0.5, 3, 60)
        curve = survival_curve(pd.Series(np.minimum(lasts, seen)), pd.Series(lasts <= seen))
        _, low, high = surviving(curve, math.log(2))
        held += low is not None and high is not None and low <= truth <= high
    assert 0.92 <= held / 400 <= 0.98


def test_who_is_still_there_counts_until_today_and_who_came_back_was_lost() -> None:
    """A pause and a late renewal end nothing; days are counted inclusively."""
    lines = book(
        line("there", 10, "2026-01-01"),
        line("gone", 10, "2026-01-01", "2026-01-10"),
        line("back", 10, "2026-01-01", "2026-01-31"),
        line("back", 10, "2026-05-01"),
        line("late", 10, "2026-01-01", "2026-01-31"),
        line("late", 10, "2026-02-15"),
        line("soon", 10, "2026-08-01"),
    )
    lasted = lifetimes(lines, midnight("2026-07-01"))
    assert lasted["days"].to_dict() == {"there": 181, "gone": 10, "back": 31, "late": 181}
    assert lasted["lost"].to_dict() == {"there": False, "gone": True, "back": True, "late": False}


def test_each_group_has_its_own_curve() -> None:
    """By segment, without those who have none."""
    lasted = pd.DataFrame({"days": [5.0, 9.0, 5.0], "lost": [True, False, True]}, index=["A", "B", "C"])
    curves = survival_by(lasted, pd.Series({"A": "mid", "B": "mid"}))
    assert {name: curve["survival"].tolist() for name, curve in curves.items()} == {"mid": [0.5]}


def test_before_the_first_loss_everybody_is_there_and_half_may_never_leave() -> None:
    """The median is unknown while more than half stay; once nobody is left there is no band."""
    curve = survival_curve(pd.Series([3.0, 4.0]), pd.Series([True, True]))
    assert surviving(curve, 2) == (1.0, None, None)
    assert surviving(curve, 4) == (0.0, None, None)
    assert median_days(curve) == 3
    assert median_days(survival_curve(pd.Series([3.0]), pd.Series([False]))) is None
