"""From orders to purchase histories: how often, how lately, how long and how much each customer has bought."""

from datetime import date

import numpy as np
import pandas as pd

from cs_engine.errors import BadInput
from cs_engine.value.likelihood import Numbers

DAYS = 7.0
"""A week is the unit of time: the one in which published parameters are stated."""
DIGITS = 9
"""Beyond these, what is left of a refunded purchase is how its amounts were added up."""


def purchase_days(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the days on which customers bought, and for how much.

    What a customer buys on one day is one purchase. A refund is taken off its own day, then off the purchases before
    it, the latest first; a purchase of which it takes everything is none, and what was never bought cannot be given
    back. An order for nothing is a purchase all the same. Rows without customer, date or amount do not count.

    Args:
        orders: columns ``customer``, ``date`` and ``amount``, one row per order.

    Returns:
        One row per day with a purchase: ``customer``, ``date`` (midnight), ``amount`` (at least 0), sorted by both.

    Source:
        published histories count days; shops book a refund on the day on which the parcel is back.
    """
    known = orders.dropna(subset=["customer", "date", "amount"])
    days = known.assign(date=known["date"].dt.normalize()).groupby(["customer", "date"])["amount"]
    daily = days.agg(amount="sum", least="min").reset_index()
    amounts = daily["amount"].to_numpy("float64").round(DIGITS)
    for_nothing = (amounts == 0) & (daily["least"] == 0)
    left = _after_refunds(amounts, daily["customer"].ne(daily["customer"].shift()).to_numpy())
    bought = daily.assign(amount=left)[for_nothing | (left > 0)]
    return pd.DataFrame(bought[["customer", "date", "amount"]]).reset_index(drop=True)


def purchase_histories(orders: pd.DataFrame, as_of: date, days: float = DAYS) -> pd.DataFrame:
    """Return each customer's purchase history up to the end of ``as_of``.

    Purchases are counted by ``purchase_days``; days after ``as_of`` do not count.

    Args:
        orders: columns ``customer``, ``date`` and ``amount``, one row per order.
        as_of: the last day that counts.
        days: length of the unit of time.

    Returns:
        Index ``customer``, sorted: ``frequency`` (repeat purchases: all but the first), ``recency`` (from the first to
        the last purchase), ``age`` (from the first purchase to ``as_of``), ``spend`` (mean amount of the repeat
        purchases; missing without any), ``first`` and ``last`` day, ``total`` spent.

    Raises:
        BadInput: no purchase is left.

    Source:
        the definitions of Fader, Hardie and Lee 2005; the first purchase makes a customer and tells no rate.
    """
    bought = purchase_days(orders[orders["date"] < pd.Timestamp(as_of) + pd.Timedelta(days=1)])
    if bought.empty:
        raise BadInput(f"There is no purchase with a customer, a date and an amount up to {as_of}.")
    by = bought.groupby("customer")
    first, last, total = by["date"].min(), by["date"].max(), by["amount"].sum()
    frequency = by.size() - 1
    repeated = total - bought.loc[by["date"].idxmin()].set_index("customer")["amount"]
    return pd.DataFrame(
        {
            "frequency": frequency,
            "recency": (last - first).dt.days / days,
            "age": (pd.Timestamp(as_of) - first).dt.days / days,
            "spend": (repeated / frequency).where(frequency > 0),
            "first": first,
            "last": last,
            "total": total,
        }
    )


def _after_refunds(amounts: Numbers, begins: np.ndarray) -> Numbers:
    """Return what is left of each day, in the order of customers and days; ``begins`` marks a customer's first."""
    left = amounts.copy()
    for place in np.flatnonzero(amounts < 0):
        before = place
        while left[place] < 0 and not begins[before]:
            before -= 1
            taken = min(left[before], -left[place])
            left[before], left[place] = round(left[before] - taken, DIGITS), round(left[place] + taken, DIGITS)
        left[place] = 0.0
    return left
