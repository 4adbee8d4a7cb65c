"""One row per account: the answers of the book side by side, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from cs_engine.book.asof import local_days
from cs_engine.book.facts_dates import Columns, days_until
from cs_engine.book.facts_rounding import round_significant
from cs_engine.book.facts_status import contract, loss, status
from cs_engine.book.facts_trends import trends
from cs_engine.book.facts_workdays import Workdays
from cs_engine.frames.columns import Kind
from cs_engine.frames.contracts import DTYPES
from cs_engine.frames.facts import FACTS

MUTABLE = (
    "status",
    "status_since",
    "owner",
    "backup",
    "segment",
    "plan",
    "seats",
    "currency",
    "parent_id",
    "quiet_months",
)
"""Columns of an account that change; without a history they say nothing about an earlier day."""
OWN = ("status", "status_since", "plan", "seats", "currency")
"""Columns of an account that contracts may know better."""
ZERO_WITHOUT_ROWS: Mapping[str, tuple[str, ...]] = {
    "support": ("tickets", "tickets_open", "tickets_open_urgent", "tickets_reopened"),
    "touches": ("two_way_touches",),
    "surveys": ("surveys_delivered", "surveys_answered"),
    "milestones": ("milestones_due", "milestones_done", "milestones_overdue"),
    "voice": ("csat_answers",),
}
"""Counts that are zero for an account without rows, provided that the book knew any row of that table."""
NOTHING_OVERDUE = ("invoices_overdue", "overdue_amount", "overdue_days")
"""Zero for a customer whose known invoices are all paid; unknown for one without invoices."""


@dataclass(frozen=True, slots=True)
class Instant:
    """The instant facts are asked about. ``newest``: it lies after the last day with data."""

    as_of: datetime
    newest: bool

    @property
    def today(self) -> pd.Timestamp:
        """The local calendar day at the instant; the days before it are over."""
        return pd.Timestamp(local_days(self.as_of)[0])

    @property
    def limit(self) -> pd.Timestamp:
        """The first local day that has not begun before the instant."""
        return pd.Timestamp(local_days(self.as_of)[1])


def assemble(found: Mapping[str, pd.DataFrame], instant: Instant, workdays: Workdays) -> pd.DataFrame:
    """Return the facts frame as its contract says: one row per account known before the instant, sorted.

    Args:
        found: the book's answers by name, each with one row per account and its ``account_id``.
        instant: when.
        workdays: calendars by country.
    """
    known = _side_by_side(found, instant)
    known |= _identity(known, instant)
    known |= contract(known, instant.today)
    known |= status(known, instant.today)
    known |= loss(known)
    known |= trends(known, instant.today, workdays)
    known |= _zeros(known, found)
    return _delivered(known)


def _side_by_side(found: Mapping[str, pd.DataFrame], instant: Instant) -> Columns:
    """Line the answers up on the accounts that were known, sorted."""
    answers = {name: _by_account(answer) for name, answer in found.items()}
    accounts = answers.pop("accounts").sort_index()
    accounts = accounts.rename(columns={name: f"own_{name}" for name in OWN})
    accounts = accounts[_is_known(accounts, answers, instant)]
    others = (answer.reindex(accounts.index) for answer in answers.values())
    return {str(name): column for answer in (accounts, *others) for name, column in answer.items()}


def _by_account(answer: pd.DataFrame) -> pd.DataFrame:
    """Index by account as plain objects: converting ids of every answer to Arrow and back costs more than the rest."""
    index = pd.Index(answer["account_id"].to_numpy(), dtype="object", name="account_id")
    return answer.drop(columns="account_id").set_axis(index)


def _is_known(accounts: pd.DataFrame, answers: Mapping[str, pd.DataFrame], instant: Instant) -> pd.Series:
    """An account was known from its history, from its sign-up, or else from its first contract or use."""
    first_line = answers["contracts"]["first_start"].reindex(accounts.index)
    first_use = answers["usage"]["usage_first_day"].reindex(accounts.index)
    first_seen = accounts["signup_date"].fillna(first_line).fillna(first_use)
    return accounts["versioned"] | (first_seen < instant.limit) | (first_seen.isna() & instant.newest)


def _identity(known: Columns, instant: Instant) -> Columns:
    usable = known["versioned"] | instant.newest
    columns = [f"own_{name}" if name in OWN else name for name in MUTABLE]
    signup = known["signup_date"].fillna(known["first_start"])
    tenure = days_until(signup, instant.today)
    return {column: known[column].where(usable) for column in columns} | {
        "history_known": usable,
        "signup_date": signup,
        "tenure_days": tenure.where(tenure >= 0),
    }


def _zeros(known: Columns, found: Mapping[str, pd.DataFrame]) -> Columns:
    counted = [column for name, columns in ZERO_WITHOUT_ROWS.items() if len(found[name]) for column in columns]
    billed = known["last_invoice_on"].notna()
    nothing_overdue = {name: known[name].mask(billed & known[name].isna(), 0) for name in NOTHING_OVERDUE}
    return {column: known[column].fillna(0) for column in counted} | nothing_overdue


def _delivered(known: Columns) -> pd.DataFrame:
    """Round once, give every column its declared kind, and put the columns in their order."""
    index = known["name"].index.astype(DTYPES[Kind.TEXT])
    return pd.DataFrame({fact.name: _column(known[fact.name], fact.kind) for fact in FACTS[1:]}, index=index)


def _column(values: pd.Series, kind: Kind) -> ExtensionArray:
    if kind in {Kind.INTEGER, Kind.NUMBER}:
        values = pd.Series(round_significant(values.to_numpy(np.float64, na_value=np.nan)))
    column: ExtensionArray = pd.array(values, dtype=DTYPES[kind])
    return column
