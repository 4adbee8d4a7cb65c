"""RFM: how lately, how often and for how much customers buy, as marks from 1 to 5 and segments with a name."""

from enum import StrEnum

import numpy as np
import pandas as pd

MARKS = 5
"""Fifths, as RFM is taught; finer marks would change with every order."""
RECENT = 4
REGULAR = 3
GONE = 1


class RfmSegment(StrEnum):
    """What a customer is called by its marks."""

    CHAMPIONS = "champions"
    """Bought lately, and often or much."""
    LOYAL = "loyal"
    """Come regularly."""
    RECENT = "recent"
    """Bought lately, little so far."""
    FADING = "fading"
    """Neither lately nor long ago, and little."""
    AT_RISK = "at_risk"
    """Were good customers, and have been away."""
    MUST_NOT_LOSE = "must_not_lose"
    """Were among the best, and have been away longest."""
    DORMANT = "dormant"
    """Bought little, long ago."""


def rfm(table: pd.DataFrame) -> pd.DataFrame:
    """Return marks and segment of each customer.

    Args:
        table: index customer; ``recency`` (days since the last purchase), ``frequency`` (number of purchases) and
            ``monetary`` (amount spent in all, or per purchase).

    Returns:
        Same index: ``r``, ``f``, ``m`` (1-5, 5 is best) and ``segment``; rows with a missing figure are left out.

    Formula:
        mark = 1 + floor(5 x (share of customers below + half the share of equals)), at most 5
    Source:
        Hughes 1994; equals get one mark, because ties broken by row order would move customers at random.
    """
    known = table[["recency", "frequency", "monetary"]].dropna()
    marks = pd.DataFrame(
        {"r": _marks(-known["recency"]), "f": _marks(known["frequency"]), "m": _marks(known["monetary"])}
    )
    worth = (marks["f"] + marks["m"]) / 2
    lately = marks["r"]
    names = np.select(
        [
            (lately >= RECENT) & (worth >= RECENT),
            (lately >= REGULAR) & (worth >= REGULAR),
            lately >= RECENT,
            lately >= REGULAR,
            (lately == GONE) & (worth >= RECENT),
            worth >= REGULAR,
        ],
        [
            RfmSegment.CHAMPIONS.value,
            RfmSegment.LOYAL.value,
            RfmSegment.RECENT.value,
            RfmSegment.FADING.value,
            RfmSegment.MUST_NOT_LOSE.value,
            RfmSegment.AT_RISK.value,
        ],
        RfmSegment.DORMANT.value,
    )
    return marks.assign(segment=pd.Series(names, index=marks.index, dtype="str"))


def _marks(values: pd.Series) -> pd.Series:
    place = (values.rank(method="average") - 0.5) / max(len(values), 1)
    fifths = (place.round(9) * MARKS).clip(upper=MARKS - 1)
    return fifths.astype("int64") + 1
