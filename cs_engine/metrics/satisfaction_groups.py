"""Three groups of customers by what they say and what they buy, found in the data."""

from enum import StrEnum

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans

STARTS = 10
"""K-means finds the nearest valley; ten starts make it the deepest one for three groups."""
SEED = 1
"""Any number: the same data must give the same groups."""


class Satisfaction(StrEnum):
    """What a group is called, least satisfied first."""

    DISSATISFIED = "dissatisfied"
    NEUTRAL = "neutral"
    SATISFIED = "satisfied"


def satisfaction_groups(rating: pd.Series, behavior: pd.DataFrame) -> pd.Series:
    """Return the group of each account: satisfied, neutral or dissatisfied.

    Groups are named by their mean rating. They are relative to these accounts: the least satisfied of a happy book
    are called dissatisfied as well, so a threshold (CSAT) says how many there are.

    Args:
        rating: mean rating per account.
        behavior: one column per figure about what the account buys, same index, such as orders and amount.

    Returns:
        Same index; empty where the rating or a figure is missing, and for all when fewer than three accounts differ.

    Formula:
        k-means with k = 3 over standardized columns
    Source:
        k-means (Lloyd 1982, k-means++ starts); standardized so that no unit outweighs another.
    """
    table = behavior.assign(rating=rating).dropna()
    groups = pd.Series(None, index=rating.index, dtype="str", name="satisfaction")
    if len(table.drop_duplicates()) < len(Satisfaction):
        return groups
    spread = table.std(ddof=0)
    standardized = (table - table.mean()) / spread.where(spread > 0, 1.0)
    clusters = KMeans(len(Satisfaction), n_init=STARTS, random_state=SEED).fit_predict(standardized.to_numpy())
    order = table["rating"].groupby(clusters).mean().sort_values().index
    words = dict(zip(order, (each.value for each in Satisfaction), strict=True))
    groups.loc[table.index] = np.array([words[cluster] for cluster in clusters], dtype=object)
    return groups
