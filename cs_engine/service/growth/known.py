"""What the book tells that a growth plan begins with, kept so that a plan needs no book."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

import pandas as pd

from cs_engine.errors import BadInput
from cs_engine.journey.life import served
from cs_engine.journey.rules import StageRules
from cs_engine.metrics.acquisition import Cost, acquisition, in_one_currency, sales_cycle
from cs_engine.metrics.conversion import conversion_of_period
from cs_engine.metrics.exchange import RateTable
from cs_engine.metrics.loyalty import trailing_year
from cs_engine.metrics.revenue import mrr
from cs_engine.metrics.satisfaction import Share, wilson
from cs_engine.records.growth_view import ChannelCost, KeptGrowth, Known
from cs_engine.service.journeys.telling import Life

CENTS = 100
CUSTOMER_DAYS = pd.Timedelta(days=365)
"""Retention of customers is told over a year, the usual term."""


def known_growth(life: Life, campaigns: pd.DataFrame, rules: StageRules, rates: RateTable | None) -> KeptGrowth:
    """Return what a plan can begin with, of the twelve months to the last closed one.

    Costs are empty where there are no campaigns, and where they cannot be told in one currency for want of a rate.

    Args:
        life: of all customers.
        campaigns: as they are known.
        rules: of the stages; they say who is a customer where there are no contracts.
        rates: of exchange.
    """
    start, end = trailing_year(life.as_of)
    customers = served(life.rows, rules.relationship.lapse_days, life.zone)
    newcomers = customers.groupby("account_id")["since"].min()
    currency = reporting_currency(campaigns, life.rows.lines, rates)
    revenue, of = monthly_revenue(life.rows.lines, newcomers, (start, end), currency)
    costs: tuple[ChannelCost, ...] = ()
    contact: tuple[float | None, int] = (None, 0)
    with suppress(BadInput):  # a missing rate; shares and everything else that refreshes keep need none
        one = in_one_currency(campaigns, rates.at(end.date()) if rates else {}, currency or "")
        contact = _contact_cost(_of_period(one, start, end))
        costs = _costs(one, life.rows.prospects, newcomers, (start, end))
    return KeptGrowth(
        start=start.date(),
        end=end.date(),
        currency=currency,
        costs=costs,
        contact_cost=contact[0],
        contacts=contact[1],
        response=_known(response_share(campaigns, life.rows.prospects, start, end)),
        conversion=_known(conversion_of_period(life.rows.prospects, start, end)),
        retention=_known(kept_share(customers, life.today)),
        monthly_revenue=revenue,
        revenue_customers=of,
    )


def _costs(
    campaigns: pd.DataFrame, prospects: pd.DataFrame, newcomers: pd.Series, period: tuple[datetime, datetime]
) -> tuple[ChannelCost, ...]:
    if not len(campaigns):
        return ()
    start, end = (each.date() for each in period)
    won = acquisition(campaigns, prospects, newcomers, start, end, sales_cycle(prospects))
    return tuple(_told([won.blended, *won.channels]))


def _told(costs: Iterable[Cost]) -> Iterable[ChannelCost]:
    return (ChannelCost(each.name, each.cost, each.customers, each.value, each.low, each.high) for each in costs)


def _contact_cost(campaigns: pd.DataFrame) -> tuple[float | None, int]:
    """Return what one contact cost in campaigns that say how many they reached, and how many these are."""
    counted = campaigns[(campaigns["contacts"] > 0) & campaigns["cost"].notna()]
    reached = int(counted["contacts"].sum())
    return (float(counted["cost"].sum()) / reached if reached else None), reached


def _known(share: Share) -> Known | None:
    if share.value is None or share.low is None or share.high is None:
        return None
    return Known(share.value, share.low, share.high, share.n)


def _of_period(campaigns: pd.DataFrame, start: datetime, end: datetime) -> pd.DataFrame:
    """Return the campaigns that began in a period."""
    first, last = pd.Timestamp(start.date()), pd.Timestamp(end.date())
    return campaigns[(campaigns["start_date"] >= first) & (campaigns["start_date"] < last)]


def reporting_currency(campaigns: pd.DataFrame, lines: pd.DataFrame, rates: RateTable | None) -> str | None:
    """Return the currency that is reported in: that of the rates, of most campaigns, or of most contracts."""
    if rates is not None:
        return rates.reporting
    named = campaigns["currency"].dropna()
    named = named if len(named) else lines["currency"].dropna()
    return str(named.mode().iloc[0]) if len(named) else None


def monthly_revenue(
    lines: pd.DataFrame, newcomers: pd.Series, period: tuple[datetime, datetime], currency: str | None
) -> tuple[float | None, int]:
    """Return the mean MRR at the period's end of its new customers that are paid in the currency, and of how many."""
    start, end = (pd.Timestamp(each.date()) for each in period)
    new = newcomers.index[(newcomers >= start) & (newcomers < end)]
    own = lines[lines["account_id"].isin(new) & (lines["currency"].fillna(currency or "") == (currency or ""))]
    paid = mrr(own, period[1])
    cents = paid["mrr"][paid["mrr"] > 0]
    return (float(cents.mean()) / CENTS, len(cents)) if len(cents) else (None, 0)


def response_share(campaigns: pd.DataFrame, prospects: pd.DataFrame, start: datetime, end: datetime) -> Share:
    """Return the share of those reached by the period's campaigns that became prospects."""
    began = _of_period(campaigns, start, end)
    counted = began[began["contacts"] > 0]
    reached = int(counted["contacts"].sum())
    return wilson(min(int(prospects["campaign_id"].isin(counted["campaign_id"]).sum()), reached), reached)


def kept_share(customers: pd.DataFrame, today: pd.Timestamp) -> Share:
    """Return the share of the customers of a year ago that have stayed since."""
    before = today - CUSTOMER_DAYS
    there = customers[(customers["since"] <= before) & ~(customers["until"] <= before)]
    return wilson(int((~(there["until"] <= today)).sum()), len(there))
