"""Weights and borders that losses suggest."""

from dataclasses import replace

import numpy as np
import pytest

from cs_engine.churn.audit_suggestion import suggested
from cs_engine.churn.past import Past, past_of
from tests.unit.churn.pasts import TWO, company


@pytest.fixture(scope="module")
def past() -> Past:
    """Return the past of a company whose score looks at the wrong measure."""
    return past_of(company(200, 80))


def test_weight_moves_to_what_tells(past: Past) -> None:
    """Use has a fifth of the weight and all of the signal; later losses are ranked better, beyond chance."""
    found = suggested(past, TWO)
    assert found.weights is not None
    assert found.weights["usage_trend"] > 0.6
    assert sum(found.weights.values()) == pytest.approx(1)
    assert found.weights_tried is not None
    assert found.weights_tried.is_sure
    assert found.weights_tried.then > found.weights_tried.now + 0.1


def test_noise_alone_suggests_nothing(past: Past) -> None:
    """When neither measure tells, the present weights stay."""
    chance = np.random.default_rng(1)
    drawn = past.sub_scores.apply(lambda column: chance.uniform(0, 100, len(column)))
    score = past.frame.assign(score=0.2 * drawn["usage_trend"] + 0.8 * drawn["nps"])
    found = suggested(Past(score, drawn, past.weights, past.first, past.last), TWO)
    assert found.weights is None
    assert found.border is None


def test_few_losses_suggest_nothing() -> None:
    """They would move weights by accident; not even a trial is told."""
    found = suggested(past_of(company(60, 12)), TWO)
    assert (found.weights, found.border, found.weights_tried, found.border_tried) == (None, None, None, None)


def test_another_formula_teaches_nothing(past: Past) -> None:
    """Sub-scores of an earlier scorecard mean something else."""
    found = suggested(past, replace(TWO, formula_version="two@00000000"))
    assert found.losses == 0
