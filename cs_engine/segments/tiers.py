"""Value tiers: who brings half of the money, who the rest of most of it, and who the remainder."""

from enum import StrEnum

import pandas as pd

HIGH_SHARE = 0.5
"""The largest customers who together bring half: losing a few of them decides a year."""
MEDIUM_SHARE = 0.8
"""Up to four fifths of all value; the remaining customers are many and bring a fifth (Pareto; ABC analysis)."""


class Tier(StrEnum):
    """How much a customer brings, most first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def value_tiers(value: pd.Series) -> pd.Series:
    """Return the tier of each customer.

    A customer is in the tier of the share of all value that larger ones bring: high while that is below
    ``HIGH_SHARE``, medium below ``MEDIUM_SHARE``, else low. Who brings as much as another is in the same tier. Who
    brings nothing is low and moves nobody else.

    Args:
        value: per customer, in one currency; missing where unknown. Below 0 counts as nothing.

    Returns:
        Same index; missing where the value is unknown, and for all where nobody brings anything or all bring the same.

    Formula:
        sum of all larger values / sum of all values
    Source:
        ABC analysis (Dickie 1951).
    """
    known = value.dropna().clip(lower=0)
    tiers = pd.Series(None, index=value.index, dtype="str", name="tier")
    paying = known[known > 0]
    if paying.nunique() + (len(paying) < len(known)) < 2:  # noqa: PLR2004 - tiers need two different values
        return tiers
    by_value = known.groupby(known).sum().sort_index(ascending=False)
    before = (by_value.cumsum() - by_value) / by_value.sum()
    share = known.map(before)
    tiers[known.index] = Tier.LOW.value
    tiers[share.index[(share < MEDIUM_SHARE) & (known > 0)]] = Tier.MEDIUM.value
    tiers[share.index[(share < HIGH_SHARE) & (known > 0)]] = Tier.HIGH.value
    return tiers
