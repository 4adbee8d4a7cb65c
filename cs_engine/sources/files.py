"""Find CSV files and read them in chunks, with the line each row starts on."""

import csv
import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import accumulate, islice
from pathlib import Path
from typing import TextIO

from cs_engine.errors import BadFile

CHUNK_ROWS = 100_000
"""Rows held at once: validating a larger chunk is not faster, and memory stays flat."""
ENDINGS = (".csv", ".csv.gz")
DELIMITERS = ",;\t|"
LINE_BREAK = re.compile(r"\r\n|\r|\n")
UNREADABLE = (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file found under a path the user gave; ``name`` is its name below that path."""

    path: Path
    name: str
    from_folder: bool

    def fits(self, pattern: str) -> bool:
        """Tell whether a mapping's pattern means this file."""
        return fnmatch(self.name, pattern) or fnmatch(self.path.name, pattern)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns that a CSV file's first line names, and what separates its cells."""

    columns: tuple[str, ...]
    delimiter: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """At most ``CHUNK_ROWS`` rows: the line each starts on and its cells; ``ragged`` lines have another width."""

    lines: Sequence[int]
    rows: list[list[str]]
    ragged: list[tuple[int, str]]


def find_files(paths: Sequence[Path]) -> list[SourceFile]:
    """Return the files under ``paths``, in the order given and by name within a folder.

    Raises:
        BadFile: a path does not exist.
    """
    found: list[SourceFile] = []
    for path in paths:
        if not path.exists():
            raise BadFile(f"{path} does not exist; give a CSV file or a folder of CSV files.")
        if path.is_dir():
            found.extend(SourceFile(file, file.relative_to(path).as_posix(), True) for file in _files_below(path))
        else:
            found.append(SourceFile(path, path.name, False))
    return found


def read_header(file: SourceFile) -> Header:
    """Read a file's first line.

    Raises:
        BadFile: the file is no CSV file, is empty, cannot be read, or names a column twice.
    """
    path = file.path
    if not path.name.lower().endswith(ENDINGS):
        raise BadFile(f"{path} is no CSV file; its name must end in .csv or .csv.gz.")
    try:
        with _open(path) as text:
            head = text.readline()
    except UNREADABLE as error:
        raise BadFile(_unreadable(path, error)) from error
    delimiter = max(DELIMITERS, key=head.count)
    names = tuple(column.strip() for column in next(csv.reader([head], delimiter=delimiter), []))
    if not any(names):
        raise BadFile(f"{path} is empty; its first line must name the columns.")
    twice = [column for column in names if names.count(column) > 1]
    if twice:
        raise BadFile(f"{path} has the column {twice[0]!r} twice; rename one of them.")
    return Header(names, delimiter)


def read_chunks(file: SourceFile, header: Header, rows: int = CHUNK_ROWS) -> Iterator[Chunk]:
    """Read a file chunk by chunk.

    Raises:
        BadFile: the file is damaged, not UTF-8 or not CSV.
    """
    try:
        with _open(file.path) as text:
            reader = csv.reader(text, delimiter=header.delimiter)
            next(reader)
            after = reader.line_num
            while batch := list(islice(reader, rows)):
                yield _chunk(batch, _lines(batch, after + 1, reader.line_num), len(header.columns))
                after = reader.line_num
    except UNREADABLE as error:
        raise BadFile(_unreadable(file.path, error)) from error


def _chunk(rows: list[list[str]], lines: Sequence[int], width: int) -> Chunk:
    if set(map(len, rows)) == {width}:
        return Chunk(lines, rows, [])
    good = [(line, row) for line, row in zip(lines, rows, strict=True) if len(row) == width]
    ragged = [
        (line, f"the line has {len(row)} cells instead of {width}")
        for line, row in zip(lines, rows, strict=True)
        if row and len(row) != width
    ]
    return Chunk([line for line, _ in good], [row for _, row in good], ragged)


def _lines(rows: list[list[str]], first: int, last: int) -> Sequence[int]:
    """Return the line each row starts on; they only have to be counted where a quoted cell spans lines."""
    if last - first + 1 == len(rows):
        return range(first, last + 1)
    lengths = (1 + sum(len(LINE_BREAK.findall(cell)) for cell in row) for row in rows)
    return list(accumulate(lengths, initial=first))[:-1]


def _files_below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))


def _open(path: Path) -> TextIO:
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _unreadable(path: Path, error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{path} is not UTF-8 text; save it as UTF-8."
    if isinstance(error, csv.Error):
        return f"{path} is not readable as CSV ({error}); export it again."
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        return f"{path} is a damaged archive ({error}); copy or export it again."
    return f"{path} cannot be read ({error}); check the file and its permissions."
