"""Forecasts beside naive ones of the same days: what the learning is worth."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cs_engine.churn import ranking
from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Floats
from cs_engine.churn.measuring import Figure, draws
from cs_engine.churn.out_of_time import TENURE, Forecasts, alone
from cs_engine.metrics.satisfaction import Z_95
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_accounts import Naive

FIGURES: Mapping[str, Figure] = {
    "roc_auc": ranking.roc_auc,
    "pr_auc": ranking.pr_auc,
    "log_loss": ranking.log_loss,
    "brier": ranking.brier,
    "calibration_error": ranking.calibration_error,
    "recall_top_10": ranking.top_recall,
    "lift_top_10": ranking.top_lift,
}
"""Figures that need no threshold."""
USAGE = ("active_users", "events_per_user", "active_days_share")
"""What the last four weeks looked like, without what came before."""
SCORE = "score"


def naive(customers: Customers, scores: pd.Series | None = None) -> dict[Naive, Floats]:
    """Return what naive ways say of the same days, each learned from the same rows.

    Args:
        customers: with their moments.
        scores: the health score of each row, missing where there was none; ``None`` where none was kept.
    """
    found = {
        Naive.RATE: alone(customers, ()),
        Naive.TENURE: alone(customers, (TENURE,)),
        Naive.USAGE: alone(customers, USAGE),
    }
    if scores is None or scores.isna().all():
        return found
    scored = Customers(
        pd.DataFrame({SCORE: scores.to_numpy()}), customers.label, customers.groups, customers.known, customers.settled
    )
    return found | {Naive.SCORE: alone(scored, (SCORE,))}


def metrics(found: Forecasts) -> dict[str, Estimate]:
    """Return every figure with its interval over accounts."""
    label, said = found.tested.label, found.said
    drawn = draws(np.arange(len(label)), found.tested.groups)
    return {
        name: _estimate(figure(label, said), [figure(label[rows], said[rows]) for rows in drawn])
        for name, figure in FIGURES.items()
    }


def figures_of(found: Forecasts, said: Floats) -> dict[str, float]:
    """Return every figure of other forecasts of the same days."""
    return {name: figure(found.tested.label, said) for name, figure in FIGURES.items()}


def gain(found: Forecasts, said: Floats) -> Estimate:
    """Return the ROC-AUC over that of other forecasts, with its interval over accounts."""
    label = found.tested.label
    drawn = draws(np.arange(len(label)), found.tested.groups)
    gains = [
        ranking.roc_auc(label[rows], found.said[rows]) - ranking.roc_auc(label[rows], said[rows]) for rows in drawn
    ]
    return _estimate(ranking.roc_auc(label, found.said) - ranking.roc_auc(label, said), gains)


def _estimate(value: float, drawn: list[float]) -> Estimate:
    spread = float(np.nanstd(drawn))
    return Estimate(value, value - Z_95 * spread, value + Z_95 * spread)
