"""Take staged rows into the book: one transaction over all tables, or nothing at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cs_engine.book import statements
from cs_engine.book.merge import Match, Merge
from cs_engine.book.opened import Book
from cs_engine.book.rebuild import Rebuild
from cs_engine.frames.activity import USAGE_EVENTS
from cs_engine.frames.columns import Table
from cs_engine.frames.ledger import LOADS, QUARANTINE, REPEATS
from cs_engine.frames.loads import STAGED_QUARANTINE, STAGING_PREFIX, LoadedTable, Staged
from cs_engine.frames.tables import TABLES

AlsoDo = Callable[[Book], None]
"""What else belongs to the load's one step; if it fails, the load has not happened."""


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What a load changed: its tables, and how many daily ``usage`` rows were rebuilt from ``usage_events``."""

    tables: tuple[LoadedTable, ...]
    rebuilt: int


def absorb(book: Book, staged: Staged, also: AlsoDo | None = None) -> Absorbed:
    """Move staged rows into the book in one transaction; if any table fails, nothing has changed.

    New, updated and unchanged are found by comparing staged rows with the book's, an empty cell being equal to an
    empty cell. The staging schema is left for ``discard_staging``.

    Args:
        book: open for writing.
        staged: what ``sources`` brought.
        also: done last, within the same transaction.

    Raises:
        StoreUnavailable: the database refuses, such as for want of space; nothing has changed.
    """
    with book.transaction():
        _forget_files(book, staged)
        absorbed = [_absorb_table(book, staged, table) for name, table in TABLES.items() if staged.read[name]]
        loaded = tuple(table for table, _ in absorbed)
        _record(book, staged, loaded)
        if also is not None:
            also(book)
    return Absorbed(loaded, sum(rebuilt for _, rebuilt in absorbed))


def discard_staging(book: Book) -> None:
    """Drop every staging schema: who may write to the book is alone, so they are leftovers."""
    for schema in book.engine.schemas(book.backend.con, STAGING_PREFIX):
        book.change(f'DROP SCHEMA "{schema}" CASCADE')


def known_values(book: Book, table: str, key: str, take: str) -> dict[str, str]:
    """Return column ``take`` of a canonical table by its column ``key``, for look-ups of a load."""
    both = book.table(table).select(key, take).drop_null().to_pyarrow()
    return dict(zip(both[key].to_pylist(), both[take].to_pylist(), strict=True))


def _absorb_table(book: Book, staged: Staged, table: Table) -> tuple[LoadedTable, int]:
    """Take in one table, and return what became of its rows and how many days of usage were rebuilt."""
    read, refused = staged.read[table.name], staged.refused[table.name]
    if not staged.fit[table.name]:
        return LoadedTable(table.name, read, 0, 0, 0, 0, refused), 0
    merge = Merge(book, table, staged.schema, table.name)
    repeated = merge.drop_repeats(staged.load_id)
    found = merge.match()
    inserted, rebuilt = (0, 0) if found.nothing_new(staged.fit[table.name] - repeated) else _take_in(merge, found)
    new, unchanged = inserted - found.changed, found.known - found.changed
    return LoadedTable(table.name, read, new, found.changed, unchanged, repeated, refused), rebuilt


def _take_in(merge: Merge, found: Match) -> tuple[int, int]:
    """Write what is new or changed, and return how many rows that were and how many days of usage it rebuilt."""
    if merge.table is not USAGE_EVENTS:
        return merge.take_in(found), 0
    rebuild = Rebuild(merge, found)
    rebuild.note_touched()
    return merge.take_in(found), rebuild.run()


def _forget_files(book: Book, staged: Staged) -> None:
    """Forget what earlier loads of the same files refused: this load says it anew."""
    for ledger in (QUARANTINE, REPEATS):
        statement = statements.FORGET_FILE.substitute(ledger=book.sql_name(ledger.name))
        for table, file in sorted(staged.files):
            book.change(statement, table, file)


def _record(book: Book, staged: Staged, loaded: Sequence[LoadedTable]) -> None:
    words = {"load_id": staged.load_id, "now": statements.NOW}
    if staged.refused.total():
        place = {
            "quarantine": book.sql_name(QUARANTINE.name),
            "staged": book.sql_name(STAGED_QUARANTINE, staged.schema),
        }
        book.change(statements.QUARANTINE.substitute(words | place))
    statement = statements.LOADS.substitute(words, loads=book.sql_name(LOADS.name))
    for row in loaded:
        counts = (row.read, row.new, row.updated, row.unchanged, row.quarantined, row.repeated)
        book.change(statement, row.table, *counts, staged.reading)
