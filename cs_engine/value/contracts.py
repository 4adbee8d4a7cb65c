"""What customers under contract are still worth: margin to come, weighted with the chances to renew, per term."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from cs_engine.metrics.service_periods import CENTS, as_published, last_day, service_periods
from cs_engine.metrics.survival import lifetimes
from cs_engine.records.lifetime_value import CAP_MONTHS, Assumptions
from cs_engine.value.choosing_contracts import RenewalModel, learn_renewals
from cs_engine.value.discounted import discounted_months
from cs_engine.value.likelihood import Numbers

DAY = pd.Timedelta(days=1)
DAYS_PER_MONTH = 365.25 / 12
MONTHLY = 1
ENDS = [2.5, 97.5]
"""Percentiles that enclose 95 %."""


@dataclass(frozen=True, slots=True, eq=False)
class ValuedContracts:
    """One row per account and currency, most valuable first; totals by currency; what was learned, by term.

    ``accounts``: index ``account_id``; ``currency``; ``mrr``; ``term`` and ``left``, whole months per term and until
    the next renewal; ``made`` renewals; ``leaves`` (notice is given: ``left`` ends it); ``months``, discounted, that
    are expected; ``value``, ``low``, ``high``, money. ``totals``: index ``currency``; ``value``, ``low``, ``high``.
    """

    accounts: pd.DataFrame
    totals: pd.DataFrame
    models: dict[int, RenewalModel]


def value_contracts(lines: pd.DataFrame, as_of: datetime, assumptions: Assumptions) -> ValuedContracts:
    """Return what accounts under contract are expected to bring from ``as_of`` on, given that they are still there.

    Args:
        lines: rows of the book's ``subscriptions`` as known at ``as_of``.
        as_of: aware.
        assumptions: discount and margin; contracts are valued over 60 months.

    Missing:
        accounts without a running line of known MRR have no row.
    Formula:
        margin x MRR x sum over months m < 60 of s_k(m) / (1 + d)^(m/12)
    Source:
        discounted lifetime value, field standard; the future only, renewals in terms of the contract; interval from
        seeded draws of the renewal model's parameters.
    """
    known = as_published(lines, as_of)
    seen = _seen(known, as_of)
    models = learn_renewals(seen)
    open_now = _open(known, as_of).join(seen[["term", "made", "left", "leaves"]], how="inner")
    kinds, places = _kinds(open_now)
    months, drawn = _months(kinds, models, assumptions.discount)
    money = (open_now["mrr"] * assumptions.share).to_numpy()
    low, high = np.percentile(drawn, ENDS, axis=0) if len(kinds) else (months, months)
    accounts = open_now.assign(months=months[places])
    for name, counted in (("value", months), ("low", low), ("high", high)):
        accounts[name] = money * counted[places]
    totals = _totals(accounts, money, drawn[:, places])
    return ValuedContracts(accounts.sort_values("value", ascending=False, kind="stable"), totals, models)


def _seen(lines: pd.DataFrame, as_of: datetime) -> pd.DataFrame:
    """Return every customer there has been, with the term of the largest line: who renewed how often, who is lost."""
    lasted = lifetimes(lines, as_of)
    main = _main_lines(lines, last_day(as_of)).reindex(lasted.index)
    term = main["term_months"].astype("float64").fillna(MONTHLY).astype("int64")
    passed = lasted["days"] / DAYS_PER_MONTH / term
    made = np.where(lasted["lost"], np.maximum(passed.round(), 1) - 1, np.floor(passed)).astype("int64")
    leaves = main["notice_date"].notna().to_numpy(dtype="bool")
    left = _months_left(main, term, pd.Timestamp(as_of.date()))
    return pd.DataFrame(
        {"term": term, "made": made, "lost": lasted["lost"], "left": left, "leaves": leaves}, index=lasted.index
    )


def _main_lines(lines: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return each account's largest line, of those open today if there are any."""
    paid = lines[(lines["mrr"] > 0) & (lines["start_date"] <= today)]
    is_open = paid["end_date"].isna() | (paid["end_date"] >= today)
    ordered = paid.assign(is_open=is_open, terms_from=_terms_from(paid)).sort_values(
        ["account_id", "is_open", "mrr", "start_date", "subscription_id"]
    )
    return ordered.groupby("account_id").tail(1).set_index("account_id")


