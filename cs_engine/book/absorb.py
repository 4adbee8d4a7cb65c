"""Take staged rows into the book: one transaction over all tables, or nothing at all."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from string import Template

from cs_engine.book import statements
from cs_engine.book.door import Book
from cs_engine.frames.activity import USAGE, USAGE_EVENTS
from cs_engine.frames.columns import Table
from cs_engine.frames.ledger import LOADS, QUARANTINE, REPEATS
from cs_engine.frames.loads import STAGED_QUARANTINE, LoadedTable, Staged
from cs_engine.frames.tables import TABLES

TOUCHED = "touched"
REBUILT = "usage_rebuilt"


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What a load changed: its tables, and how many daily ``usage`` rows were rebuilt from ``usage_events``."""

    tables: tuple[LoadedTable, ...]
    rebuilt: int


def absorb(book: Book, staged: Staged) -> Absorbed:
    """Move staged rows into the book in one transaction; if any table fails, nothing has changed.

    New, updated and unchanged are found by comparing staged rows with the book's, an empty cell being equal to an
    empty cell. The staging schema is left for ``discard_staging``.
    """
    with _transaction(book):
        _forget_files(book, staged)
        names = [name for name in TABLES if staged.read[name]]
        rebuilt = 0
        loaded = []
        for name in names:
            loaded.append(_absorb_table(book, staged, TABLES[name]))
            if name == USAGE_EVENTS.name and staged.fit[name]:
                rebuilt = _rebuild_usage(book, staged)
        _record(book, staged, loaded)
    return Absorbed(tuple(loaded), rebuilt)


def discard_staging(book: Book) -> None:
    """Drop every staging schema: who may write to the book is alone, so they are leftovers."""
    for (schema,) in book.backend.con.execute(statements.STAGING_SCHEMAS).fetchall():
        book.backend.con.execute(f'DROP SCHEMA "{schema}" CASCADE')


def digest(book: Book) -> str:
    """Return the SHA-256 over all canonical tables: equal when, and only when, they hold the same rows."""
    sums = [f"{name} {_run(book, statements.DIGEST, {'book': book.sql_name(name)})}" for name in TABLES]
    return hashlib.sha256("\n".join(sums).encode()).hexdigest()


def known_values(book: Book, table: str, key: str, take: str) -> dict[str, str]:
    """Return column ``take`` of a canonical table by its column ``key``, for look-ups of a load."""
    both = book.table(table).select(key, take).drop_null().to_pyarrow()
    return dict(zip(both[key].to_pylist(), both[take].to_pylist(), strict=True))


@contextmanager
def _transaction(book: Book) -> Iterator[None]:
    book.backend.con.begin()
    try:
        yield
    except BaseException:
        book.backend.con.rollback()
        raise
    book.backend.con.commit()


def _absorb_table(book: Book, staged: Staged, table: Table) -> LoadedTable:
    read, refused = staged.read[table.name], staged.refused[table.name]
    if not staged.fit[table.name]:
        return LoadedTable(table.name, read, 0, 0, 0, 0, refused)
    place = {"staged": _staged(staged, table.name), "book": book.sql_name(table.name)}
    ledger = {"load_id": staged.load_id, "repeats": book.sql_name(REPEATS.name)}
    words = {**statements.words(table), **place, **ledger, "touched": _staged(staged, TOUCHED)}
    _run(book, statements.REPEATS, words)
    (repeated,) = _run(book, statements.KEEP_LAST, words)
    if table is USAGE_EVENTS:
        _run(book, statements.TOUCHED, words)
    (updated,) = _run(book, statements.DELETE_CHANGED, words)
    (inserted,) = _run(book, statements.INSERT_MISSING, words)
    unchanged = read - refused - repeated - inserted
    return LoadedTable(table.name, read, inserted - updated, updated, unchanged, repeated, refused)


def _rebuild_usage(book: Book, staged: Staged) -> int:
    """Rebuild the days of ``usage`` that changed events touch, and return how many rows that changed."""
    place = {"touched": _staged(staged, TOUCHED), "rebuilt": _staged(staged, REBUILT)}
    tables = {"book": book.sql_name(USAGE.name), "events": book.sql_name(USAGE_EVENTS.name)}
    words = {**statements.words(USAGE), **place, **tables, "staged": place["rebuilt"]}
    _run(book, statements.REBUILD, words)
    (vanished,) = _run(book, statements.DELETE_VANISHED, words)
    _run(book, statements.DELETE_CHANGED, words)
    (inserted,) = _run(book, statements.INSERT_MISSING, words)
    return int(vanished + inserted)


def _forget_files(book: Book, staged: Staged) -> None:
    """Forget what earlier loads of the same files refused: this load says it anew."""
    for ledger in (QUARANTINE, REPEATS):
        statement = statements.FORGET_FILE.substitute(ledger=book.sql_name(ledger.name))
        for file in sorted(staged.files):
            book.backend.con.execute(statement, file)


def _record(book: Book, staged: Staged, loaded: list[LoadedTable]) -> None:
    words = {"load_id": staged.load_id, "now": statements.NOW}
    if staged.refused.total():
        place = {"quarantine": book.sql_name(QUARANTINE.name), "staged": _staged(staged, STAGED_QUARANTINE)}
        _run(book, statements.QUARANTINE, words | place)
    statement = statements.LOADS.substitute(words, loads=book.sql_name(LOADS.name))
    for row in loaded:
        counts = (row.read, row.new, row.updated, row.unchanged, row.quarantined, row.repeated)
        book.backend.con.execute(statement, (row.table, *counts))


def _staged(staged: Staged, name: str) -> str:
    return f'"{staged.schema}"."{name}"'


def _run(book: Book, statement: Template, words: Mapping[str, str]) -> tuple[int, ...]:
    """Run a statement and return its one row; for changes that is how many rows were changed."""
    row = book.backend.con.execute(statement.substitute(words)).fetchone()
    return tuple(row) if row else ()
