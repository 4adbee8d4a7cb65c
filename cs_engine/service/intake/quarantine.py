"""What was refused: list it, and read it again."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from cs_engine.book.absorb import absorb, discard_staging
from cs_engine.book.door import open_book
from cs_engine.book.quarantine import Only, RefusedRow, Waiting, refused_rows, release, waiting
from cs_engine.errors import NothingToShow
from cs_engine.frames.loads import LoadedTable
from cs_engine.service.intake.loading import LOADS_FOLDER, ask_book, own_folder
from cs_engine.sources.kept import KeptFile, Reading, as_json, plan_again, reading_from, row_from
from cs_engine.sources.lookups import collect
from cs_engine.sources.mapping_file import read_mapping
from cs_engine.sources.rows import Context
from cs_engine.sources.staging import pack

__all__ = ["ALL", "Only", "Retried", "Waiting", "list_quarantine", "nothing_kept", "retry_quarantine"]

ALL = Only()


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of the rows that were read again, and how many lines could not be.

    ``torn`` lines have more or fewer cells than their file's header, ``not_kept`` were loaded before rows were kept.
    """

    rows: tuple[LoadedTable, ...]
    torn: int
    not_kept: int
    seconds: float


def list_quarantine(book_url: str, only: Only = ALL) -> tuple[Waiting, ...]:
    """Return what waits in quarantine, by table, file and reason.

    Raises:
        NothingToShow: there is no book yet.
        StoreUnavailable: someone else holds it.
    """
    with open_book(book_url) as book:
        return waiting(book, only)


def retry_quarantine(book_url: str, *, workdir: Path, mapping: Path | None = None, only: Only = ALL) -> Retried:
    """Read refused rows again; what fits now goes into the book and leaves quarantine, in one step.

    What still does not fit stays, with its new reason. Rows are read by ``mapping``, or else as they were the first
    time; rows of loads that were read differently are taken in load by load.

    Args:
        book_url: the book.
        workdir: folder for the load's own files; they are removed afterwards.
        mapping: a TOML file.
        only: which rows.

    Raises:
        NothingToShow: nothing waits that could be read again.
        BadMapping: the mapping does not say how to read one of the files.
        StoreUnavailable: someone else holds the book.
    """
    began = time.perf_counter()
    with open_book(book_url) as book:
        refused = refused_rows(book, only)
    torn = {_line(row) for row in refused if row.row is not None and row.column is None}
    ready = [row for row in refused if row.row is not None and _line(row) not in torn]
    not_kept = len({_line(row) for row in refused if row.row is None})
    if not ready:
        raise NothingToShow(nothing_kept(not_kept, len(torn)))
    given = None if mapping is None else Reading(mapping=read_mapping(mapping))
    loaded: list[LoadedTable] = []
    for reading, rows in _by_reading(ready, given):
        loaded += _read_again(book_url, workdir, rows, reading)
    return Retried(tuple(loaded), len(torn), not_kept, time.perf_counter() - began)


def nothing_kept(not_kept: int, torn: int = 0) -> str:
    """Say why there is nothing to do, and what to do instead."""
    if not_kept:
        return f"{not_kept:,} refused rows were loaded before rows were kept; load their files again."
    if torn:
        return f"{torn:,} lines have more or fewer cells than their header; correct the files and load them again."
    return "No such row waits in quarantine; `steward book quarantine` lists what does."


def _by_reading(rows: Sequence[RefusedRow], given: Reading | None) -> Iterator[tuple[Reading, list[RefusedRow]]]:
    """Yield the rows together that are read in one way; a mapping that is given is taken for all of them."""
    found: dict[str, list[RefusedRow]] = {}
    for row in rows:
        found.setdefault(row.reading or "{}", []).append(row)
    for text, of_one in found.items():
        before = reading_from(text)
        yield (before if given is None else Reading(mapping=given.mapping, marks=before.marks)), of_one


def _read_again(book_url: str, workdir: Path, rows: Sequence[RefusedRow], reading: Reading) -> tuple[LoadedTable, ...]:
    files = plan_again(list(_kept_files(rows)), reading)
    mapping = reading.mapping
    context = Context() if mapping is None else Context(mapping.zone, mapping.empty, mapping.owners)
    context = replace(context, lookups=collect(files, context, ask_book(book_url)))
    with own_folder(workdir / LOADS_FOLDER) as (load_id, folder):
        packed = pack(files, context, load_id=load_id, workdir=folder)
        with open_book(book_url, write=True) as book:
            discard_staging(book)
            try:
                staged = replace(packed.write(book.landing), files=frozenset(), reading=as_json(reading))
                return absorb(book, staged, partial(release, rows=rows)).tables
            finally:
                discard_staging(book)


def _kept_files(rows: Sequence[RefusedRow]) -> Iterator[KeptFile]:
    """Yield the rows by table, file and columns; a row with several refused values is there once."""
    found: dict[tuple[str, str, tuple[str, ...]], dict[int, Mapping[str, str]]] = {}
    for row in rows:
        cells = row_from(row.row or "{}")
        found.setdefault((row.table, row.file, tuple(cells)), {})[row.line] = cells
    for (table, file, columns), lines in found.items():
        yield KeptFile(table, file, columns, lines)


def _line(row: RefusedRow) -> tuple[str, str, int]:
    return row.table, row.file, row.line
