"""Small books and other values that tests are about."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

import ibis
import pyarrow as pa
from ibis.backends.sql import SQLBackend

from cs_engine.book.door import SCHEMA, TYPES, Book
from cs_engine.book.facts import FactsQuery, data_ends, fact_rows
from cs_engine.frames.columns import Column, Kind, Table
from cs_engine.frames.tables import TABLES

Row = Mapping[str, object]


def book_with(tables: Mapping[str, Iterable[Row]], backend: SQLBackend | None = None) -> Book:
    """Return a book in memory that holds these rows and no others; columns left out are empty.

    Args:
        tables: rows by canonical table; days and instants may be written as ISO text.
        backend: where to make it, when not in DuckDB's memory.
    """
    backend = backend or ibis.duckdb.connect()
    backend.create_database(SCHEMA)
    for table in TABLES.values():
        rows = arrow_rows(table, tables.get(table.name, ()))
        backend.create_table(table.name, rows, database=SCHEMA)
    return Book(backend, "duckdb://memory")


def arrow_rows(table: Table, rows: Iterable[Row]) -> pa.Table:
    """Return rows as Arrow data with all columns of a canonical table."""
    schema = ibis.schema({column.name: TYPES[column.kind] for column in table.columns}).to_pyarrow()
    known = [{column.name: _value(row.get(column.name), column) for column in table.columns} for row in rows]
    return pa.Table.from_pylist(known, schema=schema)


def _value(value: object, column: Column) -> object:
    if not isinstance(value, str):
        return value
    if column.kind is Kind.DATE:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if column.kind is Kind.INSTANT else value


class SmallBooks:
    """One book in memory whose rows change from question to question; the questions are compiled once."""

    def __init__(self) -> None:
        self.book = book_with({})
        self.query = FactsQuery.prepare(self.book)
        self.filled: tuple[str, ...] = ()

    def facts(self, tables: Mapping[str, Iterable[Row]], as_of: datetime) -> dict[str, Row]:
        """Return the facts of each account by ``account_id``, as plain values, of a book with only these rows."""
        connection = self.book.backend.con
        for name in self.filled:
            connection.execute(f"DELETE FROM {SCHEMA}.{name}")
        for name, rows in tables.items():
            connection.register("rows", arrow_rows(TABLES[name], rows))
            connection.execute(f"INSERT INTO {SCHEMA}.{name} SELECT * FROM rows")
        self.filled = tuple(tables)
        frame = replace(self.query, data_ends=data_ends(self.book)).at(as_of)
        return {str(row["account_id"]): row for row in fact_rows(frame)}

    def one(self, as_of: datetime, **tables: Iterable[Row]) -> Row:
        """Return the facts of account ``A``, which signed up long ago; rows need not name their account."""
        of_a = {name: [{"account_id": "A", **row} for row in rows] for name, rows in tables.items()}
        of_a.setdefault("accounts", [{"account_id": "A", "name": "Acme", "signup_date": "2020-01-01"}])
        return self.facts(of_a, as_of)["A"]
