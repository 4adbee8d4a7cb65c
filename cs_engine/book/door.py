"""The only door to the book: facts about customers, one canonical table each, in one DuckDB file."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from cs_engine.errors import BadInput, NothingToShow, StoreUnavailable
from cs_engine.frames.columns import Kind
from cs_engine.frames.ledger import LEDGER
from cs_engine.frames.tables import TABLES

SCHEMA = "book"
SCHEME = "duckdb://"
PATIENCE_SECONDS = 10.0
"""A load holds the book for seconds; who waits longer should be told by whom it is held."""
PAUSE_SECONDS = 0.05
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

    backend: Backend
    url: str

    def table(self, name: str) -> ir.Table:
        """Return a canonical table (or one of the ledger's), columns in declared order; it may be empty."""
        catalog, schema = self._place()
        place = ops.Namespace(catalog=catalog, database=schema)
        return ops.DatabaseTable(name, schema=SCHEMAS[name], source=self.backend, namespace=place).to_expr()

    def connected(self) -> frozenset[str]:
        """Return the names of the canonical tables that hold at least one row."""
        probes = [self.table(name).limit(1).select(name=ibis.literal(name)) for name in TABLES]
        return frozenset(ibis.union(*probes).to_pyarrow()["name"].to_pylist())

    def sql_name(self, name: str) -> str:
        """Return the table's full name for SQL text; a file called ``book`` makes the short one ambiguous."""
        catalog, schema = self._place()
        return f'"{catalog}"."{schema}"."{name}"'

    def _place(self) -> tuple[str, str]:
        return self.backend.current_catalog, SCHEMA


@contextmanager
def open_book(
    url: str,
    *,
    write: bool = False,
    threads: int | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Iterator[Book]:
    """Open the book, wait up to ``patience`` seconds for its lock, and close it afterwards.

    Args:
        url: ``duckdb://relative/path`` or ``duckdb:///absolute/path``.
        write: create the file and missing tables, and allow changes. Only loads do.
        threads: how many threads DuckDB may use; ``None`` leaves that to DuckDB.
        patience: seconds to wait while someone else holds the book.

    Raises:
        BadInput: the address is not one of a book.
        NothingToShow: there is no book yet.
        StoreUnavailable: the file is held by someone else, is no DuckDB file or of another version.
    """
    path = book_path(url)
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.exists():
        raise NothingToShow(_no_book(path))
    backend = _connect(path, write=write, patience=patience)
    try:
        if threads is not None:
            backend.raw_sql(f"SET threads TO {threads:d}")
        book = Book(backend, url)
        _create(book) if write else _check(book, path)
        yield book
    finally:
        backend.disconnect()


def book_path(url: str) -> Path:
    """Return the file behind a book's address.

    Raises:
        BadInput: the address is not one of a book.
    """
    if not url.startswith(SCHEME) or url == SCHEME:
        raise BadInput(f"The book's address {url!r} is not understood; write duckdb://data/book.duckdb or alike.")
    return Path(url.removeprefix(SCHEME))


def _connect(path: Path, *, write: bool, patience: float) -> Backend:
    deadline = time.monotonic() + patience
    while True:
        try:
            return ibis.duckdb.connect(path, read_only=not write)
        except duckdb.Error as error:
            if not _is_held(error):
                raise StoreUnavailable(f"{path} cannot be opened as a book: {_first_line(error)}") from error
            if time.monotonic() >= deadline:
                raise StoreUnavailable(_held(path, error)) from error
        time.sleep(PAUSE_SECONDS)


def _is_held(error: duckdb.Error) -> bool:
    return "lock" in str(error) or isinstance(error, duckdb.ConnectionException)


def _held(path: Path, error: duckdb.Error) -> str:
    found = re.search(r"PID (\d+)", str(error))
    holder = f"process {found.group(1)}" if found else "another part of this program"
    return f"The book {path} is held by {holder}; try again when it has finished."


def _first_line(error: duckdb.Error) -> str:
    return str(error).splitlines()[0]


def _no_book(path: Path) -> str:
    return (
        f"There is no book at {path} yet; run `steward load` for your own data or `steward sample` for a simulated one."
    )


def _create(book: Book) -> None:
    """Make the book's tables, and bring tables made by an older version up to date."""
    book.backend.raw_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    stored = _stored_columns(book)
    for name, schema in SCHEMAS.items():
        kinds = {column: book.backend.compiler.type_mapper.to_string(kind) for column, kind in schema.items()}
        if name not in stored:
            columns = ", ".join(f'"{column}" {kind}' for column, kind in kinds.items())
            book.backend.raw_sql(f"CREATE TABLE {book.sql_name(name)} ({columns})")
            continue
        for column in schema.keys() - stored[name]:
            book.backend.raw_sql(f'ALTER TABLE {book.sql_name(name)} ADD COLUMN "{column}" {kinds[column]}')


def _check(book: Book, path: Path) -> None:
    stored = _stored_columns(book)
    if not stored:
        raise NothingToShow(_no_book(path))
    if any(schema.keys() - stored.get(name, set()) for name, schema in SCHEMAS.items()):
        raise StoreUnavailable(f"The book {path} was made by another version; any `steward load` brings it up to date.")


def _stored_columns(book: Book) -> dict[str, set[str]]:
    found = book.backend.raw_sql(
        "SELECT table_name, list(column_name) FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name = 'book' GROUP BY table_name"
    )
    return {name: set(columns) for name, columns in found.fetchall()}
