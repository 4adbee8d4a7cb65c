"""Intervals, and the check of ours against a public library."""

from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from cs_engine.metrics.intervals import LARGE_SAMPLE, bootstrap_mean, bootstrap_ratio, is_small, ratio_interval
from cs_engine.metrics.satisfaction import wilson


def test_wilson_intervals_are_those_of_a_public_library() -> None:
    """The proportion_confint of statsmodels, for every share of up to 60, to 1e-12."""
    library = import_module("statsmodels.stats.proportion")
    for n in range(1, 61):
        for successes in range(n + 1):
            ours = wilson(successes, n)
            low, high = library.proportion_confint(successes, n, method="wilson")
            assert ours.low == pytest.approx(low, abs=1e-12)
            assert ours.high == pytest.approx(high, abs=1e-12)


def test_the_same_data_has_the_same_interval() -> None:
    """Drawing is seeded; the ratio lies within."""
    chance = np.random.default_rng(1)
    start = pd.Series(chance.integers(1, 1_000, 80))
    kept = start * chance.choice([0.0, 0.9, 1.0, 1.2], 80)
    low, high = bootstrap_ratio(kept, start)
    assert (low, high) == bootstrap_ratio(kept, start)
    assert low is not None
    assert high is not None
    assert low < kept.sum() / start.sum() < high


def test_for_many_customers_a_closed_form_says_what_drawing_says() -> None:
    """Both ends within a fifth of a point of each other."""
    chance = np.random.default_rng(6)
    start = pd.Series(chance.integers(1, 1_000, LARGE_SAMPLE + 1))
    kept = start * chance.choice([0.0, 0.9, 1.0, 1.2], len(start))
    *ends, method = ratio_interval(kept, start)
    assert method == "linearized"
    assert ends == [pytest.approx(each, abs=0.002) for each in bootstrap_ratio(kept, start)]
    assert ratio_interval(kept[:9], start[:9])[2] == "bootstrap"


def test_of_a_mean_it_is_about_what_theory_says() -> None:
    """400 normal answers: mean +- 1.96 deviations / 20, to a tenth of its width."""
    answers = pd.Series(np.random.default_rng(2).normal(5, 1, 400))
    low, high = bootstrap_mean(answers)
    reach = 1.96 * answers.std() / 20
    assert low == pytest.approx(answers.mean() - reach, abs=0.02)
    assert high == pytest.approx(answers.mean() + reach, abs=0.02)


def test_one_customer_or_nothing_to_divide_by_has_no_interval() -> None:
    """Nothing varies."""
    assert bootstrap_ratio(pd.Series([1.0]), pd.Series([1.0])) == (None, None)
    assert bootstrap_ratio(pd.Series([0.0, 0.0]), pd.Series([0.0, 0.0])) == (None, None)
    assert bootstrap_mean(pd.Series([], dtype="float64")) == (None, None)


def test_below_ten_is_small() -> None:
    """What is not counted is not small."""
    assert [is_small(n) for n in (9, 10, None)] == [True, False, False]
