"""What a new customer costs by channel with the lag of a sale, how soon that is earned back, and who sends whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from scipy.stats import chi2

from cs_engine.errors import BadInput

ATTRIBUTION = "single touch: a customer counts for the campaign of the prospect that it was"
PAID = "paid"
"""The channel whose cost buys attention; every other one is earned, owned or partnered."""
UNKNOWN = "(unknown)"
TAIL = 0.025
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cycle:
    """The median days from first sight to contract of the ``n`` prospects that converted; empty without any."""

    days: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What a new customer of one channel cost.

    Attributes:
        name: the channel; ``blended`` for all cost over all new customers.
        cost: in the reporting currency.
        customers: new ones.
        value: cost per new customer; empty without any.
        low: of the 95 % interval.
        high: of it; empty without customers.
    """

    name: str
    cost: float
    customers: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Acquisition:
    """What new customers of a period cost: blended and paid apart, and every channel by itself."""

    blended: Cost
    paid: Cost
    channels: tuple[Cost, ...]
    unattributed: int
    """New customers that no prospect of a campaign tells the origin of; in ``blended`` only."""
    cycle: Cycle
    start: date
    end: date
    cost_start: date
    cost_end: date


def cac(cost: float, customers: int, name: str = "blended") -> Cost:
    """Return the cost of acquiring a customer.

    Args:
        cost: fully loaded cost of sales and marketing, without customer success.
        customers: new ones; neither reactivated nor expanded.
        name: of the channel.

    Raises:
        BadInput: cost or customers are negative.

    Formula:
        cost / new customers; interval: cost / Garwood's exact bounds of a Poisson count
    Source:
        field standard; a number of customers varies as a count does while the cost is known.
    """
    if not cost >= 0 or customers < 0:
        raise BadInput(f"Cost ({cost:g}) and new customers ({customers}) cannot be negative.")
    if customers == 0:
        return Cost(name, cost, 0, None, None, None)
    fewest, most = chi2.ppf(TAIL, 2 * customers) / 2, chi2.ppf(1 - TAIL, 2 * customers + 2) / 2
    return Cost(name, cost, customers, cost / customers, cost / float(most), cost / float(fewest))


def sales_cycle(prospects: pd.DataFrame) -> Cycle:
    """Return how long a sale takes.

    Args:
        prospects: rows of the book's ``prospects``.

    Formula:
        median of converted_at - created_at, in days
    Source:
        field standard; the median, as a few sales take years.
    """
    days = (prospects["converted_at"] - prospects["created_at"]).dt.total_seconds() / DAY.total_seconds()
    known = days[days >= 0]
    return Cycle(float(known.median()), len(known)) if len(known) else Cycle(None, 0)


def acquisition(
    campaigns: pd.DataFrame, prospects: pd.DataFrame, newcomers: pd.Series, start: date, end: date, cycle: Cycle
) -> Acquisition:
    """Return what the new customers of a period cost.

    The cost is that of the period one median sales cycle earlier, in which they were won; a campaign's is spread evenly
    over its days, and without a last day it falls on its first.

    Args:
        campaigns: rows of the book's ``campaigns``, ``cost`` in one currency.
        prospects: rows of the book's ``prospects``.
        newcomers: index ``account_id``; the first day ever as a customer.
        start: first day of the period.
        end: first day after it.
        cycle: how long a sale takes; unknown is no lag.

    Formula:
        cost of [start - cycle, end - cycle) / customers new in [start, end), per channel
    Source:
        field standard; attribution by single touch.
    """
    lag = timedelta(days=round(cycle.days or 0))
    costs = _cost_by_channel(campaigns, start - lag, end - lag)
    new = newcomers[(newcomers >= pd.Timestamp(start)) & (newcomers < pd.Timestamp(end))]
    origin = _channels(campaigns, prospects).reindex(new.index)
    counts = origin.value_counts()
    named = tuple(
        cac(float(costs.get(name, 0.0)), int(counts.get(name, 0)), str(name))
        for name in sorted({*costs.index, *counts.index})
    )
    paid = next((each for each in named if each.name == PAID), cac(0.0, 0, PAID))
    blended = cac(float(costs.sum()), len(new))
    return Acquisition(blended, paid, named, int(origin.isna().sum()), cycle, start, end, start - lag, end - lag)


