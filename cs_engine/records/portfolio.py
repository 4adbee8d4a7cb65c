"""What is answered about many accounts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cs_engine.records.account import Basis
from cs_engine.records.bands import Band
from cs_engine.records.logbook import Task
from cs_engine.records.receipt import Driver
from cs_engine.records.sight import Withheld


class Scope(StrEnum):
    """Whose accounts a list is about."""

    MINE = "mine"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One account in a list, worst first by expected revenue at risk x urgency."""

    account_id: str
    name: str
    status: str
    band: Band | None
    score: float | None
    change_7d: float | None
    change_30d: float | None
    arr: float | None
    currency: str | None
    term_months: int | None
    decision_date: date | None
    days_to_decision: int | None
    early_warning: bool
    expected_revenue_at_risk: float | None
    owner: str | None
    driver: Driver | None
    last_touch_at: datetime | None = None
    """As the book tells; what was logged since is not in it."""
    next_task: Task | None = None
    """The open one that is due first, overdue or not."""
    episode_week: int | None = None
    """Which week the open episode is in, from 1."""


@dataclass(frozen=True, slots=True)
class BandTotal:
    """Accounts of one band: how many, and their ARR per currency (never summed across currencies)."""

    band: Band
    accounts: int
    arr: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One page of a list of accounts with the totals of the whole list."""

    scope: Scope
    owner: str | None
    bands: tuple[Band, ...]
    """Bands asked for; empty = all."""
    as_of: datetime
    data_ends: date
    data_is_old: bool
    basis: Basis
    totals: tuple[BandTotal, ...]
    without_score: tuple[tuple[str, int], ...]
    """Accounts with a status instead of a score: status, how many."""
    unassigned: int
    rows: tuple[PortfolioRow, ...]
    page: int
    pages: int
    withheld: frozenset[Withheld] = frozenset()
