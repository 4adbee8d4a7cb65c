"""Loyalty that shows without a contract: who bought again, and who sent somebody."""

from collections.abc import Collection
from datetime import UTC, datetime

import pandas as pd

from cs_engine.metrics.satisfaction import Share, wilson

AGAIN = 2
"""The second purchase is the first one again."""


def repurchase_rate(orders: pd.DataFrame, start: datetime, end: datetime) -> Share:
    """Return the share of buyers of a period who bought more than once in it.

    Args:
        orders: rows of the book's ``orders``, instants in UTC without zone; one row per purchase.
        start: aware.
        end: aware; purchases count in ``[start, end)``.

    Formula:
        customers with at least 2 purchases / customers with at least 1, in the period
    Source:
        field standard; nobody who did not buy at all is in it.
    """
    bounds = [pd.Timestamp(each.astimezone(UTC).replace(tzinfo=None)) for each in (start, end)]
    within = orders[(orders["ordered_at"] >= bounds[0]) & (orders["ordered_at"] < bounds[1])]
    purchases = within.groupby("account_id").size()
    return wilson(int((purchases >= AGAIN).sum()), len(purchases))


def referral_rate(customers: Collection[str], referrers: Collection[str]) -> Share:
    """Return the share of customers who referred somebody, 0-1; ``value`` is ``None`` without customers.

    Args:
        customers: ids of all customers.
        referrers: ids of who referred; others than customers do not count.

    Formula:
        customers who referred / customers
    Source:
        field standard.
    """
    everybody = set(customers)
    return wilson(len(everybody.intersection(referrers)), len(everybody))
