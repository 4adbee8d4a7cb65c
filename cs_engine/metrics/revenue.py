"""Recurring revenue at an instant, and what moved it between two instants, closing to the cent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from cs_engine.metrics.contracts_held import (
    ONE_CURRENCY,
    Contracts,
    Held,
    Ints,
    Periods,
    day_number,
    held,
    price_increase,
)
from cs_engine.metrics.service_periods import backdated, last_day

MOVEMENTS = (
    "new",
    "reactivated",
    "expansion",
    "price_increase",
    "contraction",
    "churned",
    "paused",
    "fx",
    "restated",
)
"""Every way in which recurring revenue moves; with ``start`` they add up to ``end``."""
COLUMNS = ("start", *MOVEMENTS, "end")


class Window(NamedTuple):
    """The last days that had begun before a window's two instants."""

    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def first_number(self) -> int:
        """The first as a whole number."""
        return day_number(self.first)

    @property
    def last_number(self) -> int:
        """The last as a whole number."""
        return day_number(self.last)


def mrr(lines: pd.DataFrame | Contracts, as_of: datetime, rates: Mapping[str, float] = ONE_CURRENCY) -> pd.DataFrame:
    """Return monthly recurring revenue at an instant: one row per billing customer under contract.

    Recurring, contracted, net of discount, by service date over all products. Late renewals run on; a paused line
    earns nothing and stays under contract for 90 days. Lines backdated past the instant are not in it: what was
    closed then stays as it was.

    Args:
        lines: rows of the book's ``subscriptions`` as known at ``as_of`` or later, or what was read from them.
        as_of: aware; the last day that began before it counts.
        rates: value of one unit of each currency in the reporting currency; may be left out for one currency.

    Returns:
        Index ``account_id``; integer cents: ``mrr`` (earning), ``paused`` (under contract, not earning).

    Raises:
        BadInput: several currencies without rates, or a currency without a rate.
    """
    periods = Contracts.of(lines).published(as_of)
    now = held(periods, last_day(as_of), rates)
    table = pd.DataFrame({"mrr": now.mrr, "paused": now.paused}, index=periods.accounts)
    return table[now.contracted > 0]


def movements(
    lines: pd.DataFrame | Contracts,
    start: datetime,
    end: datetime,
    start_rates: Mapping[str, float] = ONE_CURRENCY,
    end_rates: Mapping[str, float] = ONE_CURRENCY,
) -> pd.DataFrame:
    """Return what moved each customer's recurring revenue over ``[start, end)``, netted over products and the window.

    Everything but ``fx`` is at the rates of the window's start. A customer that left and came back has both a churned
    and a reactivated amount. A pause is negative, its end positive; when it passes 90 days it turns into churn
    (paused back up, churned down). The part of a change that comes from a higher price per seat, for the
    same product and plan with seats known on both sides, is ``price_increase``; the rest is expansion or contraction.
    ``start`` is what was published when the window began; what lines backdated past it have changed since is
    ``restated``, and the other movements start from there.

    Args:
        lines: rows of the book's ``subscriptions`` as known at ``end`` or later, or what was read from them.
        start: aware.
        end: aware.
        start_rates: value of one unit of each currency at the start, in the reporting currency.
        end_rates: the same at the end.

    Returns:
        Index ``account_id``; signed integer cents ``start``, one column per movement, ``end``; flags ``stayed`` (under
        contract from start to end without a break) and ``joined_and_left`` (first came and left within the window).
        One row per customer with anything to tell.

    Raises:
        BadInput: several currencies without rates, or a currency without a rate.

    Formula:
        start + new + reactivated + expansion + price_increase + contraction + churned + paused + fx + restated = end
    Source:
        the field's MRR waterfall; constant currency so that exchange rates neither grow nor shrink a customer, and
        closed periods frozen, with a dated restatement for what was learned later.
    """
    contracts = Contracts.of(lines)
    periods = contracts.published(end)
    window = Window(last_day(start), last_day(end))
    before, after = held(periods, window.first, start_rates), held(periods, window.last, start_rates)
    valued = after if start_rates == end_rates else held(periods, window.last, end_rates)
    columns = _classified(periods, window, before, after, valued)
    moved = pd.DataFrame(columns, index=periods.accounts)
    published = moved["start"]
    if contracts.published(start) is not periods:
        published = mrr(contracts, start, start_rates)["mrr"]
    return _restated(moved, published)


def waterfall(moved: pd.DataFrame) -> pd.Series:
    """Return the sums of ``movements`` over customers: integer cents ``start``, each movement, ``end``."""
    return moved[list(COLUMNS)].sum()


