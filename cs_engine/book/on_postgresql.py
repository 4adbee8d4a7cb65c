"""A book in a PostgreSQL database: writers wait for one another, readers for nobody."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import ibis
import psycopg
from ibis.backends.postgres import Backend
from psycopg.conninfo import conninfo_to_dict

from cs_engine.book.address import without_password
from cs_engine.book.engine import Rows
from cs_engine.errors import StoreUnavailable
from cs_engine.frames.columns import Kind

Connection = psycopg.Connection[tuple[object, ...]]

PAUSE_SECONDS = 0.05
CONNECT_SECONDS = 10
"""A server that does not answer within this is down or behind a firewall."""
WRITERS = 0x_53_54_45_57
"""The advisory lock that whoever writes to the book holds; any number that nobody else uses."""
CHECK_CLIENT = "1s"
"""How soon the server notices that a writer was killed in the middle of a statement, and frees its locks."""
HOLDER = """
    SELECT a.application_name, a.pid, a.usename, COALESCE(host(a.client_addr), 'this machine')
    FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.objid = $1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_TEXTS = {
    Kind.NUMBER: "CAST(CAST(CAST('x' || encode(float8send({} + 0.0), 'hex') AS bit(64)) AS bigint) AS text)",
    Kind.DATE: "CAST({} - DATE '1970-01-01' AS text)",
    Kind.INSTANT: "CAST(CAST(extract(epoch FROM {}) * 1000000 AS bigint) AS text)",
}


class PostgreSQL:
    """How PostgreSQL is asked and changed."""

    text_type = 'text COLLATE "C"'
    keeps_index = True

    def ask(self, connection: Connection, sql: str, values: tuple[object, ...]) -> Rows:
        """Return the rows of a question."""
        with psycopg.RawCursor(connection) as cursor:
            return cursor.execute(sql.encode(), values or None).fetchall()

    def change(self, connection: Connection, sql: str, values: tuple[object, ...]) -> int:
        """Run a statement and return how many rows it changed."""
        with psycopg.RawCursor(connection) as cursor:
            return cursor.execute(sql.encode(), values or None).rowcount

    @contextmanager
    def transaction(self, connection: Connection) -> Iterator[None]:
        """Do everything inside, or nothing.

        Raises:
            StoreUnavailable: the server refuses, or the connection is lost.
        """
        try:
            with connection.transaction():
                yield
        except psycopg.Error as error:
            raise StoreUnavailable(f"The book refused it, nothing was changed: {_first_line(error)}") from error

    def full_name(self, catalog: str, schema: str, table: str) -> str:
        """Return the name within the database."""
        del catalog
        return f'"{schema}"."{table}"'

    def as_text(self, kind: Kind, column: str) -> str:
        """Return SQL for the text of a value: floats by their bits, days and instants as whole numbers."""
        return _TEXTS.get(kind, "CAST({} AS text)").format(column)

    def number_of(self, text: str) -> str:
        """Return SQL for 60 bits of a text's MD5."""
        return f"CAST(CAST('x' || substr(md5({text}), 1, 15) AS bit(60)) AS bigint)"

    def landing(self, connection: Connection, url: str) -> object:
        """Return an address with all that dlt asks for: a host even beside a socket, a password even if empty."""
        info = connection.info
        query = {key: value for key, value in conninfo_to_dict(url).items() if key not in _IN_ADDRESS}
        query["host"] = info.host
        user, password, database = (quote(part, safe="") for part in (info.user, info.password, info.dbname))
        return f"postgresql://{user}:{password}@localhost:{info.port}/{database}?{urlencode(query)}"

    def stored_columns(self, connection: Connection, schema: str) -> dict[str, set[str]]:
        """Return the columns of a schema's tables, by table."""
        sql = """
            SELECT c.relname, array_agg(a.attname::text) FROM pg_class AS c
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = to_regnamespace($1) AND c.relkind = 'r' GROUP BY c.relname
        """
        return {name: set(columns) for name, columns in self.ask(connection, sql, (schema,))}

    def schemas(self, connection: Connection, prefix: str) -> list[str]:
        """Return the schemas whose names start with ``prefix``."""
        sql = "SELECT nspname::text FROM pg_namespace WHERE starts_with(nspname, $1)"
        return [name for (name,) in self.ask(connection, sql, (prefix,))]


_IN_ADDRESS = frozenset({"user", "password", "host", "hostaddr", "port", "dbname"})


def connect(url: str, *, write: bool, threads: int | None, patience: float) -> Backend:
    """Connect; a writer waits up to ``patience`` seconds for its turn, a reader sees the book as it is now.

    Raises:
        StoreUnavailable: the server cannot be reached, or someone else is writing.
    """
    name = f"steward {'write' if write else 'read'} {os.getpid()}"
    try:
        connection = psycopg.connect(url, autocommit=True, application_name=name, connect_timeout=CONNECT_SECONDS)
    except psycopg.Error as error:
        reason = _first_line(error)
        raise StoreUnavailable(f"The book at {without_password(url)} cannot be reached: {reason}") from error
    backend = ibis.postgres.from_connection(connection)
    if threads is not None:
        backend.con.execute(f"SET max_parallel_workers_per_gather TO {threads - 1:d}")
    try:
        _become_writer(connection, url, patience) if write else _freeze(connection)
    except BaseException:
        connection.close()
        raise
    return backend


def _freeze(connection: Connection) -> None:
    """See one state of the book for as long as it is open."""
    connection.autocommit = False
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True


def _become_writer(connection: Connection, url: str, patience: float) -> None:
    connection.execute(f"SET client_connection_check_interval TO '{CHECK_CLIENT}'".encode())
    deadline = time.monotonic() + patience
    engine = PostgreSQL()
    while not engine.ask(connection, "SELECT pg_try_advisory_lock($1)", (WRITERS,))[0][0]:
        if time.monotonic() >= deadline:
            raise StoreUnavailable(_held(engine.ask(connection, HOLDER, (WRITERS,)), url))
        time.sleep(PAUSE_SECONDS)


def _held(holders: Rows, url: str) -> str:
    by = "another process"
    if holders:
        name, pid, user, host = holders[0]
        by = f"{name or 'another program'} (user {user} from {host}, server process {pid})"
    return f"The book {without_password(url)} is held by {by}; try again when it has finished."


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().splitlines()[0]
