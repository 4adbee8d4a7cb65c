"""Segments that keep their key from refresh to refresh, and the customers who went from one to another."""

import re
from collections.abc import Mapping
from datetime import date

import pandas as pd
from scipy.optimize import linear_sum_assignment

from cs_engine.records.segments import Move

CLUSTER = re.compile(r"s\d+")
"""What `kept_keys` calls clusters; tiers and the like are words."""
SAME = 0.25
"""Two clusterings share a segment when at least so much of both together is in common (Jaccard); a new one otherwise.
A segment that splits in two equal halves has 0.5 with each; one spread over four others has less than 0.25."""


def is_cluster(key: str) -> bool:
    """Tell a cluster's key from that of a tier or rule."""
    return CLUSTER.fullmatch(key) is not None


def kept_keys(before: Mapping[str, str], labels: pd.Series) -> dict[int, str]:
    """Return the key of each new cluster: that of the earlier segment whose customers it has, or a new one.

    Args:
        before: key of the segment by customer, as of the previous refresh; empty at the first.
        labels: new cluster by customer.

    Returns:
        Key by cluster. New keys are ``s1``, ``s2``, … by size, and none that was in use before.

    Formula:
        the assignment with the largest sum of |both| / |either| over customers present in both (Kuhn 1955)
    """
    counts = labels.value_counts()
    sizes = sorted((int(label) for label in counts.index), key=lambda label: (-int(counts[label]), label))
    kept = _matched({account: key for account, key in before.items() if is_cluster(key)}, labels, sizes)
    used = {*before.values(), *kept.values()}
    fresh = (key for number in range(1, len(used) + len(sizes) + 1) if (key := f"s{number}") not in used)
    return {label: kept[label] if label in kept else next(fresh) for label in sizes}


def moves(before: Mapping[str, str], after: Mapping[str, str], on: date) -> tuple[Move, ...]:
    """Return who is in another segment than before, by customer; who is new or gone has not moved."""
    both = sorted(before.keys() & after.keys())
    return tuple(
        Move(account, before[account], after[account], on) for account in both if before[account] != after[account]
    )


def _matched(before: Mapping[str, str], labels: pd.Series, clusters: list[int]) -> dict[int, str]:
    earlier = pd.Series(before, dtype="str").reindex(labels.index).dropna()
    common = pd.crosstab(labels[earlier.index], earlier).reindex(clusters, fill_value=0)
    if common.empty or not len(common.columns):
        return {}
    either = common.sum(axis=1).to_numpy()[:, None] + common.sum(axis=0).to_numpy() - common.to_numpy()
    shared = common.to_numpy() / either.clip(min=1)
    rows, columns = linear_sum_assignment(shared, maximize=True)
    keys = [str(key) for key in common.columns]
    return {
        clusters[row]: keys[column]
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if shared[row, column] >= SAME
    }