def waterfalls(
    lines: pd.DataFrame, instants: Sequence[datetime], rates: Sequence[Mapping[str, float]] | None = None
) -> pd.DataFrame:
    """Return the waterfalls of many windows, each from one instant to the next: months, or quarters.

    The same as ``waterfall(movements(...))`` of every window, at the cost of about one.

    Args:
        lines: rows of the book's ``subscriptions`` as known at the last instant or later.
        instants: aware, ascending; at least two.
        rates: value of one unit of each currency at each instant; may be left out for one currency.

    Returns:
        One row per window, indexed by its ``end``; integer cents ``start``, each movement, ``end``.

    Raises:
        BadInput: several currencies without rates, or a currency without a rate.
    """
    at = [ONE_CURRENCY] * len(instants) if rates is None else rates
    ever = pd.concat([backdated(lines, instant) for instant in instants], axis=1).any(axis=1)
    late = lines["account_id"].isin(lines.loc[ever, "account_id"])
    table = _in_one_pass(Periods.of(lines[~late]), instants, at)
    if late.any():
        windows = zip(pairwise(instants), pairwise(at), strict=True)
        alone = [waterfall(movements(lines[late], *ends, *rates_then)) for ends, rates_then in windows]
        table += pd.DataFrame(alone, index=table.index)
    return table


def quick_ratio(totals: pd.Series) -> float | None:
    """Return growth per loss of a waterfall, a ratio from 0, or ``None`` when nothing was lost.

    Formula:
        (new + reactivated + expansion + price increase) / (churned + contraction)
    Source:
        field standard; reactivated is a term of its own in the numerator, pauses and exchange rates are in neither.
    """
    gained = totals["new"] + totals["reactivated"] + totals["expansion"] + totals["price_increase"]
    lost = -(totals["churned"] + totals["contraction"])
    return float(gained / lost) if lost else None


def _classified(periods: Periods, window: Window, before: Held, after: Held, valued: Held) -> dict[str, Ints]:
    """Sort each customer's change in contracted revenue into the movements, nothing being restated.

    Args:
        periods: whose.
        window: its two days.
        before: what held on the first, at the rates of the start.
        after: what holds on the last, at the rates of the start.
        valued: the same at the rates of the end.
    """
    start, end, seen = before.contracted, after.contracted, periods.first_seen
    stayed = (start > 0) & (end > 0) & (before.spell == after.spell)
    came = np.where(stayed, 0, end)
    price = np.where(stayed, price_increase(periods, before, after), 0)
    rest = np.where(stayed, end - start, 0) - price
    return {
        "start": before.mrr,
        "new": np.where(seen > window.first_number, came, 0),
        "reactivated": np.where(seen > window.first_number, 0, came),
        "expansion": np.maximum(rest, 0),
        "price_increase": price,
        "contraction": np.minimum(rest, 0),
        "churned": np.where(stayed, 0, -start),
        "paused": before.paused - after.paused,
        "fx": valued.mrr - after.mrr,
        "restated": np.zeros_like(start),
        "end": valued.mrr,
        "stayed": stayed,
        "joined_and_left": (seen > window.first_number) & (seen <= window.last_number) & (end == 0),
    }


def _restated(moved: pd.DataFrame, published: pd.Series) -> pd.DataFrame:
    """Let the window start from what was published, and post the difference to what is known by its end."""
    table = moved.reindex(moved.index.union(published.index).rename("account_id"), fill_value=0)
    start = published.reindex(table.index, fill_value=0)
    table = table.assign(restated=table["start"] - start, start=start)
    tells = table.ne(0).any(axis=1)
    flags = {"stayed": bool, "joined_and_left": bool}
    return table.loc[tells, [*COLUMNS, *flags]].astype(flags)


def _in_one_pass(periods: Periods, instants: Sequence[datetime], rates: Sequence[Mapping[str, float]]) -> pd.DataFrame:
    """Return the waterfalls of lines none of which was backdated; what a window ends with, the next starts with."""
    days = [last_day(each) for each in instants]
    before, rows = held(periods, days[0], rates[0]), []
    for (first, last), (start_rates, end_rates) in zip(pairwise(days), pairwise(rates), strict=True):
        after = held(periods, last, start_rates)
        valued = after if start_rates == end_rates else held(periods, last, end_rates)
        columns = _classified(periods, Window(first, last), before, after, valued)
        rows.append([int(columns[name].sum()) for name in COLUMNS])
        before = valued
    return pd.DataFrame(rows, index=pd.Index(instants[1:], name="end"), columns=list(COLUMNS), dtype="int64")
