"""The Pareto/NBD model of repeat purchases, beside the BG/NBD: here customers may stop at any moment."""

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln, roots_legendre

from cs_engine.value.likelihood import Fit, Numbers, maximize

NODES = 48
"""Enough for an exponent of 40, at which the integral is cut."""
CUT = 40.0
"""e^-40: what is beyond adds nothing to sixteen digits."""


def fit_pareto_nbd(histories: pd.DataFrame) -> Fit:
    """Return ``r``, ``alpha`` (purchase rates), ``s`` and ``beta`` (rates of stopping) of greatest likelihood.

    Args:
        histories: ``frequency``, ``recency``, ``age`` per customer, in one unit of time.

    Formula:
        G(r+x) alpha^r beta^s / G(r) x [(alpha+T)^-(r+x) (beta+T)^-s + s int_t^T (alpha+u)^-(r+x) (beta+u)^-(s+1) du]
    Source:
        Schmittlein, Morrison and Colombo 1987; the integral stands for their two hypergeometric functions, since it
        keeps its digits where those cancel out.
    """
    rows = histories.groupby(["frequency", "recency", "age"]).size()
    x, recency, age = (np.asarray(rows.index.get_level_values(level), dtype="float64") for level in range(3))
    weight = np.asarray(rows, dtype="float64")
    scale = float(histories["age"].mean())
    return maximize(
        lambda values: _likelihood(values, (x, recency, age), weight),
        ("r", "alpha", "s", "beta"),
        (1.0, scale, 1.0, scale),
        len(histories),
    )


def pareto_alive(values: tuple[float, ...], histories: pd.DataFrame) -> pd.Series:
    """Return the chance 0-1 that each customer has not stopped buying; same index."""
    x, recency, age = (histories[name].to_numpy("float64") for name in ("frequency", "recency", "age"))
    here, gone, _, _ = _ways(np.array(values), (x, recency, age))
    return pd.Series(np.exp(here - np.logaddexp(here, gone)), index=histories.index)


def pareto_purchases(values: tuple[float, ...], histories: pd.DataFrame, horizon: float) -> pd.Series:
    """Return how many purchases each customer is expected to make within ``horizon``; same index.

    Formula:
        P(alive) x (r+x) (beta+T) / (alpha+T) x [1 - ((beta+T) / (beta+T+h))^(s-1)] / (s-1)
    Source:
        Schmittlein, Morrison and Colombo 1987; at s = 1 the logarithm that the fraction tends to.
    """
    r, alpha, s, beta = values
    age = histories["age"]
    grown = np.log1p(horizon / (beta + age))
    times = grown if s == 1 else -np.expm1(-(s - 1) * grown) / (s - 1)
    chances = pareto_alive(values, histories)
    expected: pd.Series = chances * (r + histories["frequency"]) * (beta + age) / (alpha + age) * times
    return expected


def _likelihood(values: Numbers, histories: tuple[Numbers, Numbers, Numbers], weight: Numbers) -> tuple[float, Numbers]:
    r, alpha, s, beta = values
    x = histories[0]
    here, gone, by_here, by_gone = _ways(values, histories)
    either = np.logaddexp(here, gone)
    alive = np.exp(here - either)
    terms = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + either
    slope = np.array([weight @ (alive * h + (1 - alive) * g) for h, g in zip(by_here, by_gone, strict=True)])
    everybody = weight.sum()
    slope[0] += weight @ digamma(r + x) + everybody * (np.log(alpha) - digamma(r))
    slope[1:] += everybody * np.array([r / alpha, np.log(beta), s / beta])
    return float(weight @ terms), slope


def _ways(
    values: Numbers, histories: tuple[Numbers, Numbers, Numbers]
) -> tuple[Numbers, Numbers, tuple[Numbers, ...], tuple[Numbers, ...]]:
    """Return the logarithms of being still here and of having stopped, and the gradient of both."""
    r, alpha, s, beta = values
    x, recency, age = histories
    shape = r + x
    log_a, log_b = np.log(alpha + age), np.log(beta + age)
    here = -shape * log_a - s * log_b
    by_here = (-log_a, -shape / (alpha + age), -log_b, -s / (beta + age))
    gone, means = _stopped(values, shape, recency, age)
    by_gone = (-means[0], -shape * means[1], 1 / s - means[2], -(s + 1) * means[3])
    return here, gone, by_here, by_gone


def _stopped(values: Numbers, shape: Numbers, recency: Numbers, age: Numbers) -> tuple[Numbers, tuple[Numbers, ...]]:
    """Return the logarithm of the integral over the moment of stopping, and means of what its gradient needs.

    In y = log(alpha + u) the integrand falls as e^-(r+x-1)y, so it is cut where nothing is left.
    """
    _, alpha, s, beta = values
    places, weights = roots_legendre(NODES)
    begin = np.log(alpha + recency)
    width = np.minimum(np.log(alpha + age) - begin, CUT / np.maximum(shape, 1.0))
    y = begin[:, None] + width[:, None] * (places + 1) / 2
    log_a, log_b = y, np.log(beta - alpha + np.exp(y))
    logs = -(shape[:, None] - 1) * log_a - (s + 1) * log_b
    top = logs.max(axis=1, keepdims=True)
    mass = np.exp(logs - top) * weights
    total = mass.sum(axis=1)
    with np.errstate(divide="ignore"):
        integral = np.log(s) + top[:, 0] + np.log(total * width / 2)
    parts = (log_a, np.exp(-log_a), log_b, np.exp(-log_b))
    return integral, tuple((mass * part).sum(axis=1) / total for part in parts)
