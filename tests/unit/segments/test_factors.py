"""Factor analysis: what many columns measure together."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.segments.factors import factor_analysis
from tests.unit.segments.customers import names, noise

COUNT = 500
LOADINGS = np.array([[0.9, 0.8, 0.7, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.8, -0.8, 0.6]])


@pytest.fixture
def two_factors() -> pd.DataFrame:
    """Return six columns made of two factors, of variance 1 each."""
    draws = np.random.default_rng(1)
    own = np.sqrt(1 - (LOADINGS**2).sum(axis=0))
    values = draws.normal(size=(COUNT, 2)) @ LOADINGS + draws.normal(size=(COUNT, 6)) * own
    frame = pd.DataFrame(values, names(COUNT), list("abcdef"))
    return (frame - frame.mean()) / frame.std(ddof=0)


def test_planted_loadings_are_found_again(two_factors: pd.DataFrame) -> None:
    """After rotation each column loads on its own factor, to 0.1."""
    found = factor_analysis(two_factors)
    assert found is not None
    first, second = found.table.factors
    assert list(first.loadings.values()) == pytest.approx(LOADINGS[0].tolist(), abs=0.1)
    assert np.abs(list(second.loadings.values())).tolist() == pytest.approx(np.abs(LOADINGS[1]).tolist(), abs=0.1)


def test_communalities_and_explained_variance_add_up(two_factors: pd.DataFrame) -> None:
    """Both are sums of squared loadings: one by column, one by factor over the number of columns."""
    found = factor_analysis(two_factors)
    assert found is not None
    table = found.table
    for column, shared in table.communalities.items():
        assert shared == pytest.approx(sum(each.loadings[column] ** 2 for each in table.factors))
    assert table.explained == pytest.approx(sum(table.communalities.values()) / 6)
    assert table.factors[0].explained > table.factors[1].explained


def test_a_column_that_falls_as_the_factor_rises_is_named_with_a_minus(two_factors: pd.DataFrame) -> None:
    """The second factor is d against e."""
    found = factor_analysis(two_factors)
    assert found is not None
    assert found.table.factors[1].name in {"d - e", "e - d", "-e + d", "-d + e"}


def test_columns_that_have_nothing_in_common_have_no_factor() -> None:
    """Parallel analysis finds no more than in random data."""
    frame = noise("bell", count=500)
    assert factor_analysis((frame - frame.mean()) / frame.std(ddof=0)) is None


def test_two_columns_have_no_factor(two_factors: pd.DataFrame) -> None:
    """They have a correlation."""
    assert factor_analysis(two_factors[["a", "b"]]) is None
