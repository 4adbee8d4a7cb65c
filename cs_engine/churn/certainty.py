"""How sure a probability is: what became of accounts of about the same one, on days after all that was learned."""

from collections.abc import Sequence

import numpy as np

from cs_engine.churn.features import Floats, Label, Rows
from cs_engine.churn.folds import Groups
from cs_engine.churn.measuring import share_interval
from cs_engine.churn.models.fitting import to_log_odds, to_probability
from cs_engine.records.churn_accounts import Alike

FEWEST_ROWS = 100
"""In a group: with fewer, its share of losses would be a few accounts' luck."""
MOST_GROUPS = 10


def alike(said: Floats, label: Label, groups: Groups) -> tuple[Alike, ...]:
    """Return rows in groups of about the same probability, equally many in each; empty where they are too few.

    The interval is that of so many accounts: rows of one account four weeks apart tell nearly the same.

    Args:
        said: probability of each row, out of time.
        label: 1 where a loss followed.
        groups: the account of each row.

    Source:
        Wilson (1927), with accounts in place of rows
    """
    order = np.argsort(said, kind="stable")
    count = min(MOST_GROUPS, len(said) // FEWEST_ROWS)
    return tuple(_group(said, label, groups, rows) for rows in np.array_split(order, count)) if count else ()


def interval_of(probability: float, found: Sequence[Alike]) -> tuple[float, float] | None:
    """Return the 95 % interval of a probability, which always lies in it; ``None`` where nothing was tested.

    The group's interval is moved, on the log-odds, from its mean probability to the one asked about: within the
    highest group probabilities differ much.

    Formula:
        logit(p) + logit(end of the group's interval) - logit(its mean probability)
    """
    if not found:
        return None
    one = next((group for group in found if probability <= group.until), found[-1])
    at, said, low, high = to_log_odds(np.array([probability, one.said, one.low, one.high]))
    ends = to_probability(np.array([min(at, at + low - said), max(at, at + high - said)]))
    return float(min(probability, ends[0])), float(max(probability, ends[1]))


def _group(said: Floats, label: Label, groups: Groups, rows: Rows) -> Alike:
    accounts = len(np.unique(groups[rows]))
    share = float(label[rows].mean())
    low, high = share_interval(share * accounts, accounts)
    return Alike(float(said[rows].max()), float(said[rows].mean()), share, low, high, accounts)
