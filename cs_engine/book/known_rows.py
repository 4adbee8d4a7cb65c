"""Whole canonical tables as they were known at an instant, for figures that count rows."""

from datetime import datetime

import pandas as pd

from cs_engine.book import asof
from cs_engine.book.facts_accounts import account_versions
from cs_engine.book.facts_prepared import prepare
from cs_engine.book.opened import Book
from cs_engine.frames.contracts import DTYPES
from cs_engine.frames.tables import TABLES

DIMENSIONS = ("owner", "segment", "industry", "country", "plan")
"""What accounts are grouped by."""


def known_rows(book: Book, table: str, as_of: datetime, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the rows of a canonical table known before an instant, later values taken out.

    Args:
        book: the open book.
        table: its canonical name.
        as_of: aware.
        columns: which columns; without any, all in declared order.

    Raises:
        ValueError: ``as_of`` has no time zone.
    """
    declared = {column.name: DTYPES[column.kind] for column in TABLES[table].columns}
    wanted = columns or tuple(declared)
    rows = prepare(book.backend, asof.view(book.table(table), table).select(*wanted)).at(as_of)
    return rows.astype({name: declared[name] for name in wanted})


def account_dimensions(book: Book, as_of: datetime) -> pd.DataFrame:
    """Return what accounts are grouped by as of an instant.

    Returns:
        Index ``account_id``; ``name``; the ``DIMENSIONS``, empty where unknown; ``versioned``: they are as they were
        at the instant, and not merely as loaded some day.

    Raises:
        ValueError: ``as_of`` has no time zone.
    """
    accounts = account_versions(asof.view(book.table("accounts"), "accounts"))
    rows = prepare(book.backend, accounts.select("account_id", "name", *DIMENSIONS, "versioned")).at(as_of)
    return rows.astype({"versioned": bool}).set_index("account_id").sort_index()
