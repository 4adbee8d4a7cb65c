"""Figures agree with hand-made numbers and with a public library."""

import numpy as np
import pytest
from sklearn import metrics

from cs_engine.churn import ranking

LABEL = np.array([1, 0, 1, 0, 0, 0, 0, 0, 0, 0], dtype=np.int8)
SAID = np.array([0.9, 0.8, 0.7, 0.3, 0.3, 0.2, 0.2, 0.1, 0.1, 0.1])


def test_they_agree_with_scikit_learn_where_it_has_them() -> None:
    """With many ties."""
    chance = np.random.default_rng(0)
    said = chance.random(500).round(1).clip(0.01, 0.99)
    label = (chance.random(500) < said).astype(np.int8)
    assert ranking.roc_auc(label, said) == pytest.approx(metrics.roc_auc_score(label, said))
    assert ranking.pr_auc(label, said) == pytest.approx(metrics.average_precision_score(label, said))
    assert ranking.log_loss(label, said) == pytest.approx(metrics.log_loss(label, said))
    assert ranking.brier(label, said) == pytest.approx(metrics.brier_score_loss(label, said))


def test_ranking_by_hand() -> None:
    """15 of the 16 pairs are in order; the first tenth has one of two."""
    assert ranking.roc_auc(LABEL, SAID) == 15 / 16
    assert ranking.top_recall(LABEL, SAID) == 0.5
    assert ranking.top_lift(LABEL, SAID) == 5.0


def test_calibration_error_by_hand() -> None:
    """Said 0.25 of four of whom two left, and 0.75 of four of whom all left: both a quarter off."""
    label = np.array([1, 1, 0, 0, 1, 1, 1, 1], dtype=np.int8)
    assert ranking.calibration_error(label, np.repeat([0.25, 0.75], 4)) == 0.25


def test_saying_the_same_of_everybody_lifts_nothing() -> None:
    """Ties at the edge count as their mean."""
    assert ranking.top_lift(LABEL, np.full(10, 0.2)) == pytest.approx(1.0)
    assert ranking.roc_auc(LABEL, np.full(10, 0.2)) == 0.5


def test_revenue_is_caught_where_most_is_at_stake() -> None:
    """The one contact goes to 0.7 x 300, who left; unknown revenue counts nothing."""
    money = np.array([np.nan, 100, 300, 0, 0, 0, 0, 0, 0, 0])
    assert ranking.caught_per_contact(LABEL, SAID, money) == 300.0


def test_without_both_kinds_there_is_no_ranking() -> None:
    """It is unknown, not 0."""
    assert np.isnan(ranking.roc_auc(np.zeros(4, dtype=np.int8), np.arange(4.0)))
    assert np.isnan(ranking.top_lift(np.zeros(4, dtype=np.int8), np.arange(4.0)))
