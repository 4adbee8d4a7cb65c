"""Customers as points of a plane, and what its directions mean."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cs_engine.records.segments import Axis, Map, Point
from cs_engine.segments.clustering import lots

MOST_POINTS = 3_000
"""More points cover each other."""
SAYS = 0.4
"""Correlation from which a direction is about a column."""
MOST_WORDS = 2
"""Per end of an axis: a third column rarely fits beside a picture, and says little more."""
Matrix = NDArray[np.float64]


def map_of(matrix: pd.DataFrame, assigned: pd.Series) -> Map | None:
    """Return customers along their two main directions, or None where there are fewer than two.

    Args:
        matrix: index customer, sorted; standardized columns.
        assigned: key of the segment by customer; who has none is left out.

    Formula:
        the first two principal components, turned so that the column that goes with them most closely grows
    Source:
        Pearson 1901, Hotelling 1933.
    """
    values = matrix.to_numpy()
    if min(values.shape) < 2:  # noqa: PLR2004 - a plane has two directions
        return None
    _, strength, directions = np.linalg.svd(values - values.mean(axis=0), full_matrices=False)
    if strength[1] <= 0:
        return None
    links = _correlations(values, values @ directions[:2].T)
    signs = np.sign(links[np.abs(links).argmax(axis=0), [0, 1]])
    placed = pd.DataFrame(values @ directions[:2].T * signs, index=matrix.index).loc[assigned.index].round(4)
    shown = np.sort(np.argsort(lots(placed.index, 0), kind="stable")[:MOST_POINTS])
    every = tuple(
        Point(str(account), str(key), float(x), float(y))
        for account, key, (x, y) in zip(assigned.index, assigned, placed.to_numpy(), strict=True)
    )
    shares = strength**2 / (strength**2).sum()
    names = [str(name) for name in matrix]
    across, up = (_axis(links[:, side] * signs[side], names, float(shares[side])) for side in (0, 1))
    return Map(tuple(every[place] for place in shown), across, up)


def _correlations(values: Matrix, scores: Matrix) -> Matrix:
    spread = values.std(axis=0)[:, None] * scores.std(axis=0)
    products = (values - values.mean(axis=0)).T @ (scores - scores.mean(axis=0)) / len(values)
    found: Matrix = products / np.where(spread > 0, spread, 1.0)
    return found


def _axis(links: Matrix, names: list[str], explained: float) -> Axis:
    order = np.argsort(-np.abs(links), kind="stable")
    more = tuple(names[place] for place in order if links[place] >= SAYS)[:MOST_WORDS]
    less = tuple(names[place] for place in order if links[place] <= -SAYS)[:MOST_WORDS]
    return Axis(more or (names[order[0]],), less, explained)
