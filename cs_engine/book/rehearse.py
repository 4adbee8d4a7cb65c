"""Count what a load would change, and leave the book as it is."""

import shutil
from pathlib import Path

from cs_engine.book.absorb import Absorbed, absorb
from cs_engine.book.address import FILE_SCHEME, book_path, on_server
from cs_engine.book.door import has_book, open_book
from cs_engine.book.opened import Book
from cs_engine.frames.ledger import LOADS
from cs_engine.frames.loads import LoadedTable, Staged
from cs_engine.frames.tables import TABLES

COUNTS = "rows_read, rows_new, rows_updated, rows_unchanged, rows_repeated, rows_quarantined"


class _Undone(Exception):
    """Ends the transaction of a rehearsal, so that nothing of it stays."""


def copy_of_book(url: str, folder: Path) -> str:
    """Return the address of a copy on which a load may be rehearsed; a book on a server is its own."""
    if on_server(url):
        return url
    copy = folder / "rehearsal.duckdb"
    if has_book(url):
        with open_book(url):  # nobody writes meanwhile
            for ending in ("", ".wal"):
                source = Path(f"{book_path(url)}{ending}")
                if source.exists():
                    shutil.copyfile(source, f"{copy}{ending}")
    return f"{FILE_SCHEME}{copy}"


def rehearse(book: Book, staged: Staged) -> tuple[Absorbed, frozenset[str]]:
    """Absorb staged rows, note what that changed and which tables then hold rows, and undo it."""
    seen: list[tuple[Absorbed, frozenset[str]]] = []

    def note(inside: Book) -> None:
        seen.append((_absorbed(inside, staged), inside.connected()))
        raise _Undone

    try:
        absorb(book, staged, note)
    except _Undone:
        return seen[0]
    raise AssertionError("a rehearsal ends in its own transaction")


def _absorbed(book: Book, staged: Staged) -> Absorbed:
    """Read from the ledger what this load has done so far; days of usage are not counted there."""
    loads = book.sql_name(LOADS.name)
    found = dict[str, tuple[int, ...]]()
    for name, *counts in book.ask(f"SELECT table_name, {COUNTS} FROM {loads} WHERE load_id = $1", staged.load_id):  # noqa: S608 - names of ours
        found[name] = tuple(counts)
    return Absorbed(tuple(LoadedTable(name, *found[name]) for name in TABLES if name in found), 0)
