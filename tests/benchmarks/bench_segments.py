"""Choosing the number of segments at scale, against the scikit-learn calls that measure the same."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_score
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped] # it comes without types

from cs_engine.segments.choosing import choose
from cs_engine.segments.clustering import by_kmeans
from cs_engine.segments.preparing import prepare
from tests.benchmarks.report import Claim, seconds

CUSTOMERS, COLUMNS, GROUPS = 10_000, 8, 5
LIMIT = 1.3
COUNTS = range(2, 9)
STARTS, DRAWS, JUDGED, SHARE = 5, 4, 2_000, 0.8
"""As many of each as our own choice takes."""
THREADS = 1
"""As our own choice does: with more, the plain calls take several times as long on a machine that is busy."""

Matrix = NDArray[np.float64]


def claims() -> list[Claim]:
    """Measure the claim about segments."""
    values, _ = make_blobs(CUSTOMERS, COLUMNS, centers=GROUPS, cluster_std=2.5, random_state=1)
    names = pd.Index([f"c{number:05}" for number in range(CUSTOMERS)])
    frame = pd.DataFrame(values, names, [f"figure_{place}" for place in range(COLUMNS)])
    matrix = prepare(frame).matrix
    found = choose(matrix, by_kmeans)
    with threadpool_limits(THREADS):
        reference = plainly(matrix.to_numpy())
        plain = seconds(lambda: plainly(matrix.to_numpy()), 3)
    ours = seconds(lambda: choose(matrix, by_kmeans), 3)
    taken = next(each for each in found.candidates if each.chosen)
    return [
        Claim(
            f"Choosing the number of clusters of {CUSTOMERS:,} customers / plain scikit-learn calls",
            ours / plain,
            LIMIT,
            f"{ours:.1f} s against {plain:.1f} s; {taken.k} groups, silhouette {taken.silhouette:.2f} "
            f"against {reference[taken.k]:.2f}",
        )
    ]


def plainly(values: Matrix) -> dict[int, float]:
    """Measure separation, repeatability and what data without groups reach as one would first write it.

    Returns:
        The silhouette by number of clusters.
    """
    draws = np.random.default_rng(1)
    fits = {k: clusters(values, k) for k in COUNTS}
    judged = draws.choice(len(values), JUDGED, replace=False)
    sample = values[judged]
    for _ in range(DRAWS):
        part = draws.choice(JUDGED, int(SHARE * JUDGED), replace=False)
        for k in COUNTS:
            adjusted_rand_score(fits[k][judged][part], clusters(sample[part], k))
    for drawn in without_groups(sample, draws):
        for k in COUNTS:
            silhouette_score(drawn, clusters(drawn, k))
    return {k: float(silhouette_score(sample, fits[k][judged])) for k in COUNTS}


def clusters(values: Matrix, k: int) -> NDArray[np.int64]:
    """Return the cluster of each row."""
    labels: NDArray[np.int64] = KMeans(k, n_init=STARTS, random_state=1).fit_predict(values).astype("int64")
    return labels


def without_groups(sample: Matrix, draws: np.random.Generator) -> Iterator[Matrix]:
    """Yield boxes and bells that lie as the sample does."""
    turned = PCA().fit(sample)
    scores = turned.transform(sample)
    for _ in range(DRAWS):
        yield turned.inverse_transform(draws.uniform(scores.min(axis=0), scores.max(axis=0), scores.shape))
        yield turned.inverse_transform(draws.normal(0, scores.std(axis=0), scores.shape))
