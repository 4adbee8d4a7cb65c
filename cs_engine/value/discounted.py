"""What customers will still bring, discounted: the default for contracts."""

import numpy as np
import pandas as pd

from cs_engine.records.lifetime_value import CAP_MONTHS
from cs_engine.value.likelihood import Numbers

MONTHS = 12


def discounted_lifetime_value(margin: pd.Series, survival: pd.Series, discount: float) -> pd.Series:
    """Return each customer's expected discounted margin, conditional on being alive now; same index.

    Args:
        margin: of one period, money; pass revenue for a lifetime revenue. Missing stays missing.
        survival: chance to be there in period 0, 1, 2 …, in order; the first is 1, as the customer is alive.
        discount: per period, 0.1 for 10 %.

    Formula:
        sum over t of margin x s_t / (1 + d)^t
    Source:
        field standard.
    """
    return margin * float(survival.to_numpy("float64") @ (1 + discount) ** -np.arange(len(survival)))


def constant_retention_value(margin: pd.Series, retention: float, discount: float) -> pd.Series:
    """Return the discounted lifetime value without end, where the chance to stay is always the same; same index.

    Args:
        margin: of one period, money.
        retention: chance 0-1 to stay for another period.
        discount: per period; with 0 and a retention of 1 there is no value.

    Formula:
        m (1 + d) / (1 + d - r)
    Source:
        the geometric series that ``discounted_lifetime_value`` tends to.
    """
    below = 1 + discount - retention
    return margin * ((1 + discount) / below if below > 0 else np.nan)


def constant_survival(retention: float, periods: int) -> pd.Series:
    """Return the survival of customers who all stay with the same chance: r^t for t from 0."""
    return pd.Series(retention ** np.arange(periods, dtype="float64"), name="survival")


def discounted_months(survival: Numbers, term_months: Numbers, months_left: Numbers, discount: float) -> Numbers:
    """Return how many discounted months of margin each contract is still expected to bring, at most 60.

    Renewal is decided once per term: until the next one the customer is there for certain.

    Args:
        survival: one row per contract: the chance to make the next 0, 1, 2 … renewals; at least 61 columns.
        term_months: length of the terms that follow, whole months from 1.
        months_left: whole months until the next renewal.
        discount: per year.

    Formula:
        sum over months m < 60 of s_k(m) / (1 + d)^(m/12), k(m) = renewals decided by the start of month m
    Source:
        renewal chances hold per term, margin comes per month.
    """
    months = np.arange(CAP_MONTHS)
    since = months - months_left[:, None]
    made = np.where(since < 0, 0, 1 + since // term_months[:, None]).astype("int64")
    chances = np.take_along_axis(survival, made, axis=1)
    return np.asarray(chances @ (1 + discount) ** (-months / MONTHS), dtype="float64")
