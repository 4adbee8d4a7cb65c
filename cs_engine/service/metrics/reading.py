"""Everything that figures are made of, read from the book and the memory in one go, and cut by group."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import FactsQuery, subscription_lines
from cs_engine.book.known_rows import account_dimensions, known_rows
from cs_engine.book.opened import Book
from cs_engine.errors import BadFile
from cs_engine.health.snapshot import Snapshot
from cs_engine.metrics.exchange import RateTable, read_rates_csv, read_rates_toml
from cs_engine.metrics.plans import plans_on
from cs_engine.metrics.service_periods import last_day
from cs_engine.metrics.windows import Period
from cs_engine.service.memory import Memory

COLUMN: Mapping[str, str] = {
    "segment": "segment",
    "csm": "owner",
    "plan": "plan",
    "industry": "industry",
    "country": "country",
}
"""What figures can be told by, and the column of the book that says it."""
RATES = ("rates.csv", "rates.toml")
"""Where exchange rates are looked for."""
LOOK_BACK = timedelta(days=35)
"""An account without a score for five weeks is no longer part of the picture."""


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """The ends of a period and of the one before, and now, up to when rows are known."""

    before: datetime
    start: datetime
    end: datetime
    now: datetime


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What figures are made of; every table has ``account_id`` as a column or as its index.

    ``facts`` and ``scores`` are by instant: the ends of the period and of the one before.
    """

    lines: pd.DataFrame
    responses: pd.DataFrame
    tickets: pd.DataFrame
    orders: pd.DataFrame
    prospects: pd.DataFrame
    facts: Mapping[datetime, pd.DataFrame]
    scores: Mapping[datetime, pd.DataFrame]
    names: pd.Series

    @property
    def accounts(self) -> pd.Index:
        """Who has a contract."""
        accounts: pd.Index = pd.Index(self.lines["account_id"].unique())
        return accounts

    def of(self, accounts: pd.Index) -> "Material":
        """Return what belongs to some accounts; prospects belong to nobody yet."""
        return replace(
            self,
            lines=_those(self.lines, accounts),
            responses=_those(self.responses, accounts),
            tickets=_those(self.tickets, accounts),
            orders=_those(self.orders, accounts),
            prospects=self.prospects.iloc[:0],
            facts={at: table[table.index.isin(accounts)] for at, table in self.facts.items()},
            scores={at: table[table.index.isin(accounts)] for at, table in self.scores.items()},
        )


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The group of each account as at the start of the period; ``today``: how many are known as of today only."""

    of: pd.Series
    today: int


def moments(period: Period, now: datetime) -> Moments:
    """Return the instants that a period's figures are made at, in the zone of ``now``."""
    start, end = period.instants(now.tzinfo)
    return Moments(period.before().instants(now.tzinfo)[0], start, end, now)


class Source:
    """What an open book and the memory say, with rows as they are known at one moment; everything is read once."""

    def __init__(self, book: Book, now: datetime, memory: Memory | None) -> None:
        """Read from ``book`` as it is known ``now``, and scores from ``memory``, if there is one."""
        self.book = book
        self._now = now
        self._memory = memory
        self._facts: dict[datetime, pd.DataFrame] = {}
        self._scores: dict[datetime, pd.DataFrame] = {}

    def material(self, at: Moments) -> Material:
        """Return everything that the figures of a period are made of."""
        instants = (at.start, at.end)
        for instant in instants:
            if instant not in self._facts:
                self._facts[instant] = self._query.at(instant)
                self._scores[instant] = _scores(self._memory, instant)
        return replace(
            self._rows,
            facts={instant: self._facts[instant] for instant in instants},
            scores={instant: self._scores[instant] for instant in instants},
        )

    @cached_property
    def _query(self) -> FactsQuery:
        return FactsQuery.prepare(self.book)

    @cached_property
    def _rows(self) -> Material:
        """Return what is the same for every period."""
        book, now = self.book, self._now
        return Material(
            lines=subscription_lines(book, now),
            responses=known_rows(book, "responses", now),
            tickets=known_rows(book, "tickets", now, ("account_id", "ticket_id", "closed_at", "csat")),
            orders=known_rows(book, "orders", now, ("account_id", "ordered_at")),
            prospects=known_rows(book, "prospects", now, ("prospect_id", "created_at", "converted_at")),
            facts={},
            scores={},
            names=account_dimensions(book, now)["name"],
        )


def grouped(book: Book, lines: pd.DataFrame, by: str, at: Moments) -> Grouping:
    """Return the group of each account as at the period's start, or as of now where the book does not know it.

    Args:
        book: the open book.
        lines: its contract lines as known now.
        by: one of ``COLUMN``.
        at: the period's instants.
    """
    then, now = account_dimensions(book, at.start), account_dimensions(book, at.now)
    known = then.loc[then["versioned"], COLUMN[by]].dropna()
    if by == "plan":
        known = plans_on(lines, last_day(at.start)).combine_first(known)
    found = known.combine_first(now[COLUMN[by]].dropna())
    started = lines.loc[lines["start_date"] <= last_day(at.start), "account_id"]
    return Grouping(found, int((~found.index.isin(known.index) & found.index.isin(started)).sum()))


def read_rates(file: Path) -> RateTable | None:
    """Return the exchange rates of a CSV or TOML file, or ``None`` when there is no such file.

    Raises:
        BadFile: it cannot be read.
        BadInput: it is no table of rates.
    """
    if not file.exists():
        return None
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise BadFile(f"{file} cannot be read as text in UTF-8; save it so and try again.") from unreadable
    return (read_rates_toml if file.suffix == ".toml" else read_rates_csv)(text, file.name)


def rates_in(home: Path) -> RateTable | None:
    """Return the exchange rates beside a company's book, ``None`` where it has none.

    Raises:
        BadFile: they cannot be read.
        BadInput: they are no table of rates.
    """
    tables = (read_rates(home / name) for name in RATES)
    return next((table for table in tables if table is not None), None)


def open_material(book_url: str, period: Period, now: datetime, memory: Memory | None) -> Material:
    """Return the material of the whole book."""
    with open_book(book_url) as book:
        return Source(book, now, memory).material(moments(period, now))


def _those(table: pd.DataFrame, accounts: pd.Index) -> pd.DataFrame:
    return table[table["account_id"].isin(accounts)]


def _scores(memory: Memory | None, at: datetime) -> pd.DataFrame:
    """Return score (0-100) and coverage (0-1) of every account with a score at an instant."""
    found = {}
    if memory is not None:
        with memory.viewing() as view:
            for row in view.digests.standings(at - LOOK_BACK, at):
                if row.score is not None:
                    coverage = Snapshot.from_document(row.document).coverage
                    found[row.account_id] = (row.score / 100, None if coverage is None else coverage.share)
    return pd.DataFrame.from_dict(found, orient="index", columns=["score", "coverage"], dtype="float64")
