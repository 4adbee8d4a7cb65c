"""How many customers there is time for: a file of a million is learned from in a minute all the same."""

import numpy as np

from cs_engine.churn.customers import Customers
from cs_engine.churn.models.fitting import Task
from cs_engine.churn.models.logistic import fit_logistic
from cs_engine.churn.preparation import Preparation
from cs_engine.churn.selecting import SLACK
from cs_engine.records.churn import Wanted

MOST_COMPARED, FEWEST_COMPARED = 20_000, 5_000
"""Rows on which ways are compared: beyond, the third digit of the log loss no longer moves; below, the second does."""
PLANNED = 4.0
"""Times the rows that are compared, for which time is kept; where more is left, more are learned from."""
TRIED = 2_000
"""Rows from which one regression is learned, to see how long it takes."""
SHARE = 0.15
"""Of the time that is left, what the quickest way may take: others take several times as long."""
FITS = 5
"""Of the rows on which ways are compared."""


def rows_compared(customers: Customers, preparation: Preparation, wanted: Wanted) -> int:
    """Return on how many rows there is time to compare ways.

    Args:
        customers: to learn from.
        preparation: how their columns become features.
        wanted: what time there is.
    """
    most = min(len(customers), MOST_COMPARED)
    some = customers.take(customers.sample(TRIED, wanted.seed))
    if most <= FEWEST_COMPARED or len(np.unique(some.label)) == 1:
        return most
    began = wanted.clock()
    fit_logistic(Task(preparation.features(some.frame), some.label), {"strength": 0.1})
    each = (wanted.clock() - began) / TRIED
    left = max(0.0, wanted.began + wanted.budget - wanted.clock())
    return max(FEWEST_COMPARED, min(most, int(SHARE * left / FITS / each))) if each > 0 else most


def rows_learned(rows: int, compared: int, seconds: float, left: float) -> int:
    """Return how many rows there is time to learn from in the end.

    Args:
        rows: that there are.
        compared: rows that ``seconds`` are about, those of a fold and of learning from the others.
        seconds: that the ways which were chosen took together.
        left: seconds.
    """
    per_row = SLACK * seconds / (compared * (FITS - 1) / FITS)
    return rows if per_row * rows <= max(left, 0.0) else max(compared, int(left / per_row))
