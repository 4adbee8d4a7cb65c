"""The figures of an evaluation with their intervals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cs_engine.churn import ranking
from cs_engine.churn.features import Floats, Label, Rows
from cs_engine.churn.folds import Groups
from cs_engine.metrics.satisfaction import Z_95
from cs_engine.records.churn import Bin, ClassLine, Estimate

RESAMPLES = 200
"""The standard error is then known to about a twentieth."""
BARS = 10
UNBOUNDED = frozenset({"log_loss", "lift_top_10"})
"""Figures that may be above 1; none is below 0."""
Figure = Callable[[Label, Floats], float]


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which probability a customer is called at risk, and why there."""

    at: float
    why: str


def by_capacity(said: Floats, share: float, why: str) -> Threshold:
    """Return the probability that so large a share of customers reaches."""
    return Threshold(float(np.quantile(said, 1 - share)), why)


def by_cost(ratio: float) -> Threshold:
    """Return the probability from which a contact pays when a missed loss costs ``ratio`` needless contacts.

    Formula:
        1 / (1 + ratio)
    Source:
        Elkan (2001), The Foundations of Cost-Sensitive Learning
    """
    return Threshold(1 / (1 + ratio), f"a missed loss costs {ratio:g} needless contacts")


def figures(threshold: Threshold) -> dict[str, Figure]:
    """Return every figure by its name."""

    def called(figure: Callable[[Label, Label], float]) -> Figure:
        return lambda label, said: figure(label, (said >= threshold.at).astype(np.int8))

    return {
        "roc_auc": ranking.roc_auc,
        "pr_auc": ranking.pr_auc,
        "log_loss": ranking.log_loss,
        "brier": ranking.brier,
        "calibration_error": ranking.calibration_error,
        "recall_top_10": ranking.top_recall,
        "lift_top_10": ranking.top_lift,
        "accuracy": called(lambda label, call: float((label == call).mean())),
        "precision": called(_precision),
        "recall": called(lambda label, call: _precision(call, label)),
        "f1": called(_f1),
    }


def estimates(
    named: Mapping[str, Figure],
    label: Label,
    said: Sequence[Floats],
    folds: Sequence[Sequence[Rows]],
    groups: Groups | None,
) -> dict[str, Estimate]:
    """Return each figure as the mean over folds, with its 95 % interval.

    Args:
        named: figures.
        label: 1 where it happened.
        said: out of fold, one array per repeat; NaN where never tested.
        folds: tested rows, one list per repeat.
        groups: customers of the rows, drawn whole.

    Formula:
        mean over folds +- 1.96 x standard deviation of the figure over 200 draws of customers with replacement
    Source:
        bootstrap standard error (Efron 1979) of the figure over all tested customers of the first repeat
    """
    tested = ~np.isnan(said[0])
    drawn = draws(np.flatnonzero(tested), groups)
    found = {}
    for name, figure in named.items():
        parts = [figure(label[rows], one[rows]) for one, tests in zip(said, folds, strict=True) for rows in tests]
        spread = float(np.nanstd([figure(label[rows], said[0][rows]) for rows in drawn]))
        found[name] = _estimate(float(np.nanmean(parts)), spread, float("inf") if name in UNBOUNDED else 1.0)
    return found


def report(label: Label, said: Floats, threshold: Threshold) -> tuple[ClassLine, ...]:
    """Return precision, recall and F1 of those who left and those who stayed."""
    call = (said >= threshold.at).astype(np.int8)
    sides = (("lost", label, call), ("stays", 1 - label, 1 - call))
    return tuple(
        ClassLine(
            name,
            _or_none(_precision(side, called)),
            _or_none(_precision(called, side)),
            _or_none(_f1(side, called)),
            int(side.sum()),
        )
        for name, side, called in sides
    )


def reliability(label: Label, said: Floats) -> tuple[Bin, ...]:
    """Return bars of customers of about the same probability, equally many in each."""
    order = np.argsort(said, kind="stable")
    return tuple(_bar(label[rows], said[rows]) for rows in np.array_split(order, BARS) if len(rows))


def share_interval(count: float, total: float, z: float = Z_95) -> tuple[float, float]:
    """Return the ends of the interval of a share.

    Source:
        Wilson (1927)
    """
    share, slack = count / total, z * z / total
    middle = (share + slack / 2) / (1 + slack)
    reach = z * float(np.sqrt(share * (1 - share) / total + slack / total / 4)) / (1 + slack)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _bar(label: Label, said: Floats) -> Bin:
    low, high = share_interval(int(label.sum()), len(label))
    return Bin(float(said.mean()), float(label.mean()), low, high, len(label))


def _estimate(value: float, spread: float, most: float) -> Estimate:
    return Estimate(value, max(0.0, value - Z_95 * spread), min(most, value + Z_95 * spread))


def draws(rows: Rows, groups: Groups | None) -> list[Rows]:
    """Return rows drawn with replacement, customers whole, as often as the bootstrap needs."""
    chance = np.random.default_rng(0)
    if groups is None:
        return [chance.choice(rows, len(rows)) for _ in range(RESAMPLES)]
    names, places = np.unique(groups[rows], return_inverse=True)
    members = np.split(rows[np.argsort(places, kind="stable")], np.cumsum(np.bincount(places))[:-1])
    picks = (chance.integers(0, len(names), len(names)) for _ in range(RESAMPLES))
    return [np.concatenate([members[pick] for pick in each]) for each in picks]


def _precision(label: Label, call: Label) -> float:
    return float((label * call).sum() / call.sum()) if call.sum() else float("nan")


def _f1(label: Label, call: Label) -> float:
    both = int(label.sum() + call.sum())
    return float(2 * (label * call).sum() / both) if both else float("nan")


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
