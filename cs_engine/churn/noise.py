"""How large an effect must be for not being noise: machines learned without some of the customers must agree on it."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from cs_engine.churn.contributions import contributions
from cs_engine.churn.features import Floats
from cs_engine.churn.machine import Machine

LOOKED_AT = 500
"""Rows: what is rare among them is rare enough not to be a reason often."""
GROUPS = 10
"""Fifty rows each: few enough to see from which size on effects are sure, enough to see how sure."""
Z_90 = 1.6448536269514722
"""A reason says which way an effect goes: wrong in at most one of twenty, it may be off on one side only."""
FAINT = float(np.log(1.15))
"""Less than 15 % on the odds moves 10 % to 11.3 %: nobody would act on it, however sure it was."""

Topic = Callable[[str], str]
"""Says what a column is about."""


def telling(machines: Sequence[Machine], frame: pd.DataFrame, topic_of: Topic) -> dict[str, float]:
    """Return by topic the smallest effect on the log-odds that is told; topics that are all noise are left out.

    Columns of one topic share what there is to say, and which of them says it is chance; so it is their sum whose
    spread counts. The machine of everybody has learned from more rows than these: its noise is a little smaller.

    Args:
        machines: each learned without another part of the customers.
        frame: customers on whom they are compared.
        topic_of: what a column is about.

    Formula:
        error of a row: square root of (k - 1) / k x sum over k machines of (effect - mean effect)^2. Rows are ordered
        by the size of the mean effect and cut into ten groups; told is what is as large as in the groups, from the
        top on, whose effect is more than 1.645 errors (root mean squares), and at least ln 1.15
    Source:
        delete-a-group jackknife (Kott 2001)
    """
    rows = frame.iloc[np.linspace(0, len(frame) - 1, min(LOOKED_AT, len(frame)), dtype=np.int64)]
    effects = [by_topic(contributions(one, rows).on_log_odds(), topic_of) for one in machines]
    found = {str(topic): _smallest(np.column_stack([one[topic] for one in effects])) for topic in effects[0]}
    return {topic: max(FAINT, least) for topic, least in found.items() if least is not None}


def by_topic(added: pd.DataFrame, topic_of: Topic) -> pd.DataFrame:
    """Return what each topic adds: the sum over its columns."""
    return added.T.groupby([topic_of(str(name)) for name in added]).sum().T


def _smallest(effects: Floats) -> float | None:
    """Return the smallest effect of a topic that is no noise, from one column per machine; None if all is."""
    count = effects.shape[1]
    means = effects.mean(axis=1)
    errors = (count - 1) / count * ((effects - means[:, None]) ** 2).sum(axis=1)
    least = None
    for rows in reversed(np.array_split(np.argsort(np.abs(means), kind="stable"), GROUPS)):
        if len(rows) == 0 or (means[rows] ** 2).mean() <= Z_90**2 * errors[rows].mean():
            break
        least = float(np.abs(means[rows]).min())
    return least
