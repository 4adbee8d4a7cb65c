"""How wrong probabilities are, row by row, and the weights that make several models least wrong together."""

import numpy as np
from scipy.optimize import minimize

from cs_engine.churn.features import Floats, Label

PRIOR = 20.0
"""Customers' worth of belief that models mean what they say and are equally good: few losses must not bend that."""


def log_losses(label: Label, log_odds: Floats) -> Floats:
    """Return the log loss of each row.

    Formula:
        log(1 + exp(-z)) where it happened, log(1 + exp(z)) where it did not
    """
    signed = np.where(label == 1, -log_odds, log_odds)
    return np.logaddexp(0.0, signed)


def blend_weights(label: Label, log_odds: Floats) -> tuple[float, Floats]:
    """Return the constant and the weights, none negative, of the sum of log-odds that fits best.

    With one column it is a calibration: a monotone affine map of the log-odds.

    Args:
        label: 1 where it happened.
        log_odds: out of fold, one column per model.

    Formula:
        min over a, w >= 0 of sum log loss(a + Z w) + PRIOR / 2 (sum (w - 1 / models)^2 + a^2)
    Source:
        Platt (1999) for one model, stacking with weights that are not negative (Breiman 1996) for several.
    """
    count = log_odds.shape[1]

    def cost(at: Floats) -> tuple[float, Floats]:
        total = at[0] + log_odds @ at[1:]
        off = 1 / (1 + np.exp(-np.clip(total, -50, 50))) - label
        away = at - start
        value = log_losses(label, total).sum() + PRIOR / 2 * (away**2).sum()
        slope = np.concatenate([[off.sum()], log_odds.T @ off]) + PRIOR * away
        return float(value), slope

    start = np.concatenate([[0.0], np.full(count, 1 / count)])
    limits = [(None, None)] + [(0.0, None)] * count
    found = minimize(cost, start, jac=True, bounds=limits, method="L-BFGS-B").x
    return float(found[0]), np.asarray(found[1:])
