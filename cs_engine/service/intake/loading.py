"""Load files into the book: read and check, then one atomic step over all tables."""

import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from cs_engine.book.absorb import Absorbed, absorb, discard_staging, known_values
from cs_engine.book.door import has_book, open_book
from cs_engine.book.rehearse import copy_of_book
from cs_engine.book.rehearse import rehearse as rehearse_on
from cs_engine.frames.loads import LoadedTable
from cs_engine.sources.kept import reading_of
from cs_engine.sources.lookups import collect
from cs_engine.sources.mapping import SourceMapping
from cs_engine.sources.mapping_file import read_mapping
from cs_engine.sources.plan import plan
from cs_engine.sources.rows import Context
from cs_engine.sources.staging import Packed, Progress, pack

LOADS_FOLDER = "loads"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: one row per table, in the book's order."""

    rows: tuple[LoadedTable, ...]
    rebuilt: int
    """Daily ``usage`` rows rebuilt from ``usage_events``."""
    ignored: tuple[str, ...]
    """Files that no table takes."""
    seconds: float
    filled: frozenset[str]
    """Canonical tables that hold rows after the load."""
    rehearsed: bool = False
    """Nothing was written: the numbers are what a load would give."""


def load(
    paths: Sequence[Path],
    mapping: Path | SourceMapping | None,
    *,
    book_url: str,
    workdir: Path,
    progress: Progress | None = None,
    rehearse: bool = False,
) -> LoadReport:
    """Load files, or folders of them, into the book; either all of it or nothing.

    Args:
        paths: files and folders.
        mapping: which file fills which table, or the TOML file that says so; ``None`` takes files that are named
            after canonical tables and hold canonical columns.
        book_url: the book to load into; made if it does not exist.
        workdir: folder for this load's own files; they are removed afterwards.
        progress: told after each chunk which table was read and how many rows.
        rehearse: read and check everything and count what would change, but leave the book alone.

    Raises:
        BadFile: a path or file cannot be used.
        BadMapping: the mapping does not fit the files or the book.
        StoreUnavailable: someone else holds the book.
    """
    began = time.perf_counter()
    mapping = read_mapping(mapping) if isinstance(mapping, Path) else mapping
    files = plan(paths, mapping)
    context = Context() if mapping is None else Context(mapping.zone, mapping.empty, mapping.owners)
    with own_folder(workdir / LOADS_FOLDER) as (load_id, folder):
        book = copy_of_book(book_url, folder) if rehearse else book_url
        context = replace(context, lookups=collect(files, context, ask_book(book)))
        packed = pack(files, context, load_id=load_id, workdir=folder, progress=progress)
        absorbed, filled = _take_in(packed, reading_of(files, mapping), book, undo=rehearse)
    seconds = time.perf_counter() - began
    return LoadReport(absorbed.tables, absorbed.rebuilt, files.ignored, seconds, filled, rehearse)


def _take_in(packed: Packed, reading: str, book_url: str, *, undo: bool) -> tuple[Absorbed, frozenset[str]]:
    """Write the packed rows into the book, and return what that changed and which tables then hold rows."""
    with open_book(book_url, write=True) as book:
        discard_staging(book)
        try:
            staged = replace(packed.write(book.landing), reading=reading)
            if undo:
                return rehearse_on(book, staged)
            absorbed = absorb(book, staged)
        finally:
            discard_staging(book)
        return absorbed, book.connected()


def ask_book(book_url: str) -> Callable[[str, str, str], Mapping[str, str]]:
    """Return how a load asks the book for values to look up; without a book there are none."""

    def known(table: str, key: str, take: str) -> Mapping[str, str]:
        if not has_book(book_url):
            return {}
        with open_book(book_url, write=True) as book:
            return known_values(book, table, key, take)

    return known


@contextmanager
def own_folder(parent: Path) -> Iterator[tuple[str, Path]]:
    """Give a load its own folder, named after it and this process, and clear away what dead loads left."""
    _discard_leftovers(parent)
    load_id = uuid.uuid4().hex[:12]
    folder = parent / f"{load_id}-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        yield load_id, folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _discard_leftovers(parent: Path) -> None:
    for folder in parent.glob("*-*"):
        if not _is_alive(int(folder.name.rpartition("-")[2])):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