def in_one_currency(campaigns: pd.DataFrame, rates: Mapping[str, float], reporting: str) -> pd.DataFrame:
    """Return the campaigns with their cost in the reporting currency; a cost without a currency is in it already.

    Raises:
        BadInput: a currency has no rate.
    """
    known = {**rates, reporting: 1.0}
    codes = campaigns["currency"].fillna(reporting)
    missing = sorted(set(codes) - known.keys())
    if missing:
        raise BadInput(
            f"Campaigns cost {', '.join(missing)} beside {reporting}, and no rate is known; give a table of rates."
        )
    return campaigns.assign(cost=campaigns["cost"] * codes.map(known).astype("float64"), currency=reporting)


def referral_tree(prospects: pd.DataFrame) -> pd.DataFrame:
    """Return who sent us whom, one row per account that referred anybody.

    An account refers to those that came after it; a reference to oneself or back to one's own referrer is dropped.

    Args:
        prospects: rows of the book's ``prospects``.

    Returns:
        Index ``account_id``; ``referred`` (prospects), ``converted`` (of these), ``downstream`` (customers referred by
        it, by those and so on), ``generations`` (how deep that goes); most customers downstream first.

    Formula:
        counts over the forest whose edges lead from ``referred_by`` to the account that the prospect became
    Source:
        referral programs, field standard.
    """
    sent = prospects[prospects["referred_by"].notna() & (prospects["referred_by"] != prospects["account_id"])]
    won = sent[sent["account_id"].notna()].sort_values(["created_at", "prospect_id"])
    parents: dict[str, str] = {}
    for child, parent in zip(won["account_id"], won["referred_by"], strict=True):
        if child not in parents and child not in _line(parents, parent):
            parents[child] = parent
    below: dict[str, int] = {}
    deepest: dict[str, int] = {}
    for parent in parents.values():
        for generation, ancestor in enumerate(_line(parents, parent), 1):
            below[ancestor] = below.get(ancestor, 0) + 1
            deepest[ancestor] = max(deepest.get(ancestor, 0), generation)
    referred = sent.groupby("referred_by")["prospect_id"].nunique()
    index = referred.index.rename("account_id")
    converted = pd.Series(list(parents.values()), dtype="object").value_counts()
    tree = pd.DataFrame(
        {
            "referred": referred.to_numpy(),
            "converted": converted.reindex(index, fill_value=0).to_numpy(),
            "downstream": [below.get(name, 0) for name in index],
            "generations": [deepest.get(name, 0) for name in index],
        },
        index=index,
    )
    return tree.sort_values(["downstream", "referred"], ascending=False, kind="stable")


def _line(parents: Mapping[str, str], name: str) -> list[str]:
    """Return an account and those above it."""
    line = [name]
    while (above := parents.get(line[-1])) is not None:
        line.append(above)
    return line


def _cost_by_channel(campaigns: pd.DataFrame, start: date, end: date) -> pd.Series:
    first, last = campaigns["start_date"], campaigns["end_date"].fillna(campaigns["start_date"])
    days = (last - first).dt.days + 1
    begins, ends = pd.Timestamp(start), pd.Timestamp(end) - DAY
    inside = (last.where(last < ends, ends) - first.where(first > begins, begins)).dt.days + 1
    share = (inside.clip(lower=0) / days.where(days > 0)).fillna(0.0)
    cost = campaigns["cost"].fillna(0.0) * share
    by_channel = cost.groupby(campaigns["channel"].fillna(UNKNOWN))
    return pd.Series(by_channel.sum())


def _channels(campaigns: pd.DataFrame, prospects: pd.DataFrame) -> pd.Series:
    """Return the channel that each account came through, by its earliest prospect with a campaign."""
    known = prospects.dropna(subset=["account_id", "campaign_id"]).sort_values(["created_at", "prospect_id"])
    first = known.drop_duplicates("account_id").set_index("account_id")["campaign_id"]
    channel = campaigns.set_index("campaign_id")["channel"].fillna(UNKNOWN)
    return first.map(channel)