def _terms_from(lines: pd.DataFrame) -> pd.Series:
    """Return from when terms are counted: an upgrade within a term changes the contract and not its renewals."""
    ordered = lines.assign(product=lines["product"].fillna("")).sort_values(
        ["account_id", "product", "start_date", "subscription_id"]
    )
    before = ordered.groupby(["account_id", "product"])[["end_date", "term_months"]].shift()
    follows = before["end_date"] + DAY >= ordered["start_date"]
    contract = (~(follows & (before["term_months"] == ordered["term_months"]))).cumsum()
    return ordered.groupby(contract)["start_date"].transform("first")


def _months_left(main: pd.DataFrame, term: pd.Series, today: pd.Timestamp) -> Numbers:
    """Return whole months until the next renewal, or until the end where notice is given; monthly ones are paid up.

    Without a renewal date terms are counted from the start of the contract; a date that has passed rolls on by terms.
    """
    counted = (main["renewal_date"].fillna(main["terms_from"]) - today).dt.days / DAYS_PER_MONTH
    ends = (main["end_date"] - today).dt.days / DAYS_PER_MONTH
    next_one = np.where(counted >= 0, counted, np.mod(counted, term))
    left = np.where(main["notice_date"].notna() & ends.notna(), ends, next_one)
    whole = np.clip(np.rint(np.nan_to_num(left)), 0, CAP_MONTHS)
    return np.where((term == MONTHLY) & (whole < 1), 1, whole).astype("float64")


def _open(lines: pd.DataFrame, as_of: datetime) -> pd.DataFrame:
    """Return contracted MRR per account and currency on the last day, paused ones included."""
    periods, today = service_periods(lines), last_day(as_of)
    now = periods[(periods["first"] <= today) & (periods["last"] >= today)]
    cents = now.groupby(["account_id", "currency"])["cents"].sum()
    return (cents / CENTS).rename("mrr").reset_index("currency")


def _kinds(accounts: pd.DataFrame) -> tuple[pd.DataFrame, Numbers]:
    """Return the distinct cases, for which months are the same, and which one each account is."""
    cases = accounts[["term", "made", "left", "leaves"]]
    kinds = cases.drop_duplicates(ignore_index=True)
    place = kinds.assign(place=range(len(kinds)))
    return kinds, cases.merge(place, how="left")["place"].to_numpy("int64")


def _months(kinds: pd.DataFrame, models: dict[int, RenewalModel], discount: float) -> tuple[Numbers, Numbers]:
    """Return the discounted months of each case, and the same for every draw of the parameters."""
    months = np.zeros(len(kinds))
    columns: list[Numbers] = [np.zeros(0)] * len(kinds)
    for term in kinds["term"].unique():
        rows = kinds[kinds["term"] == term]
        made, left, leaves = (rows[name].to_numpy("float64") for name in ("made", "left", "leaves"))
        terms, stays = np.full(len(rows), float(term)), 1 - leaves[:, None]

        def counted(survival: Numbers, ends: Numbers = stays, terms: Numbers = terms, left: Numbers = left) -> Numbers:
            survival = survival.copy()
            survival[:, 1:] *= ends
            return discounted_months(survival, terms, left, discount)

        model = models[int(term)]
        months[rows.index] = counted(model.survival(made))
        drawn = np.array([counted(each) for each in model.draws(made)])
        for place, column in zip(rows.index, drawn.T, strict=True):
            columns[place] = column
    return months, np.column_stack(columns) if columns else np.zeros((1, 0))


def _totals(accounts: pd.DataFrame, money: Numbers, drawn: Numbers) -> pd.DataFrame:
    """Add up by currency; draws are added up one by one, for all accounts share their parameters."""
    rows = {}
    for currency in sorted(accounts["currency"].unique()):
        at = np.flatnonzero(accounts["currency"] == currency)
        low, high = np.percentile(drawn[:, at] @ money[at], ENDS)
        rows[currency] = {"value": float(accounts["value"].iloc[at].sum()), "low": float(low), "high": float(high)}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"]).rename_axis("currency")
