"""A book of very many accounts: a small simulated company, repeated inside DuckDB under other ids and names."""

from datetime import date
from pathlib import Path

import duckdb

from cs_engine.frames.tables import TABLES
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.intake.sampling import load_sample

ORIGINALS = 500
MONTHS = 4
SUNDAY = date(2026, 11, 15)
SPEC = SampleSpec(accounts=ORIGINALS, months=MONTHS, until=SUNDAY)
OWN_IDS = frozenset({"account_id", "name", "parent_id"}) | {
    column.name for table in TABLES.values() for column in table.columns if column.name.endswith("_id")
}
"""Columns that tell one copy from another."""


def write_many(folder: Path, accounts: int) -> str:
    """Write a book of ``accounts`` accounts (a multiple of 500) with four months of history; return its address."""
    path = folder / "many.duckdb"
    url = f"duckdb://{path}"
    load_sample(SPEC, book_url=url, workdir=folder)
    with duckdb.connect(str(path)) as connection:
        for name, table in TABLES.items():
            columns = ", ".join(_copied(column.name) for column in table.columns)
            copies = f"SELECT {columns} FROM book.{name}, range(1, {accounts // ORIGINALS}) t(k)"
            connection.execute(f"INSERT INTO book.{name} BY NAME {copies}")
    return url


def _copied(name: str) -> str:
    return f'"{name}" || \'-\' || k AS "{name}"' if name in OWN_IDS else f'"{name}"'
