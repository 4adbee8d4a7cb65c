"""Who buys how often, and who has stopped: the BG/NBD model of repeat purchases, fitted."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln

from cs_engine.value.likelihood import Fit, Numbers, maximize

NAMES = ("r", "alpha", "a", "b")
MOST_LOG_ODDS = 700.0
"""The greatest exponent that is still a number; nobody is surer to have left."""
ROWS_AT_FIRST = 20_000
"""So many customers tell nearly where the parameters of all are, at a fraction of the time."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Purchase histories with equal ones counted once: ``weight`` says how many customers share a row.

    Who has not come back yet is told by age alone; ``frequencies`` and ``customers`` count all customers by their
    number of repeat purchases, for most of the likelihood depends on nothing else.
    """

    frequency: Numbers
    recency: Numbers
    age: Numbers
    weight: Numbers
    single_age: Numbers
    single_weight: Numbers
    frequencies: Numbers
    customers: Numbers

    @classmethod
    def of(cls, histories: pd.DataFrame) -> Self:
        """Return the sample of ``histories``: columns ``frequency``, ``recency``, ``age``."""
        columns = [histories[name].to_numpy("float64") for name in ("frequency", "recency", "age")]
        again = columns[0] > 0
        (frequency, recency, age), weight = _distinct([column[again] for column in columns])
        (single_age,), single_weight = _distinct([columns[2][~again]])
        frequencies, customers = np.unique(columns[0], return_counts=True)
        return cls(frequency, recency, age, weight, single_age, single_weight, frequencies, customers.astype("float64"))


def fit_bgnbd(histories: pd.DataFrame) -> Fit:
    """Return ``r``, ``alpha`` (purchase rates), ``a`` and ``b`` (chances to stop) of greatest likelihood.

    Args:
        histories: one row per customer: ``frequency`` (repeat purchases), ``recency`` (time from the first to the
            last purchase), ``age`` (time from the first purchase to the as-of day), in one unit of time.

    Formula:
        G(r+x) alpha^r / G(r) x B(a, b+x) / B(a, b) x [(alpha+T)^-(r+x) + (x>0) a/(b+x-1) (alpha+t)^-(r+x)]
    Source:
        Fader, Hardie and Lee 2005, "Counting Your Customers" the Easy Way.
    """
    few = histories.iloc[:: max(1, len(histories) // ROWS_AT_FIRST)]
    start = (1.0, float(histories["age"].mean()), 1.0, 1.0)
    first = _fitted(few, start, None)
    return first if len(few) == len(histories) else _fitted(histories, start, None if first.loose else first)


def _fitted(histories: pd.DataFrame, start: tuple[float, ...], near: Fit | None) -> Fit:
    sample = Sample.of(histories)
    return maximize(lambda values: likelihood(values, sample), NAMES, start, len(histories), near)


def likelihood(values: Numbers, sample: Sample) -> tuple[float, Numbers]:
    """Return the log-likelihood and its gradient by ``r``, ``alpha``, ``a`` and ``b``."""
    by_count, slope_by_count = _by_frequency(values, sample)
    once, slope_once = _singles(values, sample)
    again, slope_again = _repeaters(values, sample)
    return by_count + once + again, slope_by_count + slope_once + slope_again


def _by_frequency(values: Numbers, sample: Sample) -> tuple[float, Numbers]:
    """Return what depends on the number of repeat purchases only."""
    r, alpha, a, b = values
    x, customers = sample.frequencies, sample.customers
    everybody = customers.sum()
    terms = gammaln(r + x) + gammaln(b + x) - gammaln(a + b + x)
    fixed = r * np.log(alpha) - gammaln(r) + gammaln(a + b) - gammaln(b)
    both = digamma(a + b) * everybody - customers @ digamma(a + b + x)
    rates = customers @ digamma(r + x) + everybody * (np.log(alpha) - digamma(r))
    stops = customers @ digamma(b + x) - everybody * digamma(b)
    return float(customers @ terms + everybody * fixed), np.array([rates, everybody * r / alpha, both, both + stops])


def _singles(values: Numbers, sample: Sample) -> tuple[float, Numbers]:
    """Return what those who have not come back add: nobody can stop before a repeat purchase."""
    r, alpha = values[:2]
    logs = sample.single_weight @ np.log(alpha + sample.single_age)
    return float(-r * logs), np.array([-logs, -r * (sample.single_weight @ (1 / (alpha + sample.single_age))), 0, 0])


def _repeaters(values: Numbers, sample: Sample) -> tuple[float, Numbers]:
    """Return what those who came back add: still here, or stopped right after the last purchase."""
    r, alpha, a, b = values
    shape, stop = r + sample.frequency, b + sample.frequency - 1
    log_age, log_recency = np.log(alpha + sample.age), np.log(alpha + sample.recency)
    odds = np.exp(np.minimum(shape * (log_age - log_recency) + np.log(a / stop), MOST_LOG_ODDS))
    left = sample.weight * (odds / (1 + odds))
    alive = sample.weight - left
    total = sample.weight @ (np.log1p(odds) - shape * log_age)
    by_r = -left @ log_recency - alive @ log_age
    by_alpha = -alive @ (shape / (alpha + sample.age)) - left @ (shape / (alpha + sample.recency))
    return float(total), np.array([by_r, by_alpha, left.sum() / a, -left @ (1 / stop)])


def _distinct(columns: list[Numbers]) -> tuple[list[Numbers], Numbers]:
    """Return the distinct rows of some columns and how often each occurs."""
    order = np.lexsort(columns)
    ordered = [column[order] for column in columns]
    new = np.ones(len(order), dtype="bool")
    new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in ordered])
    begins = np.flatnonzero(new)
    return [column[begins] for column in ordered], np.diff(begins, append=len(order)).astype("float64")
