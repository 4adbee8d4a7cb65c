"""An open book: its tables as expressions, and how to ask and change them."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.backends.sql import SQLBackend

from cs_engine.book.engine import Engine, Rows
from cs_engine.book.on_duckdb import DuckDB
from cs_engine.frames.columns import Kind
from cs_engine.frames.ledger import LEDGER
from cs_engine.frames.tables import TABLES

SCHEMA = "book"
TYPES = {
    Kind.TEXT: "string",
    Kind.INTEGER: "int64",
    Kind.NUMBER: "float64",
    Kind.FLAG: "boolean",
    Kind.DATE: "date",
    Kind.INSTANT: "timestamp",
}
SCHEMAS = {
    table.name: ibis.schema({column.name: TYPES[column.kind] for column in table.columns})
    for table in (*TABLES.values(), *LEDGER)
}
"""The columns of every table as declared; opening the book checks or makes them, so nobody has to ask again."""


@dataclass(frozen=True, slots=True)
class Book:
    """An open book. ``backend`` is the Ibis connection, ``url`` says where the book is."""

    backend: SQLBackend
    url: str
    engine: Engine = field(default_factory=DuckDB)

    def table(self, name: str) -> ir.Table:
        """Return a canonical table (or one of the ledger's), columns in declared order; it may be empty."""
        place = ops.Namespace(catalog=self.backend.current_catalog, database=SCHEMA)
        return ops.DatabaseTable(name, schema=SCHEMAS[name], source=self.backend, namespace=place).to_expr()

    def connected(self) -> frozenset[str]:
        """Return the names of the canonical tables that hold at least one row."""
        probes = [self.table(name).limit(1).select(name=ibis.literal(name)) for name in TABLES]
        return frozenset(ibis.union(*probes).to_pyarrow()["name"].to_pylist())

    def sql_name(self, name: str, schema: str = SCHEMA) -> str:
        """Return a table's full name for SQL text."""
        return self.engine.full_name(self.backend.current_catalog, schema, name)

    def ask(self, sql: str, *values: object) -> Rows:
        """Return the rows of a question in SQL; ``$1``, ``$2`` ... stand for the values."""
        return self.engine.ask(self.backend.con, sql, values)

    def change(self, sql: str, *values: object) -> int:
        """Run a statement and return how many rows it changed."""
        return self.engine.change(self.backend.con, sql, values)

    def transaction(self) -> AbstractContextManager[object]:
        """Do everything inside, or nothing.

        Raises:
            StoreUnavailable: the database refuses; nothing has changed.
        """
        return self.engine.transaction(self.backend.con)

    @property
    def landing(self) -> object:
        """Through what rows reach a staging schema: the open DuckDB connection, or a PostgreSQL address."""
        return self.engine.landing(self.backend.con, self.url)
