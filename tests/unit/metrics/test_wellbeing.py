"""Health of whole tables."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.health.sums import Weighed
from cs_engine.health.sums import weighted_mean as exact_mean
from cs_engine.metrics.wellbeing import (
    SATISFACTION_CURVES,
    SATISFACTION_WEIGHTS,
    USAGE_CURVES,
    USAGE_WEIGHTS,
    confidence,
    is_unhealthy,
    on_curve,
    satisfaction_score,
    scorecard_health,
    simple_health,
    usage_score,
)

EMPTY = np.nan


def test_below_half_is_unhealthy() -> None:
    """Catalogue H1, from the seed's worked example: 0.6, 0.8, 0.9 healthy, 0.4, 0.3, 0.2 not; half is not below."""
    usage = pd.Series([0.5, 0.8, 1.0, 0.4, 0.2, 0.1, 0.5, EMPTY])
    satisfaction = pd.Series([0.7, 0.8, 0.8, 0.4, 0.4, 0.3, 0.5, 1.0])
    health = simple_health(usage, satisfaction)
    assert health.round(10).tolist()[:6] == [0.6, 0.8, 0.9, 0.4, 0.3, 0.2]
    told = is_unhealthy(health)
    assert told.tolist()[:7] == [False, False, False, True, True, True, False]
    assert told.isna().tolist()[7]


def test_all_measures_at_100_are_a_health_of_100() -> None:
    """Catalogue H2: and a missing measure never moves the score towards 0."""
    scores = pd.DataFrame({"usage": [100, 80, EMPTY], "nps": [100, EMPTY, EMPTY]}, index=list("ABC"))
    health = scorecard_health(scores, {"usage": 3, "nps": 2})
    assert health.tolist()[:2] == [100, 80]
    assert health.isna()["C"]


def test_a_missing_measure_lowers_the_confidence() -> None:
    """Catalogue H5: weight with fresh data over the whole weight."""
    fresh = pd.DataFrame({"usage": [1.0, 1.0, EMPTY], "nps": [1.0, EMPTY, EMPTY]}, index=list("ABC"))
    assert confidence(fresh, {"usage": 3, "nps": 2}).to_dict() == {"A": 1.0, "B": 0.6, "C": 0.0}
    assert confidence(fresh, {"usage": 0, "nps": 0}).isna().all()


def test_the_table_s_mean_is_the_scorecard_s_own_to_the_hundredth() -> None:
    """On 200 drawn accounts with measures missing, against the whole-number sums of the scorecard."""
    chance = np.random.default_rng(3)
    drawn = chance.integers(0, 10_001, (200, 4)).astype("float64")
    drawn[chance.random(drawn.shape) < 0.3] = EMPTY
    weights = {"a": 30.0, "b": 25.0, "c": 25.0, "d": 20.0}
    scores = pd.DataFrame(drawn, columns=list(weights))
    for (_, row), health in zip(scores.iterrows(), scorecard_health(scores, weights), strict=True):
        exact = exact_mean([Weighed(int(weights[str(name)]), int(one), False) for name, one in row.dropna().items()])
        assert (exact is None) == bool(np.isnan(health))
        assert exact is None or exact == pytest.approx(health, abs=0.5 + 1e-9)


def test_usage_is_the_weighted_mean_of_frequency_breadth_depth_seats_and_trend() -> None:
    """Catalogue H3: days 50 x 30, features 50 x 15, events 60 x 15, seats 60 x 20, trend 80 x 20: 59.5."""
    usage = pd.DataFrame(
        {"active_days": [10.0], "features_used": [0.5], "events_per_user": [10.0], "seats_used": [0.5], "trend": [1.0]}
    )
    assert usage_score(usage).tolist() == [pytest.approx(59.5)]
    assert usage_score(usage[["active_days"]]).tolist() == [50.0]
    assert usage_score(usage * EMPTY).isna().all()


def test_an_answer_fades_in_weight_and_never_in_score() -> None:
    """Catalogue H4: NPS 10 counts 35 until day 180, half until 365, then not; CSAT 3 counts 25 until day 120."""
    answers = pd.DataFrame({"nps": [10.0] * 4, "csat": [3.0] * 4})
    ages = pd.DataFrame({"nps": [180.0, 181.0, 366.0, 366.0], "csat": [120.0, 120.0, 120.0, 121.0]})
    found = satisfaction_score(answers, ages)
    assert found[0] == pytest.approx((100 * 35 + 40 * 25) / 60)
    assert found[1] == pytest.approx((100 * 17.5 + 40 * 25) / 42.5)
    assert found[2] == 40
    assert np.isnan(found[3])


def test_a_quiet_day_changes_no_score() -> None:
    """One answer alone keeps its score until it is too old to count."""
    ages = pd.DataFrame({"nps": [1.0, 100.0, 365.0]})
    assert satisfaction_score(pd.DataFrame({"nps": [6.0] * 3}), ages).tolist() == [40.0] * 3


def test_curves_are_straight_between_points_and_level_outside() -> None:
    """What is empty stays empty."""
    found = on_curve(pd.Series([-1, 0, 5, 10, 99, EMPTY]), ((0, 20), (10, 40)))
    assert found.tolist()[:5] == [20, 20, 30, 40, 40]
    assert np.isnan(found[5])


def test_every_curve_has_a_weight_and_ascends() -> None:
    """And stays between 0 and 100."""
    for curves, weights in ((USAGE_CURVES, USAGE_WEIGHTS), (SATISFACTION_CURVES, SATISFACTION_WEIGHTS)):
        assert curves.keys() == weights.keys()
        for points in curves.values():
            assert [raw for raw, _ in points] == sorted({raw for raw, _ in points})
            assert all(0 <= score <= 100 for _, score in points)
        assert sum(weights.values()) == 100
