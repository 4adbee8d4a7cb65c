"""Data without clusters that otherwise look like ours: what any clustering has to beat."""

from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

FEW = 12
"""A column with at most so many values is a list of words or counts, and has gaps by nature."""


class Shape(StrEnum):
    """What data without clusters look like along their principal directions."""

    BOX = "box"
    """Evenly spread: of all data with one mode those that look most like clusters (Tibshirani et al. 2001, gap)."""
    BELL = "bell"
    """Normal with the same covariance: long clouds split cleanly without being clusters (Liu et al. 2008, SigClust)."""


def without_clusters(matrix: Matrix, shape: Shape, seed: int) -> Matrix:
    """Return as many rows without clusters, spread in the same directions.

    Columns with few different values, such as indicators, keep their values and how often each occurs, so that words
    alone make no clusters.

    Args:
        matrix: customers by columns, centered.
        shape: which kind.
        seed: for the draws.

    Formula:
        box: uniform between the extremes along each principal direction; bell: normal with its variance; turned back;
        columns with few values by quantile
    """
    draws = np.random.default_rng(seed)
    _, _, directions = np.linalg.svd(matrix, full_matrices=False)
    turned = matrix @ directions.T
    if shape is Shape.BOX:
        drawn = draws.uniform(turned.min(axis=0), turned.max(axis=0), turned.shape)
    else:
        drawn = draws.normal(0.0, turned.std(axis=0), turned.shape)
    return _with_few_values(drawn @ directions, matrix)


def _with_few_values(drawn: Matrix, matrix: Matrix) -> Matrix:
    for place in range(matrix.shape[1]):
        values = np.sort(matrix[:, place])
        if len(np.unique(values)) <= FEW:
            ranks = pd.Series(drawn[:, place]).rank(method="first").to_numpy().astype("int64") - 1
            drawn[:, place] = values[ranks]
    return drawn
