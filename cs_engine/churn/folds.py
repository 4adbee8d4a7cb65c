"""How rows are divided into learning and testing, so that no customer and no later day helps its own forecast."""

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from cs_engine.churn.features import Label, Rows

Folds = list[tuple[Rows, Rows]]
"""Rows to learn from, and rows to test on."""
Groups = NDArray[np.int64]
"""A number per row: rows of one group are the same customer, and stay together."""
Moments = NDArray[np.datetime64]
"""When what is known of each row was known, and when what became of it is known, as two columns."""

PARTS = 3
"""Of customers: what is tested is learned from the other two thirds."""


def by_customer(label: Label, count: int, seed: int, groups: Groups | None = None) -> Folds:
    """Return folds with about the same share of positives each; rows of a group are never divided."""
    rows = np.zeros((len(label), 1))
    most = max(2, min(count, int(np.bincount(label, minlength=2).min())))
    if groups is None or len(np.unique(groups)) == len(groups):
        return list(StratifiedKFold(most, shuffle=True, random_state=seed).split(rows, label))
    most = max(2, min(most, len(np.unique(groups))))
    return list(StratifiedGroupKFold(most, shuffle=True, random_state=seed).split(rows, label, groups))


def by_time(known: Moments, settled: Moments, count: int) -> Folds:
    """Return folds that each test on later days; what was settled only after they began is left out of learning.

    Args:
        known: the as-of moment of each row.
        settled: when the label of each row was decided; not before ``known``.
        count: of folds; days before the first label was settled are for learning only.
    """
    days = np.unique(known[known > settled.min()])
    starts = np.unique(days[[len(days) * part // count for part in range(count)]]) if len(days) else days
    ends = [*starts[1:], None]
    folds = []
    for start, end in zip(starts, ends, strict=True):
        tested = (known >= start) if end is None else (known >= start) & (known < end)
        learned = settled < start
        if learned.any() and tested.any():
            folds.append((np.flatnonzero(learned), np.flatnonzero(tested)))
    return folds


def by_time_and_customer(known: Moments, settled: Moments, groups: Groups, count: int, seed: int) -> Folds:
    """Return folds that test some customers on later days, learned from other customers on earlier days.

    Days are divided into as many stretches as make about ``count`` folds with three parts of customers, after a first
    stretch that is only learned from.
    """
    names, places = np.unique(groups, return_inverse=True)
    part_of = (np.random.default_rng(seed).permutation(len(names)) % PARTS)[places]
    stretches = by_time(known, settled, max(2, count // PARTS) + 1)[1:]
    folds = [(learned, tested[part_of[tested] == part]) for learned, tested in stretches for part in range(PARTS)]
    return without_shared([fold for fold in folds if len(fold[1])], groups)


def without_shared(folds: Folds, groups: Groups) -> Folds:
    """Return the folds with customers that are tested taken out of learning."""
    return [(learned[~np.isin(groups[learned], groups[tested])], tested) for learned, tested in folds]
