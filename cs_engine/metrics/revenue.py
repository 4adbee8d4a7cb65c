"""Recurring revenue at an instant, and what moved it between two instants, closing to the cent."""

from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from cs_engine.errors import BadInput
from cs_engine.metrics.service_periods import last_day, on_day, service_periods

ONE_CURRENCY: Mapping[str, float] = {}
"""Without rates, all lines must be in one currency."""
MOVEMENTS = (
    "new",
    "reactivated",
    "expansion",
    "price_increase",
    "contraction",
    "churned",
    "paused",
    "fx",
)
"""Every way in which recurring revenue moves; with ``start`` they add up to ``end``."""


def mrr(lines: pd.DataFrame, as_of: datetime, rates: Mapping[str, float] = ONE_CURRENCY) -> pd.DataFrame:
    """Return monthly recurring revenue at an instant: one row per billing customer under contract.

    Recurring, contracted, net of discount, by service date over all products. Late renewals run on; a paused line
    earns nothing and stays under contract for 90 days.

    Args:
        lines: rows of the book's ``subscriptions`` as known at ``as_of`` or later.
        as_of: aware; the last day that began before it counts.
        rates: value of one unit of each currency in the reporting currency; may be left out for one currency.

    Returns:
        Index ``account_id``; integer cents: ``mrr`` (earning), ``paused`` (under contract, not earning).

    Raises:
        BadInput: several currencies without rates, or a currency without a rate.
    """
    held = _held(service_periods(lines), last_day(as_of), rates)
    return held[["mrr", "paused"]]


