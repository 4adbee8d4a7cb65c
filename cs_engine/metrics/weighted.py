"""Weighted means in which what is missing drops out of both sums: it never pulls a score towards 0."""

from collections.abc import Mapping

import pandas as pd


def weighted_mean(scores: pd.DataFrame, weights: Mapping[str, float] | pd.DataFrame) -> pd.Series:
    """Return the weighted mean of each row, on the scale of its scores; empty where nothing has a score and weight.

    Args:
        scores: one row per account, one column per part; missing is empty.
        weights: not negative; one per column of ``scores``, or a table of the same shape where weights differ by row.

    Formula:
        sum of weight x score / sum of weight, over the parts with a score
    Source:
        the field's weighted scorecard.
    """
    weight = _weights(scores, weights).where(scores.notna(), 0.0)
    total = weight.sum(axis=1)
    return (weight * scores.fillna(0.0)).sum(axis=1) / total.where(total > 0)


def covered(scores: pd.DataFrame, weights: Mapping[str, float] | pd.DataFrame) -> pd.Series:
    """Return the share of the weight that has a score, 0-1; empty where nothing carries weight.

    Formula:
        weight of the parts with a score / weight of all parts
    Source:
        coverage of a scorecard, so that a score from little data can be told from one from much.
    """
    weight = _weights(scores, weights)
    total = weight.sum(axis=1)
    return weight.where(scores.notna(), 0.0).sum(axis=1) / total.where(total > 0)


def _weights(scores: pd.DataFrame, weights: Mapping[str, float] | pd.DataFrame) -> pd.DataFrame:
    if isinstance(weights, pd.DataFrame):
        return weights.reindex_like(scores).fillna(0.0).astype("float64")
    return pd.DataFrame({name: float(weights[name]) for name in scores.columns}, index=scores.index)
