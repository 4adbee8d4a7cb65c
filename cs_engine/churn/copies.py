"""Files in which a few customers are written many times over: random folds would test on what was learned.

Two popular public files are made like this. Exact duplicates are not the point: every copy differs a little.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.neighbors import NearestNeighbors

from cs_engine.churn.features import Features, Floats, Label, Rows
from cs_engine.churn.folds import Groups

FEWEST_ROWS = 100
"""Fewer rows have no pattern to speak of."""
MOST_ROWS = 20_000
"""Everybody is compared with everybody; in a longer file its first rows stand for all."""
ASKED = 3_000
"""Rows whose neighbors are looked for first: where these see no copies, nobody does."""
HARDLY = 0.8
"""Share of those it happened to whose nearest neighbor says so too, below which the rest need not be asked."""
NEIGHBORS = 5
MOST_FOR_TREES = 15
"""Columns beyond which comparing with everybody is quicker than searching."""
SHORTEST_STEP = 5
"""Rows nearer to each other are alike because a file is sorted."""
LONGEST_STEP = 0.6
"""Of the file: two copies of everybody, and a few rows at its ends gone."""
IN_STEP = 0.5
"""Share of rows whose nearest neighbor lies a whole number of steps away; chance is one in the step's length."""
ALIKE = 0.9
"""Share of those it happened to whose copy says so too; in files of real customers it is far below."""
NEARER = 0.5
"""A copy is at most half as far as the fifth neighbor."""
DROP = 0.15
"""How much less often the fifth neighbor agrees, where there are fewer than five copies of each."""
REACH = 2.0
"""Copies of a customer form a chain in which no gap is more than twice as wide as nearly all others."""
LARGEST = 0.2
"""Real customers are all linked by then; copies fall apart into many small families."""


@dataclass(frozen=True, eq=False)
class Copies:
    """Which rows are the same customer.

    Attributes:
        groups: a number per row.
        customers: how many there are.
        step: rows from one copy to the next, where it is regular.
    """

    groups: Groups
    customers: int
    step: int | None = None


def find_copies(features: Features, label: Label, orders: Sequence[NDArray[np.int64]]) -> Copies | None:
    """Return which rows are copies of one customer, or nothing where customers are as different as people are.

    Args:
        features: one row per row of the file.
        label: whether it happened.
        orders: numbers in which copies may follow each other: places in the file, numbers in ids.
    """
    if len(label) < FEWEST_ROWS or features.numbers.shape[1] + features.codes.shape[1] == 0:
        return None
    some = np.arange(min(len(label), MOST_ROWS))
    places = _places(features.take(some))
    asked = np.sort(np.random.default_rng(0).permutation(some)[:ASKED])
    distances, nearest = _neighbors(places, asked)
    for order in orders:
        step = _step(order[some], asked, distances, nearest)
        if step:
            groups = np.unique(order % step, return_inverse=True)[1].astype(np.int64)
            return Copies(groups, len(np.unique(groups)), step)
    if len(some) < len(label):
        return None
    rare = label == (1 if label.mean() <= 0.5 else 0)  # noqa: PLR2004 - the rarer of two
    theirs = rare[asked]
    if not theirs.any() or float(rare[nearest[theirs, 0]].mean()) < HARDLY:
        return None
    return _families(*(_neighbors(places, some) if len(asked) < len(some) else (distances, nearest)), places, rare)


def _places(features: Features) -> Floats:
    """Return customers as points: numbers by rank, so that no unit counts more; a different word is 1 away."""
    columns = []
    for place in range(features.numbers.shape[1]):
        values = features.numbers[:, place]
        known = values[~np.isnan(values)]
        low, high = np.percentile(known, (1, 99)) if len(known) else (0.0, 0.0)
        wide = (high - low) or 1.0
        columns.append(np.clip(np.nan_to_num(values, nan=low - wide / 4) - low, -wide / 4, wide * 5 / 4) / wide)
    for place, one in enumerate(features.words):
        codes = features.codes[:, place]
        shown = range(min(len(one.levels), 20))
        columns += [(codes == level) / np.sqrt(2) for level in shown if (codes == level).any()]
    return np.column_stack(columns)


def _neighbors(places: Floats, asked: Rows) -> tuple[Floats, NDArray[np.int64]]:
    """Return distances to and rows of the nearest others of some rows."""
    search = NearestNeighbors(
        n_neighbors=NEIGHBORS + 1, algorithm="brute" if places.shape[1] > MOST_FOR_TREES else "auto"
    )
    distances, rows = search.fit(places).kneighbors(places[asked])
    own = rows == asked[:, None]
    own[~own.any(axis=1), -1] = True  # among many twins a row need not come first
    kept = ~own
    shape = (len(asked), NEIGHBORS)
    return distances[kept].reshape(shape), rows[kept].reshape(shape)


def _step(order: NDArray[np.int64], asked: Rows, distances: Floats, nearest: NDArray[np.int64]) -> int | None:
    lags = np.abs(order[nearest] - order[asked][:, None])
    tied = distances <= distances[:, :1] * 1.001 + 1e-12
    common = [lag for lag, _ in Counter(lags[:, 0].tolist()).most_common(20) if lag >= SHORTEST_STEP]
    candidates = {*common, *(gcd(one, other) for one in common for other in common)}
    longest = LONGEST_STEP * (int(order.max()) - int(order.min()))
    shares = {
        step: float(((lags % step == 0) & (lags > 0) & tied).any(axis=1).mean() - tied.sum(axis=1).mean() / step)
        for step in candidates
        if SHORTEST_STEP <= step <= longest
    }
    best = max(shares.values(), default=0.0)
    return max(step for step, share in shares.items() if share >= ALIKE * best) if best >= IN_STEP else None


def _families(distances: Floats, nearest: NDArray[np.int64], places: Floats, rare: NDArray[np.bool_]) -> Copies | None:
    """Return families of near-copies in no order."""
    first, fifth = (float(rare[nearest[rare, rank]].mean()) for rank in (0, NEIGHBORS - 1))
    if first < ALIKE:
        return None
    close = distances <= NEARER * distances[:, -1:]
    if float(close[:, 0].mean()) >= IN_STEP and first - fifth >= DROP:
        near = np.nonzero(close)
        return _linked(near[0], nearest[near], rare)
    reach = REACH * float(np.percentile(distances[:, 0], 95))
    graph = NearestNeighbors(radius=reach).fit(places).radius_neighbors_graph(places).tocoo()
    return _linked(graph.row, graph.col, rare)


def _linked(one: NDArray[np.int64], other: NDArray[np.int64], rare: NDArray[np.bool_]) -> Copies | None:
    rows = len(rare)
    links = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(rows, rows))
    count, groups = connected_components(links, directed=False)
    sizes = np.bincount(groups)
    if sizes.max() > LARGEST * rows or float((sizes[groups] > 1).mean()) < IN_STEP:
        return None
    shares = np.bincount(groups, weights=rare) / sizes
    if float(shares[groups[rare]].mean()) < ALIKE:
        return None
    return Copies(groups.astype(np.int64), int(count))
