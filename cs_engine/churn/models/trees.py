"""A decision tree and a random forest, kept as plain arrays and read without the library that grew them."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

from cs_engine.churn.features import Features, Floats
from cs_engine.churn.models.fitting import Effects, Setting, Task, to_log_odds

FILE = "trees.npz"
TREES = 300
"""More change the third digit of a probability."""
BATCH = 10
"""Trees between two looks at the clock."""
LEAF = -1
Flat = NDArray[np.float32]
Nodes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Trees:
    """Trees whose probabilities are averaged; all arrays have one entry per node, those of one tree after another.

    Attributes:
        roots: where each tree starts.
        column: of the indicators, or -1 at a leaf.
        threshold: values up to it go left.
        left: node.
        right: node.
        missing_left: missing values go left.
        share: of customers to whom it happened.
    """

    roots: NDArray[np.int64]
    column: NDArray[np.int64]
    threshold: Floats
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    missing_left: NDArray[np.bool_]
    share: Floats

    def probability(self, features: Features) -> Floats:
        """Return the mean over trees of the share in each customer's leaf, by Laplace never quite 0 or 1."""
        table = features.indicators
        total = np.zeros(len(features))
        for root in self.roots:
            total += self.share[self._leaves(table, int(root))]
        return total / len(self.roots)

    def log_odds(self, features: Features) -> Floats:
        """Return the logarithm of the odds, one per row."""
        return to_log_odds(self.probability(features))

    def effects(self, features: Features) -> Effects:
        """Return what each feature adds to the probability: how the share changes at the splits on it.

        Source:
            the decomposition of Saabas (2014) along the path from root to leaf
        """
        table, owners = features.indicators, features.indicator_owners
        added = np.zeros((len(features), len(features.number_names) + len(features.words)))
        for root in self.roots:
            for moving, here, there in self._steps(table, int(root)):
                added[moving, owners[self.column[here]]] += self.share[there] - self.share[here]
        return Effects(float(self.share[self.roots].mean()), added / len(self.roots))

    def packed(self) -> Mapping[str, bytes]:
        """Return its one file."""
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **{name: getattr(self, name) for name in self.__annotations__})
        return {FILE: file.getvalue()}

    def _leaves(self, table: Flat, root: int) -> Nodes:
        nodes = np.full(len(table), root, dtype=np.int64)
        for moving, _, there in self._steps(table, root):
            nodes[moving] = there
        return nodes

    def _steps(self, table: Flat, root: int) -> Iterator[tuple[Nodes, Nodes, Nodes]]:
        """Yield, level by level, which rows move on, from which nodes and to which."""
        moving, here = np.arange(len(table)), np.full(len(table), root, dtype=np.int64)
        while True:
            inner = self.column[here] != LEAF
            moving, here = moving[inner], here[inner]
            if not len(moving):
                return
            values = table[moving, self.column[here]]
            goes_left = np.where(np.isnan(values), self.missing_left[here], values <= self.threshold[here])
            there = np.where(goes_left, self.left[here], self.right[here])
            yield moving, here, there
            here = there


def fit_tree(task: Task, setting: Setting) -> Trees:
    """Fit one tree of at most ``depth`` levels with at least ``leaf`` customers in each leaf."""
    tree = DecisionTreeClassifier(
        max_depth=int(setting["depth"]), min_samples_leaf=_leaf(task, setting), random_state=task.seed
    )
    return _flat([tree.fit(task.features.indicators, task.label)])


def fit_forest(task: Task, setting: Setting) -> Trees:
    """Fit trees with at least ``leaf`` customers in each leaf; ``share`` of the columns are looked at in each split."""
    forest = RandomForestClassifier(
        n_estimators=0,
        min_samples_leaf=_leaf(task, setting),
        max_features=setting["share"] or "sqrt",
        n_jobs=task.threads,
        random_state=task.seed,
        warm_start=True,
    )
    while forest.n_estimators < TREES and not (forest.n_estimators and task.is_late):
        forest.n_estimators += BATCH
        forest.fit(task.features.indicators, task.label)
    return _flat(forest.estimators_)


def load_trees(files: Mapping[str, bytes]) -> Trees:
    """Return them from their file."""
    with np.load(io.BytesIO(files[FILE]), allow_pickle=False) as kept:
        return Trees(**{name: kept[name] for name in Trees.__annotations__})


def _leaf(task: Task, setting: Setting) -> int:
    return max(1, min(int(setting["leaf"]), len(task.label) // 10))


def _flat(trees: list[DecisionTreeClassifier]) -> Trees:
    grown = [tree.tree_ for tree in trees]
    roots = np.concatenate([[0], np.cumsum([one.node_count for one in grown])]).astype(np.int64)
    moved = [
        (np.where(one.children_left < 0, LEAF, one.children_left + start), one.children_right + start)
        for one, start in zip(grown, roots, strict=False)
    ]
    counts = [one.value[:, 0, :] * one.weighted_n_node_samples[:, None] for one in grown]
    return Trees(
        roots=roots[:-1],
        column=np.concatenate([np.where(one.children_left < 0, LEAF, one.feature) for one in grown]),
        threshold=np.concatenate([one.threshold for one in grown]),
        left=np.concatenate([left for left, _ in moved]),
        right=np.concatenate([right for _, right in moved]),
        missing_left=np.concatenate([one.missing_go_to_left.astype(bool) for one in grown]),
        share=np.concatenate([_smoothed(one) for one in counts]),
    )


def _smoothed(counts: Floats) -> Floats:
    """Return shares drawn a little to the share of the whole tree: a pure leaf of five is no certainty.

    Formula:
        (positives + base rate) / (customers + 1)
    Source:
        the m-estimate of Cestnik (1990), with m = 1
    """
    base = counts[0, 1] / counts[0].sum()
    smoothed: Floats = (counts[:, 1] + base) / (counts.sum(axis=1) + 1)
    return smoothed
