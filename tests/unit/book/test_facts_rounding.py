"""Rounding where facts leave the book."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_engine.book.facts_rounding import round_significant


def rounded(value: float) -> float:
    """Round one number."""
    return float(round_significant(np.array([value]))[0])


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1 / 3, 0.333333), (123456.5, 123456.0), (123457.5, 123458.0), (1234565.0, 1234560.0), (0.0, 0.0), (-2.5, -2.5)],
)
def test_six_significant_digits_ties_to_even(value: float, expected: float) -> None:
    """Half-way values go to the even digit."""
    assert rounded(value) == expected


def test_the_noise_of_summing_does_not_decide_a_tie() -> None:
    """The same cents added in another order give the same number."""
    assert rounded(12345.65) == rounded(12345.649999999999) == 12345.6


def test_unknown_stays_unknown() -> None:
    """NaN is not a number to round."""
    assert np.isnan(rounded(float("nan")))


@given(st.floats(min_value=1e-9, max_value=1e12))
def test_rounding_twice_changes_nothing(value: float) -> None:
    """A rounded number is its own decimal notation."""
    once = rounded(value)
    assert rounded(once) == once == float(f"{once:.6g}")
