"""Forecasts stand beside naive ones of the same days."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.naive import figures_of, gain, metrics, naive
from cs_engine.churn.out_of_time import Forecasts
from cs_engine.records.churn_accounts import Naive
from tests.unit.churn.test_out_of_time import ACCOUNTS, DAYS, company

PAST = company(use_tells=True)
TESTED = PAST.take(np.arange(DAYS * 3 // 5 * ACCOUNTS, DAYS * ACCOUNTS))
SAID = 1 / (1 + np.exp(2.5 + 2.0 * TESTED.frame["use"].to_numpy()))
FOUND = Forecasts(TESTED, SAID, SAID)


def test_naive_ways_speak_of_the_same_rows() -> None:
    """One says the share of losses and nothing else; use and score are only beside them where they are known."""
    found = naive(PAST)
    assert set(found) == {Naive.RATE, Naive.TENURE, Naive.USAGE}
    assert {len(said) for said in found.values()} == {len(TESTED)}
    assert found[Naive.RATE] == pytest.approx(PAST.label.mean(), abs=0.05)
    assert len(np.unique(found[Naive.RATE])) == 3


def test_the_health_score_is_beside_them_where_it_was_kept() -> None:
    """It is learned how it goes with losses; here a low score goes with them."""
    scores = pd.Series(50 + 10 * PAST.frame["use"].to_numpy()).where(PAST.frame["use"].to_numpy() < 2)
    said = naive(PAST, scores)[Naive.SCORE]
    assert figures_of(FOUND, said)["roc_auc"] > 0.8
    assert Naive.SCORE not in naive(PAST, scores * np.nan)


def test_figures_have_intervals_and_gains_are_paired() -> None:
    """Against itself nothing is gained, whatever the draw."""
    for one in metrics(FOUND).values():
        assert one.low is not None
        assert one.high is not None
        assert one.low < one.value < one.high
    same = gain(FOUND, SAID)
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)
    better = gain(FOUND, naive(PAST)[Naive.TENURE])
    assert better.low is not None
    assert better.low > 0
