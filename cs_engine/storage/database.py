"""How the memory is opened: connections, transactions, and database errors in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.sql.schema import Table

from cs_engine.errors import StoreUnavailable
from cs_engine.wording import phrase

BUSY_SECONDS = 2
"""Longer than any batch of ours holds the lock, shorter than the 3 s in which Slack wants an answer."""
POOLED = 8
"""Connections kept open: answers take under a millisecond, so a few serve many threads."""
BURST = 16
"""Further connections for a burst of commands, closed afterwards."""
WAIT_SECONDS = 2
"""Waiting longer for a connection would miss Slack's 3 s anyway."""
_BEGIN = "steward_begin"
"""Execution option that holds the statement with which SQLite transactions begin."""

Insert = sqlite.Insert | postgresql.Insert
"""An insert that can say what happens when the row is already there; both dialects word it alike."""


class Database:
    """One database, its connections and its transactions; SQLite and PostgreSQL behave alike."""

    def __init__(self, engine: Engine) -> None:
        self._reader = engine.execution_options(**{_BEGIN: "BEGIN"})
        self._writer = engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        self.address = engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one consistent state and changes nothing.

        Raises:
            StoreUnavailable: the database cannot be reached or used.
        """
        with explained(self.address), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that holds the write lock from its start and commits at its end.

        Raises:
            StoreUnavailable: the database cannot be reached, or another process kept the lock too long.
        """
        with explained(self.address), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._writer.dispose()


def connect(url: str) -> Database:
    """Prepare the database at ``url``; for SQLite the parent folder is made.

    Args:
        url: ``sqlite:///relative``, ``sqlite:////absolute`` or ``postgresql://…``.

    Raises:
        StoreUnavailable: the address cannot be used.
    """
    address = _address(url)
    if address.get_backend_name() != "sqlite":
        return Database(_engine(address, pool_pre_ping=True))
    if not address.database:
        raise StoreUnavailable(
            "A memory without a file is lost at once; give its address as sqlite:///data/steward.db."
        )
    _make_folder(Path(address.database).parent)
    engine = _engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


@contextmanager
def explained(address: str) -> Iterator[None]:
    """Turn what a database driver raises into one sentence.

    Raises:
        StoreUnavailable: instead of the driver's own errors.
    """
    try:
        yield
    except DBAPIError as error:
        raise _unavailable(address, str(error.orig)) from error
    except sqlite3.Error as error:  # raised while a connection is prepared, where SQLAlchemy does not wrap it
        raise _unavailable(address, str(error)) from error
    except PoolTimeoutError as error:
        says = phrase("Every connection to the memory at {address} is in use; try again shortly.")
        raise StoreUnavailable(says, address=address) from error


def upserting(connection: Connection, table: Table) -> Insert:
    """Return an insert into ``table`` that can say what happens when the row is already there."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreUnavailable(f"{url!r} is no database address; use one like sqlite:///data/steward.db.") from error
    if address.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StoreUnavailable(
            f"The memory cannot live in {address.get_backend_name()}; use a sqlite:/// or postgresql:// address."
        )
    if address.drivername == "postgresql":
        return address.set(drivername="postgresql+psycopg")  # writes batches three times as fast as psycopg2
    return address


def _engine(address: URL, **options: object) -> Engine:
    try:
        return create_engine(
            address,
            poolclass=QueuePool,
            pool_size=POOLED,
            max_overflow=BURST,
            pool_timeout=WAIT_SECONDS,
            **options,
        )
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreUnavailable(
            f"The driver for {address.drivername} is not installed; run `pip install 'steward-bot[postgresql]'`."
        ) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"The folder {folder} for the memory cannot be made: {error.strerror}.") from error


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Let readers and one writer work side by side, and leave transactions to us."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL").close()
    connection.execute("PRAGMA synchronous=NORMAL").close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def _unavailable(address: str, reason: str) -> StoreUnavailable:
    if "locked" in reason:
        says = phrase(
            "The memory at {address} has been written to by another process for {seconds} s; try again shortly."
        )
        return StoreUnavailable(says, address=address, seconds=BUSY_SECONDS)
    if "no such table" in reason or "does not exist" in reason:
        says = phrase("The memory at {address} has not been set up; run `steward refresh` once.")
        return StoreUnavailable(says, address=address)
    says = phrase(
        "The memory at {address} cannot be used ({cause}); check that it is there and that you may write to it."
    )
    return StoreUnavailable(says, address=address, cause=reason.strip().splitlines()[0])
