"""The page about the book, rendered from the declarations so that it cannot be out of date."""

from collections.abc import Iterator

from cs_engine.frames.columns import Column, Table
from cs_engine.frames.ledger import LEDGER
from cs_engine.frames.tables import TABLES

HEAD = """\
# The book

The book holds the facts about customers. `steward load` fills it, nothing else changes it, and the bot only reads it.
Only `accounts` is required; every other table is optional: what is missing lowers coverage, it never breaks an answer.
[mapping.md](mapping.md) tells how files come into these tables.

`STEWARD_BOOK_URL` says where it is: `duckdb://data/book.duckdb` (the default, one file), or
`postgresql://user:password@host/database`, for which `pip install 'steward-bot[postgresql]'` brings the drivers. The
same files make the same book in both. Who writes is alone; a DuckDB file is closed to readers meanwhile, in PostgreSQL
they go on with the book as it was. A load that fails, or is killed, leaves the book as it was.

- A `date` is a calendar day, an `instant` a moment in UTC. Money is in the row's `currency` (ISO 4217).
- An empty cell is unknown, never zero.
- A row counts for a moment only when it was known before it: at the column named under *known from*, or at `known_at`
  where that is later. A column marked *known from* inside a table is empty until then.

This page is rendered from the declarations in `cs_engine/frames`; a test keeps it true.
"""
LEDGER_HEAD = """\
## What the book remembers about its loads

No number about a customer is made from these tables. `steward book quarantine` lists refused rows by reason,
`steward book quarantine export FILE.csv` writes them as they stood in their files, and `steward book quarantine retry`
reads them again, by another mapping if one is given: what fits then goes into the book and leaves quarantine.
"""


def book_page() -> str:
    """Return `docs/book.md`: every table of the book with its columns."""
    tables = "\n".join(_table(table) for table in TABLES.values())
    ledger = "\n".join(_table(table, level="###") for table in LEDGER)
    return f"{HEAD}\n{tables}\n{LEDGER_HEAD}\n{ledger}"


def _table(table: Table, level: str = "##") -> str:
    lines = [f"{level} {table.name}", "", table.description, "", _facts(table), ""]
    lines += ["| column | kind | | what it holds |", "|---|---|---|---|", *(_row(column) for column in table.columns)]
    return "\n".join(lines) + "\n"


def _facts(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    otherwise = f", or `{table.known_else}` where that is empty" if table.known_else else ""
    return f"Key: {key}. Known from: `{table.known_by}`{otherwise}."


def _row(column: Column) -> str:
    need = "required" if column.required else ""
    return f"| `{column.name}` | {column.kind} | {need} | {'; '.join(_says(column))} |"


def _says(column: Column) -> Iterator[str]:
    yield column.description
    if column.choices:
        yield f"one of {', '.join(f'`{choice}`' for choice in column.choices)}"
    if column.minimum is not None and column.maximum is not None:
        yield f"{column.minimum:g} to {column.maximum:g}"
    elif column.minimum is not None:
        yield f"at least {column.minimum:g}"
    if column.known_by:
        yield f"known from `{column.known_by}`"
