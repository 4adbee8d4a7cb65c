"""Conversion of prospects."""

from collections.abc import Collection
from datetime import UTC, datetime

import pandas as pd

from cs_engine.metrics.satisfaction import Share, wilson


def conversion_rate(prospects: Collection[str], converted: Collection[str]) -> Share:
    """Return the share of prospects that became customers, 0-1; ``value`` is ``None`` without prospects.

    Args:
        prospects: ids of all prospects.
        converted: ids of who became customers; others than the prospects do not count.

    Formula:
        converted / prospects
    Source:
        field standard.
    """
    everybody = set(prospects)
    return wilson(len(everybody.intersection(converted)), len(everybody))


def conversion_of_period(prospects: pd.DataFrame, start: datetime, end: datetime) -> Share:
    """Return the share of prospects first seen in ``[start, end)`` that had become customers by ``end``.

    The youngest had little time for it, so compare periods of one length.

    Args:
        prospects: rows of the book's ``prospects``, instants in UTC without zone.
        start: aware.
        end: aware.

    Formula:
        prospects of the period converted before its end / prospects of the period
    Source:
        conversion by start cohort, so that neither sum holds anybody the other lacks.
    """
    first, last = (pd.Timestamp(each.astimezone(UTC).replace(tzinfo=None)) for each in (start, end))
    seen = prospects[(prospects["created_at"] >= first) & (prospects["created_at"] < last)]
    return conversion_rate(seen["prospect_id"], seen.loc[seen["converted_at"] < last, "prospect_id"])
