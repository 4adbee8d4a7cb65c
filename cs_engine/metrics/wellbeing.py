"""Health as tables of many accounts: the simple half-and-half score, the scorecard's mean, and how sure it is.

The scores that accounts are shown with are made by the scorecard, exact to the hundredth and with a receipt. These are
the same figures for whole tables, for studies and for whoever has no scorecard.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from cs_engine.metrics.weighted import covered, weighted_mean

UNHEALTHY_BELOW = 0.5
"""Half of the scale: usage and satisfaction both half good."""
Curve = Sequence[tuple[float, float]]
"""Points (raw value, score 0-100), raw values ascending; straight lines between, level outside."""
USAGE_CURVES: Mapping[str, Curve] = {
    "active_days": ((0, 0), (20, 100)),
    "features_used": ((0, 0), (1, 100)),
    "events_per_user": ((0, 0), (10, 60), (40, 100)),
    "seats_used": ((0, 0), (0.5, 60), (0.8, 100)),
    "trend": ((0.5, 0), (0.7, 40), (1, 80), (1.2, 100)),
}
"""Frequency: 20 business days are every day of four weeks. Breadth: share of the features paid for. Depth: 40 events a
user in four weeks are two a working day. Seats: above 80 % the next seats are due. Trend: against the twelve weeks
before; 0.7 is where a fall is worth an alert."""
USAGE_WEIGHTS: Mapping[str, float] = {
    "active_days": 30,
    "features_used": 15,
    "events_per_user": 15,
    "seats_used": 20,
    "trend": 20,
}
"""How often and whether it falls say most about staying; the rest says how deep it goes."""
SATISFACTION_CURVES: Mapping[str, Curve] = {
    "nps": ((0, 0), (6, 40), (8, 70), (10, 100)),
    "csat": ((1, 0), (3, 40), (4, 75), (5, 100)),
    "ces": ((1, 0), (4, 45), (5, 70), (7, 100)),
    "complaints": ((0, 100), (1, 60), (3, 0)),
    "sentiment": ((-1, 0), (0, 50), (1, 100)),
}
"""Each answer on its own scale, its usual positive border at 70 to 75; one complaint in 90 days is worth noticing,
three are a fault."""
SATISFACTION_WEIGHTS: Mapping[str, float] = {"nps": 35, "csat": 25, "ces": 15, "complaints": 15, "sentiment": 10}
"""A considered answer outweighs an inferred mood."""
FADES: Mapping[str, Curve] = {
    "nps": ((180, 1), (365, 0.5)),
    "csat": ((120, 1),),
    "ces": ((120, 1),),
    "complaints": ((90, 1),),
    "sentiment": ((90, 1),),
}
"""Weight left up to each age in days, nothing beyond: an opinion lasts half a year, the memory of a ticket four
months, a mood a quarter."""


def simple_health(usage: pd.Series, satisfaction: pd.Series) -> pd.Series:
    """Return the simple health score on the scale of its parts; empty where one is missing.

    Args:
        usage: usage score per account.
        satisfaction: satisfaction score per account, on the same scale and index.

    Formula:
        (usage score + satisfaction score) / 2
    Source:
        the simplest health score in use; both parts are needed, for half of it would be another figure.
    """
    return (usage + satisfaction) / 2


def is_unhealthy(health: pd.Series, below: float = UNHEALTHY_BELOW) -> pd.Series:
    """Return whether a health score is below a threshold; empty where the score is.

    Args:
        health: a score per account.
        below: on the same scale: 0.5 of 1, so 50 of 100.
    """
    return (health < below).astype("boolean").mask(health.isna())


def scorecard_health(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """Return scorecard health per account, 0-100; empty where no measure has data.

    Args:
        scores: one row per account, one column per measure, each already 0-100; missing is empty.
        weights: how much each measure counts.

    Formula:
        sum of weight x score / sum of weight over measures with data
    Source:
        the field's weighted scorecard; a missing measure lowers the confidence and never the score.
    """
    return weighted_mean(scores, weights)


def confidence(fresh: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """Return how much of a scorecard has fresh data per account, 0-1.

    Args:
        fresh: one row per account, one column per measure; empty where there is no fresh data.
        weights: how much each measure counts.

    Formula:
        weight of the measures with fresh data / total weight
    Source:
        coverage; shown beside every score.
    """
    return covered(fresh, weights)


def on_curve(raw: pd.Series, curve: Curve) -> pd.Series:
    """Return the score 0-100 of raw values; empty stays empty.

    Formula:
        a straight line between the two points beside the value, level outside
    """
    at, scores = (np.array(values, dtype="float64") for values in zip(*curve, strict=True))
    values = raw.to_numpy("float64")
    return pd.Series(np.where(np.isnan(values), np.nan, np.interp(values, at, scores)), index=raw.index)


def usage_score(
    usage: pd.DataFrame,
    curves: Mapping[str, Curve] = USAGE_CURVES,
    weights: Mapping[str, float] = USAGE_WEIGHTS,
) -> pd.Series:
    """Return the usage score per account, 0-100; empty where nothing is known about usage.

    Args:
        usage: one row per account over the last four weeks; any of ``active_days`` (business days with use),
            ``features_used`` (share of the features), ``events_per_user``, ``seats_used`` (active users / seats) and
            ``trend`` (active users / those of the twelve weeks before). Missing is empty.
        curves: what each figure is worth.
        weights: how much each counts.

    Formula:
        weighted mean of the figures' scores: frequency 30, breadth 15, depth 15, seats 20, trend 20
    Source:
        the usual dimensions of product adoption; a missing figure drops out of both sums.
    """
    scores = pd.DataFrame({name: on_curve(usage[name], curves[name]) for name in usage.columns}, index=usage.index)
    return weighted_mean(scores, weights)


def satisfaction_score(
    answers: pd.DataFrame,
    ages: pd.DataFrame,
    curves: Mapping[str, Curve] = SATISFACTION_CURVES,
    weights: Mapping[str, float] = SATISFACTION_WEIGHTS,
) -> pd.Series:
    """Return the satisfaction score per account, 0-100; empty where no answer is fresh enough.

    Args:
        answers: one row per account; any of the latest ``nps`` (0-10), ``csat`` (1-5), ``ces`` (1-7), ``complaints``
            (of 90 days) and ``sentiment`` (-1 to 1). Missing is empty.
        ages: the same shape: days since each.
        curves: what each is worth.
        weights: how much each counts while fresh.

    Formula:
        weighted mean of the scores; the weight falls with age, the score never does
    Source:
        a quiet month must not change what somebody said, only how much it still counts.
    """
    names = list(answers.columns)
    scores = pd.DataFrame({name: on_curve(answers[name], curves[name]) for name in names}, index=answers.index)
    faded = pd.DataFrame({name: weights[name] * _left(ages[name], FADES[name]) for name in names}, index=answers.index)
    return weighted_mean(scores, faded)


def _left(age_days: pd.Series, fade: Curve) -> pd.Series:
    """Return the part of the weight that is left at an age: steps, and nothing beyond the last."""
    left = pd.Series(0.0, index=age_days.index)
    for until, part in reversed(fade):
        left = left.mask(age_days <= until, part)
    return left
