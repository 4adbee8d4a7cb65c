"""Standardized ratings, weighted experience and satisfaction groups."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.metrics.experience import standardized_rating, weighted_experience
from cs_engine.metrics.satisfaction import promoter_margin
from cs_engine.metrics.satisfaction_groups import satisfaction_groups


def test_a_group_is_rated_against_the_whole_survey() -> None:
    """Catalogue S3: ratings 6, 8, 10 have mean 8 and deviation 1.633, so 9 on average is +0.612."""
    ratings, groups = pd.Series([6.0, 8.0, 10.0, np.nan]), pd.Series(["low", "high", "high", "low"])
    found = standardized_rating(ratings, groups)
    assert found.to_dict() == {"high": pytest.approx(0.6124, abs=5e-5), "low": pytest.approx(-1.2247, abs=5e-5)}


def test_over_the_whole_survey_it_is_0_and_without_spread_unknown() -> None:
    """It only means something per group."""
    assert standardized_rating(pd.Series([1.0, 2.0, 6.0]), pd.Series(["all"] * 3))["all"] == pytest.approx(0)
    assert standardized_rating(pd.Series([5.0, 5.0]), pd.Series(["a", "b"])).isna().all()
    assert standardized_rating(pd.Series([], dtype="float64"), pd.Series([], dtype="str")).empty


def test_80_60_90_weighted_5_3_2_are_76() -> None:
    """Catalogue S5, from the seed's formula: a missing dimension drops out of both sums."""
    dimensions = pd.DataFrame({"product": [80, 80], "service": [60, np.nan], "experience": [90, 90]})
    found = weighted_experience(dimensions, {"product": 5, "service": 3, "experience": 2})
    assert found.tolist() == [76.0, pytest.approx(580 / 7)]
    assert weighted_experience(dimensions * np.nan, {"product": 5, "service": 3, "experience": 2}).isna().all()


def test_three_kinds_of_customers_are_told_apart() -> None:
    """Catalogue S4: k-means on ratings and purchases, named by rating, whatever the order of rows."""
    chance = np.random.default_rng(5)
    rating = pd.Series(np.repeat([9.0, 6.0, 2.0], 20) + chance.normal(0, 0.3, 60), index=[f"A{n}" for n in range(60)])
    orders = pd.DataFrame({"orders": np.repeat([12.0, 5.0, 1.0], 20) + chance.normal(0, 0.3, 60)}, index=rating.index)
    found = satisfaction_groups(rating, orders)
    assert found.tolist() == ["satisfied"] * 20 + ["neutral"] * 20 + ["dissatisfied"] * 20
    assert satisfaction_groups(rating[::-1], orders[::-1]).reindex(rating.index).tolist() == found.tolist()


def test_too_few_customers_make_no_groups() -> None:
    """Two kinds of rows cannot be three groups; who has no rating is in none."""
    rating = pd.Series([9.0, 9.0, 2.0, np.nan], index=list("ABCD"))
    orders = pd.DataFrame({"orders": [3.0, 3.0, 1.0, 1.0]}, index=rating.index)
    assert satisfaction_groups(rating, orders).isna().all()


def test_the_unusual_margin_counts_passives_against() -> None:
    """Catalogue S6: 50 promoters, 30 passives and 20 detractors are an NPS of +30 and a margin of 0."""
    answers = pd.Series([9.0] * 50 + [7.0] * 30 + [5.0] * 20)
    assert promoter_margin(answers) == 0
    assert promoter_margin(answers[:0]) is None
