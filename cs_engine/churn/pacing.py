"""How many customers there is time for: a file of a million is learned from in a minute all the same."""

from dataclasses import dataclass

import numpy as np

from cs_engine.churn.customers import Customers
from cs_engine.churn.models.fitting import Task
from cs_engine.churn.models.logistic import fit_logistic
from cs_engine.churn.preparation import Preparation
from cs_engine.records.churn import Wanted

LARGEST_SEARCH = 20_000
"""Rows on which ways are compared: beyond, the third digit of the log loss no longer moves."""
FEWEST_COMPARED, FEWEST_LEARNED = 5_000, 10_000
"""Rows that are never gone below: what is learned from fewer is worth less than the time."""
TRIED = 2_000
"""Rows from which one regression is learned, to see how long it takes."""
SHARE = 0.3
"""Of the time that is left, what the quickest way may take: others take several times as long."""
FITS = 5
"""Of the rows on which ways are compared."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Rows on which ways are compared, and rows that are learned from in the end."""

    compared: int
    learned: int


def pace(customers: Customers, preparation: Preparation, wanted: Wanted) -> Pace:
    """Return how many rows there is time for; all of them on most files.

    Args:
        customers: to learn from.
        preparation: how their columns become features.
        wanted: what time there is.
    """
    rows = len(customers)
    if rows <= FEWEST_COMPARED:
        return Pace(rows, rows)
    some = customers.take(customers.sample(TRIED, wanted.seed))
    if len(np.unique(some.label)) == 1:
        return Pace(min(rows, LARGEST_SEARCH), rows)
    began = wanted.clock()
    fit_logistic(Task(preparation.features(some.frame), some.label), {"strength": 0.1})
    each = (wanted.clock() - began) / TRIED
    left = max(0.0, wanted.began + wanted.budget - wanted.clock())
    affordable = SHARE * left / each / 2 if each > 0 else float(rows)
    learned = int(min(rows, max(FEWEST_LEARNED, affordable)))
    return Pace(int(min(learned, LARGEST_SEARCH, max(FEWEST_COMPARED, affordable / FITS))), learned)
