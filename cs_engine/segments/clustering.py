"""The two ways of clustering, and draws of customers that stay the same when others come or go."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.cluster.hierarchy import cut_tree, linkage
from sklearn.cluster import KMeans

Matrix = NDArray[np.float64]
Labels = NDArray[np.int64]

STARTS = 5
"""K-means finds the nearest valley; of five spread-out starts one is in the deepest, as a rule."""
MOST_IN_TREE = 4_000
"""The tree of all pairs takes memory by the square; more customers join the nearest center afterwards."""


class Clustering(Protocol):
    """Clusters rows for several numbers of clusters; labels are 0, 1, … in the order of first rows."""

    def __call__(self, matrix: Matrix, counts: Iterable[int], seed: int) -> Mapping[int, Labels]:
        """Return the labels of all rows by number of clusters."""
        ...


def by_kmeans(matrix: Matrix, counts: Iterable[int], seed: int) -> Mapping[int, Labels]:
    """Cluster by k-means (Lloyd 1982) from starts that are far apart (k-means++)."""
    return {k: KMeans(k, n_init=STARTS, random_state=seed).fit_predict(matrix).astype("int64") for k in counts}


def by_ward(matrix: Matrix, counts: Iterable[int], seed: int) -> Mapping[int, Labels]:
    """Cluster by joining what adds least to the variance within (Ward 1963); one tree serves all counts."""
    rows = np.arange(len(matrix))
    if len(matrix) > MOST_IN_TREE:
        rows = np.sort(np.random.default_rng(seed).choice(rows, MOST_IN_TREE, replace=False))
    wanted = list(counts)
    cuts = cut_tree(linkage(matrix[rows], "ward"), wanted)
    return (
        {k: nearest(matrix, centers(matrix[rows], cuts[:, place])) for place, k in enumerate(wanted)}
        if len(rows) < len(matrix)
        else {k: cuts[:, place].astype("int64") for place, k in enumerate(wanted)}
    )


def centers(matrix: Matrix, labels: Labels) -> Matrix:
    """Return the mean row of each label, in order of labels."""
    return np.stack([matrix[labels == label].mean(axis=0) for label in np.unique(labels)])


def nearest(matrix: Matrix, middles: Matrix) -> Labels:
    """Return the place of the nearest center of each row."""
    distances = (matrix**2).sum(axis=1)[:, None] - 2 * matrix @ middles.T + (middles**2).sum(axis=1)
    found: Labels = distances.argmin(axis=1)
    return found


def lots(customers: pd.Index, draw: int) -> NDArray[np.float64]:
    """Return a number in [0, 1) per customer that depends on its name and the draw alone.

    Whoever comes or goes changes nobody else's lot, so samples drawn by it stay what they were.
    """
    names = customers.astype("str").to_numpy(dtype=object) + f"#{draw}"
    found: NDArray[np.float64] = pd.util.hash_array(names, categorize=False) / 2.0**64
    return found
