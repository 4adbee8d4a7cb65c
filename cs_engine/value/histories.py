"""From orders to purchase histories: how often, how lately, how long and how much each customer has bought."""

from datetime import date

import pandas as pd

from cs_engine.errors import BadInput

DAYS = 7.0
"""A week is the unit of time: the one in which published parameters are stated."""


def purchase_histories(orders: pd.DataFrame, as_of: date, days: float = DAYS) -> pd.DataFrame:
    """Return each customer's purchase history up to the end of ``as_of``.

    What a customer buys on one day is one purchase; refunds are taken off the day they stand on, and a day on which
    they take everything is none. An order for nothing is a purchase all the same. Rows without customer, date or
    amount do not count, nor do days after ``as_of``.

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
    known = orders.dropna(subset=["customer", "date", "amount"])
    days_of = known.assign(date=known["date"].dt.normalize()).groupby(["customer", "date"])["amount"]
    daily = days_of.agg(amount="sum", least="min").reset_index()
    counts = (daily["amount"] > 0) | (daily["least"] == 0)
    bought = daily[counts & (daily["amount"] >= 0) & (daily["date"] <= pd.Timestamp(as_of))]
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
