"""What the book holds: rows, dates, freshness and coverage of every table."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import ibis
import ibis.expr.types as ir

from cs_engine.book.opened import Book
from cs_engine.frames.customers import ACCOUNTS
from cs_engine.frames.ledger import LOADS, QUARANTINE
from cs_engine.frames.tables import TABLES
from cs_engine.records.home import Source

DATED_BY = {name: (table.known_by,) for name, table in TABLES.items()} | {
    "accounts": ("signup_date",),
    "responses": ("responded_at", "delivered_at"),
    "invoices": ("issued_date", "due_date"),
}
"""The columns that date a row, first choice first; an account's versions are often undated, its sign-up is not."""
OWNED = tuple(name for name, table in TABLES.items() if any(column.name == "account_id" for column in table.columns))


@dataclass(frozen=True, slots=True)
class TableSummary:
    """One canonical table. Dates are ``None`` when the table is empty or undated."""

    name: str
    rows: int
    first: date | None
    last: date | None
    freshness_days: int | None
    """Days from ``last`` to today; negative when the table holds later rows."""
    accounts: int | None
    """Known accounts with at least one row; ``None`` where rows do not belong to accounts."""
    coverage: float | None
    """``accounts`` / all accounts, 0 to 1; ``None`` without accounts."""


@dataclass(frozen=True, slots=True)
class BookSummary:
    """The whole book, tables in their declared order."""

    accounts: int
    tables: tuple[TableSummary, ...]
    quarantined: int
    """Rows of the loaded files that wait in quarantine."""
    last_loaded_at: datetime | None
    """UTC without zone."""


def summarize(book: Book, today: date) -> BookSummary:
    """Return what the book holds, as seen on ``today``."""
    ids = book.table(ACCOUNTS.name).select("account_id").distinct()
    accounts = _number(ids.count())
    spans = _by_name([_span(book, name) for name in TABLES])
    covered = _by_name([_covered(book, name, ids) for name in OWNED])
    tables = tuple(_table_summary(spans[name], covered.get(name), accounts, today) for name in TABLES)
    waiting = book.table(QUARANTINE.name).select("table_name", "file", "line").distinct().count()
    loaded_at = book.table(LOADS.name).loaded_at.max()
    return BookSummary(accounts, tables, _number(waiting), loaded_at.to_pyarrow().as_py())


def last_loads(book: Book) -> tuple[Source, ...]:
    """Return each canonical table's latest load, tables in their declared order; what was never loaded is absent."""
    loads = book.table(LOADS.name)
    newest = loads.group_by("table_name").aggregate(loaded_at=loads.loaded_at.max())
    rows = {
        row["table_name"]: row for row in loads.semi_join(newest, ["table_name", "loaded_at"]).to_pyarrow().to_pylist()
    }
    return tuple(_source(rows[name]) for name in TABLES if name in rows)


def _source(row: dict[str, Any]) -> Source:
    loaded_at: datetime = row["loaded_at"]
    at = loaded_at.replace(tzinfo=UTC) if loaded_at.tzinfo is None else loaded_at
    return Source(row["table_name"], at, row["rows_new"] + row["rows_updated"], row["rows_quarantined"])


def day_of(table: ir.Table, name: str) -> ir.DateColumn:
    """Return the day that dates each row of a canonical table."""
    return ibis.coalesce(*[table[column].cast("date") for column in DATED_BY[name]])


def _span(book: Book, name: str) -> ir.Table:
    """Return one row: how many rows a table has, and their first and last day."""
    table = book.table(name)
    dated = day_of(table, name)
    return table.aggregate(name=ibis.literal(name), rows=table.count(), first=dated.min(), last=dated.max())


def _covered(book: Book, name: str, ids: ir.Table) -> ir.Table:
    """Return one row: how many known accounts a table has rows of."""
    known = book.table(name).semi_join(ids, "account_id")
    return known.aggregate(name=ibis.literal(name), accounts=known.account_id.nunique())


def _by_name(parts: list[ir.Table]) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in ibis.union(*parts).to_pyarrow().to_pylist()}


def _number(expression: ir.IntegerScalar) -> int:
    return int(expression.to_pyarrow().as_py())


def _table_summary(span: dict[str, Any], covered: dict[str, Any] | None, accounts: int, today: date) -> TableSummary:
    last = span["last"]
    age = None if last is None else (today - last).days
    own = None if covered is None else int(covered["accounts"])
    share = None if own is None or not accounts else own / accounts
    return TableSummary(span["name"], int(span["rows"]), span["first"], last, age, own, share)
