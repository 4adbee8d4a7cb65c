"""Load files into the book: read and check, then one atomic step over all tables."""

import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from cs_engine.book.absorb import absorb, discard_staging, known_values
from cs_engine.book.door import book_path, open_book
from cs_engine.frames.loads import LoadedTable
from cs_engine.sources.lookups import collect
from cs_engine.sources.mapping_file import read_mapping
from cs_engine.sources.plan import plan
from cs_engine.sources.rows import Context
from cs_engine.sources.staging import Progress, pack

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


def load(
    paths: Sequence[Path],
    mapping_file: Path | None,
    *,
    book_url: str,
    workdir: Path,
    progress: Progress | None = None,
) -> LoadReport:
    """Load CSV files, or folders of them, into the book; either all of it or nothing.

    Args:
        paths: files and folders.
        mapping_file: TOML that says which file fills which table; ``None`` takes files that are named after
            canonical tables and hold canonical columns.
        book_url: the book to load into; made if it does not exist.
        workdir: folder for this load's own files; they are removed afterwards.
        progress: told after each chunk which table was read and how many rows.

    Raises:
        BadFile: a path or file cannot be used.
        BadMapping: the mapping does not fit the files or the book.
        StoreUnavailable: someone else holds the book.
    """
    began = time.perf_counter()
    mapping = None if mapping_file is None else read_mapping(mapping_file)
    files = plan(paths, mapping)
    context = Context() if mapping is None else Context(mapping.zone, mapping.empty, mapping.owners)
    context = replace(context, lookups=collect(files, context, _ask(book_url)))
    with _own_folder(workdir / LOADS_FOLDER) as (load_id, folder):
        packed = pack(files, context, load_id=load_id, workdir=folder, progress=progress)
        with open_book(book_url, write=True) as book:
            discard_staging(book)
            try:
                absorbed = absorb(book, packed.write(book.backend.con))
            finally:
                discard_staging(book)
    return LoadReport(absorbed.tables, absorbed.rebuilt, files.ignored, time.perf_counter() - began)


def _ask(book_url: str) -> Callable[[str, str, str], Mapping[str, str]]:
    def known(table: str, key: str, take: str) -> Mapping[str, str]:
        if not book_path(book_url).exists():
            return {}
        with open_book(book_url, write=True) as book:
            return known_values(book, table, key, take)

    return known


@contextmanager
def _own_folder(parent: Path) -> Iterator[tuple[str, Path]]:
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
