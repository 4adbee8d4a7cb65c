"""How well probabilities rank customers and how true they are: one pure function per figure."""

import numpy as np
from scipy.stats import rankdata

from cs_engine.churn.features import Floats, Label
from cs_engine.churn.losses import log_losses
from cs_engine.churn.models.fitting import to_log_odds

BINS = 10
"""Of the calibration error: of equal width, as it is usually published."""
TENTH = 0.1


def roc_auc(label: Label, said: Floats) -> float:
    """Return the chance that someone to whom it happened ranks above someone to whom it did not; ties count half.

    Formula:
        (sum of ranks of positives - P (P + 1) / 2) / (P N)
    Source:
        Mann and Whitney (1947)
    """
    positive = label == 1
    count = int(positive.sum())
    others = len(label) - count
    return (
        float((rankdata(said)[positive].sum() - count * (count + 1) / 2) / (count * others))
        if count and others
        else float("nan")
    )


def pr_auc(label: Label, said: Floats) -> float:
    """Return the average precision: precision at each step of recall.

    Formula:
        sum over distinct thresholds (recall_k - recall_{k-1}) precision_k
    """
    order = np.argsort(-said, kind="stable")
    hits = np.cumsum(label[order], dtype="float64")
    last = np.append(np.diff(said[order]) != 0, True)
    found, counted = hits[last], np.arange(1, len(label) + 1)[last]
    return float((np.diff(found, prepend=0.0) * found / counted).sum() / hits[-1]) if hits[-1] else float("nan")


def brier(label: Label, said: Floats) -> float:
    """Return the mean squared difference between what was said and what happened."""
    return float(((said - label) ** 2).mean())


def log_loss(label: Label, said: Floats) -> float:
    """Return the mean negative logarithm of the probability given to what happened."""
    return float(log_losses(label, to_log_odds(said)).mean())


def calibration_error(label: Label, said: Floats) -> float:
    """Return the mean distance between what was said and what happened, over bins of equal width.

    Formula:
        sum over bins |mean said - share happened| n_bin / n
    """
    place = np.minimum((said * BINS).astype(np.int64), BINS - 1)
    off = np.bincount(place, weights=said - label, minlength=BINS)
    return float(np.abs(off).sum() / len(label))


def top_recall(label: Label, said: Floats, share: float = TENTH) -> float:
    """Return the share of all to whom it happened among the customers ranked highest."""
    return _caught(label.astype("float64"), said, share) / int(label.sum()) if label.sum() else float("nan")


def top_lift(label: Label, said: Floats, share: float = TENTH) -> float:
    """Return how many times more often it happened among the customers ranked highest than among all."""
    return top_recall(label, said, share) * len(label) / _count(said, share)


def caught_per_contact(label: Label, said: Floats, money: Floats, share: float = TENTH) -> float:
    """Return the revenue of those to whom it happened, per contacted customer, contacting those with most at stake.

    Formula:
        mean over the highest ``share`` by said x money of happened x money; missing money counts nothing
    """
    known = np.nan_to_num(money)
    return _caught(label * known, said * known, share) / _count(said, share)


def _count(said: Floats, share: float) -> int:
    return max(1, round(share * len(said)))


def _caught(worth: Floats, said: Floats, share: float) -> float:
    """Return what those ranked highest are worth together; of those tied at the edge, their mean is counted."""
    count = _count(said, share)
    edge = np.partition(said, len(said) - count)[len(said) - count]
    above, tied = said > edge, said == edge
    return float(worth[above].sum() + worth[tied].mean() * (count - above.sum()))
