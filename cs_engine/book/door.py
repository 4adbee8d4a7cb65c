"""The only door to the book: facts about customers, one canonical table each, in DuckDB or PostgreSQL."""

import importlib
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cs_engine.book import on_duckdb
from cs_engine.book.address import book_path, on_server, without_password
from cs_engine.book.opened import SCHEMA, SCHEMAS, TYPES, Book
from cs_engine.errors import NothingToShow, StoreUnavailable
from cs_engine.frames.ledger import LEDGER
from cs_engine.frames.tables import TABLES

__all__ = ["SCHEMA", "TYPES", "Book", "book_path", "has_book", "open_book"]

PATIENCE_SECONDS = 10.0
"""A load holds the book for seconds; who waits longer should be told by whom it is held."""
SERVER_MODULE = "cs_engine.book.on_postgresql"
"""Imported only for a book in PostgreSQL, whose drivers are an extra."""
DRIVERS = ("psycopg", "psycopg2", "adbc_driver_postgresql")
"""What Ibis asks through, and dlt makes schemas and copies rows through."""
KEYS = {table.name: table.key for table in (*TABLES.values(), *LEDGER)}


@contextmanager
def open_book(
    url: str,
    *,
    write: bool = False,
    threads: int | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Iterator[Book]:
    """Open the book, wait up to ``patience`` seconds for its lock, and close it afterwards.

    Who writes is alone. In PostgreSQL readers go on, and see the book as it was when they opened it.

    Args:
        url: ``duckdb://relative/path``, ``duckdb:///absolute/path`` or ``postgresql://user@host/database``.
        write: create the book and missing tables, and allow changes. Only loads do.
        threads: how many threads the database may use; ``None`` leaves that to the database.
        patience: seconds to wait while someone else holds the book.

    Raises:
        BadInput: the address is not one of a book.
        NothingToShow: there is no book yet.
        StoreUnavailable: the book is held by someone else, cannot be reached or is of another version.
    """
    book = _connect(url, write=write, threads=threads, patience=patience)
    try:
        _create(book) if write else _check(book)
        yield book
    finally:
        book.backend.disconnect()


def has_book(url: str) -> bool:
    """Tell whether there is a book at an address, whatever it holds.

    Raises:
        BadInput: the address is not one of a book.
        StoreUnavailable: the database cannot be reached.
    """
    if not on_server(url):
        return book_path(url).exists()
    book = _connect(url, write=False, threads=None, patience=PATIENCE_SECONDS)
    try:
        return bool(_stored_columns(book))
    finally:
        book.backend.disconnect()


def _connect(url: str, *, write: bool, threads: int | None, patience: float) -> Book:
    if on_server(url):
        server = _server_module()
        backend = server.connect(url, write=write, threads=threads, patience=patience)
        return Book(backend, url, server.PostgreSQL())
    path = book_path(url)
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.exists():
        raise NothingToShow(_no_book(url))
    return Book(on_duckdb.connect(path, write=write, threads=threads, patience=patience), url)


def _server_module() -> Any:  # noqa: ANN401 - a module
    missing = [name for name in DRIVERS if importlib.util.find_spec(name) is None]
    if missing:
        raise StoreUnavailable(
            f"A book in PostgreSQL needs the package {missing[0]}, which is not installed; "
            "run `pip install 'steward-bot[postgresql]'`."
        )
    return importlib.import_module(SERVER_MODULE)


def _no_book(url: str) -> str:
    place = without_password(url) if on_server(url) else book_path(url)
    return (
        f"There is no book at {place} yet; run `steward load` for your own data or `steward sample` for a simulated "
        "one."
    )


def _create(book: Book) -> None:
    """Make the book's tables, and bring tables made by an older version up to date."""
    book.change(f'CREATE SCHEMA IF NOT EXISTS "{SCHEMA}"')
    stored = _stored_columns(book)
    for name, schema in SCHEMAS.items():
        kinds = {column: _kind(book, kind) for column, kind in schema.items()}
        if name not in stored:
            columns = ", ".join(f'"{column}" {kind}' for column, kind in kinds.items())
            book.change(f"CREATE TABLE {book.sql_name(name)} ({columns})")
            _make_index(book, name)
            continue
        for column in schema.keys() - stored[name]:
            book.change(f'ALTER TABLE {book.sql_name(name)} ADD COLUMN "{column}" {kinds[column]}')


def _kind(book: Book, kind: Any) -> str:  # noqa: ANN401 - Ibis is untyped
    return book.engine.text_type if kind.is_string() else str(book.backend.compiler.type_mapper.to_string(kind))


def _make_index(book: Book, name: str) -> None:
    """Let rows be found by key, so that a load costs what is loaded and not what is there."""
    if book.engine.keeps_index:
        key = ", ".join(f'"{column}"' for column in KEYS[name])
        book.change(f'CREATE INDEX "{name}_key" ON {book.sql_name(name)} ({key})')


def _check(book: Book) -> None:
    stored = _stored_columns(book)
    if not stored:
        raise NothingToShow(_no_book(book.url))
    if any(schema.keys() - stored.get(name, set()) for name, schema in SCHEMAS.items()):
        raise StoreUnavailable(
            f"The book {without_password(book.url)} was made by another version; "
            "any `steward load` brings it up to date."
        )


def _stored_columns(book: Book) -> dict[str, set[str]]:
    return book.engine.stored_columns(book.backend.con, SCHEMA)
