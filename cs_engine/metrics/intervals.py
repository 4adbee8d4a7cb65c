"""How far a figure can be trusted: intervals where no closed form exists, and when there is too little to say."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from cs_engine.metrics.satisfaction import Z_95

SMALL_SAMPLE = 10
"""Below ten, one customer more or less moves a share by over ten points."""
RESAMPLES = 2_000
"""The ends of a 95 % interval are then stable to about a twentieth of its width."""
SEED = 2026
"""Any number: the same data must give the same interval."""
LARGE_SAMPLE = 2_000
"""From here on a closed form is as good as drawing."""
CHUNK = 1_000_000
"""Drawn places held at once, 8 MB."""
Numbers = npt.NDArray[np.float64]


def bootstrap_ratio(parts: pd.Series, wholes: pd.Series, seed: int = SEED) -> tuple[float | None, float | None]:
    """Return the 95 % interval of a ratio of sums; empty when nothing varies or there is nothing to divide by.

    Args:
        parts: what is summed above, one row per customer.
        wholes: what is summed below, same index.
        seed: of the drawing.

    Formula:
        2.5th and 97.5th percentile of sum(part) / sum(whole) over 2,000 samples of customers, drawn with replacement
    Source:
        Efron's percentile bootstrap; a ratio of skewed sums has no closed form that holds for few customers.
    """
    above, below = parts.to_numpy("float64"), wholes.to_numpy("float64")

    def ratio(drawn: npt.NDArray[np.int64]) -> Numbers:
        whole = below[drawn].sum(axis=1)
        return np.asarray(np.divide(above[drawn].sum(axis=1), whole, out=np.full(len(whole), np.nan), where=whole > 0))

    return _percentiles(len(above), ratio, seed)


def ratio_interval(parts: pd.Series, wholes: pd.Series) -> tuple[float | None, float | None, str | None]:
    """Return the 95 % interval of a ratio of sums and how it was made: ``bootstrap``, or ``linearized`` for many.

    Formula:
        up to 2,000 customers the bootstrap; beyond, R +- 1.96 sqrt(n / (n - 1) sum (part - R whole)^2) / sum whole
    Source:
        Cochran's ratio estimator, whose closed form holds for large samples.
    """
    n, whole = len(parts), float(wholes.sum())
    if n <= LARGE_SAMPLE:
        low, high = bootstrap_ratio(parts, wholes)
        return low, high, None if low is None else "bootstrap"
    ratio = float(parts.sum()) / whole
    reach = Z_95 * math.sqrt(n / (n - 1) * float(((parts - ratio * wholes) ** 2).sum())) / whole
    return max(0.0, ratio - reach), ratio + reach, "linearized"


def bootstrap_mean(values: pd.Series, seed: int = SEED) -> tuple[float | None, float | None]:
    """Return the 95 % interval of the mean of ratings, which are neither normal nor free of bounds.

    Formula:
        2.5th and 97.5th percentile of the mean over 2,000 samples of answers, drawn with replacement
    Source:
        Efron's percentile bootstrap; it stays inside the scale.
    """
    given = values.dropna().to_numpy("float64")
    return _percentiles(len(given), lambda drawn: np.asarray(given[drawn].mean(axis=1)), seed)


def is_small(n: int | None) -> bool:
    """Tell whether a figure stands on so little that it must be said."""
    return n is not None and n < SMALL_SAMPLE


def _percentiles(
    size: int, statistic: Callable[[npt.NDArray[np.int64]], Numbers], seed: int
) -> tuple[float | None, float | None]:
    if size < 2:  # noqa: PLR2004 - one row does not vary
        return None, None
    chance = np.random.default_rng(seed)
    rounds = max(1, CHUNK // size)
    drawn = [
        statistic(chance.integers(0, size, (min(rounds, RESAMPLES - done), size)))
        for done in range(0, RESAMPLES, rounds)
    ]
    found = np.concatenate(drawn)
    if np.isnan(found).all():
        return None, None
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return (float(low), float(high)) if low < high else (None, None)
