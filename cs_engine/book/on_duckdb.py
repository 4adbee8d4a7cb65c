"""A book in one DuckDB file: whoever opens it for writing is alone."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import ibis
from ibis.backends.duckdb import Backend

from cs_engine.book.engine import Rows
from cs_engine.errors import StoreUnavailable
from cs_engine.frames.columns import Kind

PAUSE_SECONDS = 0.05
WRITING_MEMORY = "1500MB"
"""Enough to find repeats among ten million rows; what needs more is spilled to a folder beside the file."""
_TEXTS = {
    Kind.NUMBER: "CAST(CAST(CAST({} + 0.0 AS BIT) AS BIGINT) AS VARCHAR)",
    Kind.DATE: "CAST({} - DATE '1970-01-01' AS VARCHAR)",
    Kind.INSTANT: "CAST(epoch_us({}) AS VARCHAR)",
}


class DuckDB:
    """How DuckDB is asked and changed."""

    text_type = "VARCHAR"
    keeps_index = False

    def ask(self, connection: duckdb.DuckDBPyConnection, sql: str, values: tuple[object, ...]) -> Rows:
        """Return the rows of a question."""
        return connection.execute(sql, values or None).fetchall()

    def change(self, connection: duckdb.DuckDBPyConnection, sql: str, values: tuple[object, ...]) -> int:
        """Run a statement; DuckDB answers with the number of changed rows."""
        row = connection.execute(sql, values or None).fetchone()
        return int(row[0]) if row else 0

    @contextmanager
    def transaction(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Do everything inside, or nothing.

        Raises:
            StoreUnavailable: DuckDB refuses, such as for want of disk space.
        """
        connection.begin()
        try:
            yield
            connection.commit()
        except BaseException as error:
            _roll_back(connection)
            if isinstance(error, duckdb.Error):
                raise StoreUnavailable(f"The book refused it, nothing was changed: {_first_line(error)}") from error
            raise

    def full_name(self, catalog: str, schema: str, table: str) -> str:
        """Return the name with its catalog: a file called ``book`` makes the short one ambiguous."""
        return f'"{catalog}"."{schema}"."{table}"'

    def as_text(self, kind: Kind, column: str) -> str:
        """Return SQL for the text of a value: floats by their bits, days and instants as whole numbers."""
        return _TEXTS.get(kind, "CAST({} AS VARCHAR)").format(column)

    def number_of(self, text: str) -> str:
        """Return SQL for 60 bits of a text's MD5."""
        return f"CAST('0x' || substr(md5({text}), 1, 15) AS BIGINT)"

    def landing(self, connection: duckdb.DuckDBPyConnection, url: str) -> object:
        """Return the connection itself: the file has no other door."""
        del url
        return connection

    def stored_columns(self, connection: duckdb.DuckDBPyConnection, schema: str) -> dict[str, set[str]]:
        """Return the columns of a schema's tables, by table."""
        found = connection.execute(
            "SELECT table_name, list(column_name) FROM duckdb_columns() "
            "WHERE database_name = current_database() AND schema_name = $1 GROUP BY table_name",
            [schema],
        )
        return {name: set(columns) for name, columns in found.fetchall()}

    def schemas(self, connection: duckdb.DuckDBPyConnection, prefix: str) -> list[str]:
        """Return the schemas whose names start with ``prefix``."""
        found = connection.execute(
            "SELECT schema_name FROM duckdb_schemas() "
            "WHERE database_name = current_database() AND starts_with(schema_name, $1)",
            [prefix],
        )
        return [name for (name,) in found.fetchall()]


def connect(path: Path, *, write: bool, threads: int | None, patience: float) -> Backend:
    """Open the file, waiting up to ``patience`` seconds while someone else holds it.

    Raises:
        StoreUnavailable: the file is held by someone else, or is no DuckDB file.
    """
    backend = _wait_for(path, write=write, patience=patience)
    if threads is not None:
        backend.raw_sql(f"SET threads TO {threads:d}")
    if write:
        shutil.rmtree(f"{path}.tmp", ignore_errors=True)  # what a killed process had spilled
        backend.raw_sql(f"SET memory_limit = '{WRITING_MEMORY}'")
        backend.raw_sql("SET preserve_insertion_order = false")
    return backend


def _wait_for(path: Path, *, write: bool, patience: float) -> Backend:
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


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    """Undo what was done; a failed commit has already undone it."""
    try:
        connection.rollback()
    except duckdb.TransactionException:
        return


def _first_line(error: duckdb.Error) -> str:
    return str(error).splitlines()[0]