def movements(
    lines: pd.DataFrame,
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

    Args:
        lines: rows of the book's ``subscriptions`` as known at ``end`` or later.
        start: aware.
        end: aware.
        start_rates: value of one unit of each currency at the start, in the reporting currency.
        end_rates: the same at the end.

    Returns:
        Index ``account_id``; signed integer cents ``start``, one column per movement, ``end``, and ``joined_and_left``
        (a flag: first came and left within the window). One row per customer with anything to tell.

    Raises:
        BadInput: several currencies without rates, or a currency without a rate.

    Formula:
        start + new + reactivated + expansion + price_increase + contraction + churned + paused + fx = end
    Source:
        the field's MRR waterfall; constant currency so that exchange rates neither grow nor shrink a customer.
    """
    periods = service_periods(lines)
    first, last = last_day(start), last_day(end)
    before, after = _held(periods, first, start_rates), _held(periods, last, start_rates)
    valued = _held(periods, last, end_rates)["mrr"]
    table = _side_by_side(before, after)
    table["known_before"] = table.index.isin(periods.loc[periods["first"] <= first, "account_id"])
    moved = _classified(table, _price_increase(periods, first, last, start_rates))
    moved["end"] = valued.reindex(moved.index, fill_value=0)
    moved["fx"] = moved["end"] - table["end_mrr"]
    moved["joined_and_left"] = False
    moved = pd.concat([moved, _joined_and_left(periods, moved.index, first, last)])
    return moved[["start", *MOVEMENTS, "end", "joined_and_left"]].sort_index()


def waterfall(moved: pd.DataFrame) -> pd.Series:
    """Return the sums of ``movements`` over customers: integer cents ``start``, each movement, ``end``."""
    return moved[["start", *MOVEMENTS, "end"]].sum()


def quick_ratio(totals: pd.Series) -> float | None:
    """Return growth per loss of a waterfall, or ``None`` when nothing was lost.

    Formula:
        (new + reactivated + expansion + price increase) / (churned + contraction)
    Source:
        field standard; reactivated is a term of its own in the numerator, pauses and exchange rates are in neither.
    """
    gained = totals["new"] + totals["reactivated"] + totals["expansion"] + totals["price_increase"]
    lost = -(totals["churned"] + totals["contraction"])
    return float(gained / lost) if lost else None


def _held(periods: pd.DataFrame, day: pd.Timestamp, rates: Mapping[str, float]) -> pd.DataFrame:
    """Return what each customer has under contract on ``day``: cents earning, paused and both, and the spell."""
    now = _valued(on_day(periods, day), rates)
    now = now.assign(mrr=now["cents"].where(~now["paused"], 0), paused=now["cents"].where(now["paused"], 0))
    return now.groupby("account_id").agg(
        mrr=("mrr", "sum"), paused=("paused", "sum"), contracted=("cents", "sum"), spell=("spell", "max")
    )


def _valued(periods: pd.DataFrame, rates: Mapping[str, float]) -> pd.DataFrame:
    currencies = sorted(periods["currency"].unique())
    if not rates and len(currencies) <= 1:
        return periods
    missing = [currency for currency in currencies if currency not in rates]
    if missing:
        names = ", ".join(currency or "(none)" for currency in missing)
        raise BadInput(f"Revenue in several currencies needs an exchange rate for each; there is none for {names}.")
    rate = periods["currency"].map(dict(rates)).astype("float64")
    return periods.assign(cents=(periods["cents"] * rate).round().astype("int64"))


def _side_by_side(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return one row per customer under contract at either end; absent is 0."""
    both = before.add_prefix("start_").join(after.add_prefix("end_"), how="outer")
    return both.fillna(0).astype("int64")


def _classified(table: pd.DataFrame, price_increase: pd.Series) -> pd.DataFrame:
    """Sort each customer's change in contracted revenue into the movements."""
    start, end = table["start_contracted"], table["end_contracted"]
    stayed = (start > 0) & (end > 0) & (table["start_spell"] == table["end_spell"])
    came = end.where(~stayed, 0)
    price = price_increase.reindex(table.index, fill_value=0).where(stayed, 0)
    rest = (end - start).where(stayed, 0) - price
    return pd.DataFrame(
        {
            "start": table["start_mrr"],
            "new": came.where(~table["known_before"], 0),
            "reactivated": came.where(table["known_before"], 0),
            "expansion": rest.clip(lower=0),
            "price_increase": price,
            "contraction": rest.clip(upper=0),
            "churned": -start.where(~stayed, 0),
            "paused": table["start_paused"] - table["end_paused"],
        }
    )


def _price_increase(
    periods: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, rates: Mapping[str, float]
) -> pd.Series:
    """Return the cents by which a higher price per seat, at the seats of the end, raised each customer's revenue."""
    then, now = _priced(periods, first, rates), _priced(periods, last, rates)
    both = now.join(then.add_suffix("_then"), how="inner")
    same_price = (both["seats"] * both["cents_then"] / both["seats_then"]).round()
    increase = (both["cents"] - same_price).clip(lower=0).fillna(0).astype("int64")
    return increase.groupby("account_id").sum()


def _priced(periods: pd.DataFrame, day: pd.Timestamp, rates: Mapping[str, float]) -> pd.DataFrame:
    """Return cents and seats per customer, product and plan; seats are empty when a line does not tell."""
    now = _valued(on_day(periods, day), rates)
    seats = now["seats"].where(now["seats"] > 0)
    grouped = now.assign(seats=seats, told=seats.notna()).groupby(["account_id", "product", "plan"])
    priced = grouped.agg(cents=("cents", "sum"), seats=("seats", "sum"), told=("told", "all"))
    return priced.assign(seats=priced["seats"].where(priced["told"])).drop(columns="told")


def _joined_and_left(periods: pd.DataFrame, known: pd.Index, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Return a row of zeros for each customer who first came and left within the window."""
    joined = periods.groupby("account_id")["first"].min()
    inside = joined[(joined > first) & (joined <= last) & ~joined.index.isin(known)]
    zeros = pd.DataFrame(0, index=inside.index, columns=["start", *MOVEMENTS, "end"])
    return zeros.assign(joined_and_left=True)
