"""Read rows of delimited text one by one, whatever stands in them."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from cs_engine.sources.chunks import Chunk, Ragged, text_table, wrong_width
from cs_engine.sources.found import SourceFile
from cs_engine.sources.lines import LINE_LIMIT
from cs_engine.wording import phrase

UNCLOSED = phrase("a quotation mark opens a cell here and none closes it")


@dataclass(slots=True)
class Feed:
    """Lines for a reader; ``used`` counts their characters, ``ended`` tells that it asked for more than there is."""

    lines: Iterator[str]
    used: int = 0
    ended: bool = False

    def __iter__(self) -> "Feed":
        return self

    def __next__(self) -> str:
        """Return the next line."""
        line = next(self.lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.used += len(line)
        return line


@dataclass(slots=True)
class Rows:
    """Rows read so far; ``used`` counts the characters that they and blank lines take."""

    cells: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    unclosed: tuple[int, list[str]] | None = None
    used: int = 0


def exact_rows(
    file: SourceFile, text: bytes, columns: Sequence[str], delimiter: str, line: int, *, is_last: bool
) -> tuple[Chunk, int]:
    """Return the rows of ``text``, which begins with a row on ``line``, and how many bytes of it they take.

    Args:
        file: whose text it is, for errors.
        text: UTF-8; the last row may be cut off, unless ``is_last``.
        columns: the header.
        delimiter: the character between cells.
        line: number of the first line.
        is_last: whether the file ends here.

    Raises:
        BadFile: this is not UTF-8, or no CSV.
    """
    whole = text if is_last else text[: text.rfind(b"\n") + 1]
    characters = _decoded(file, whole, line)
    try:
        rows = read_rows(characters, delimiter, line)
    except csv.Error as error:
        raise file.bad(phrase("is not readable as CSV ({error}); export it again."), error=error) from error
    used = len(characters[: rows.used].encode()) if rows.unclosed else len(whole)
    ragged = [_unclosed(rows)] if is_last and rows.unclosed else []
    return _chunk(rows, columns, ragged), len(whole) if is_last else used


def read_rows(text: str, delimiter: str, line: int) -> Rows:
    """Read rows with the line each starts on; the last one may be unclosed.

    Raises:
        csv.Error: a cell is over the limit of a line.
    """
    csv.field_size_limit(LINE_LIMIT + 1)
    feed, rows = Feed(io.StringIO(text, newline="")), Rows()
    reader = csv.reader(feed, delimiter=delimiter)
    start = 0
    for row in reader:
        if feed.ended:
            rows.unclosed = (line + start, row)
            break
        if row:
            rows.cells.append(row)
            rows.lines.append(line + start)
        start, rows.used = reader.line_num, feed.used
    return rows


def _chunk(rows: Rows, columns: Sequence[str], ragged: list[Ragged]) -> Chunk:
    width = len(columns)
    good = [place for place, row in enumerate(rows.cells) if len(row) == width]
    if len(good) < len(rows.cells):
        both = zip(rows.lines, rows.cells, strict=True)
        ragged = [*(wrong_width(line, row, width) for line, row in both if len(row) != width), *ragged]
    cells = text_table(columns, [rows.cells[place] for place in good])
    return Chunk(cells, np.array([rows.lines[place] for place in good], np.int64), tuple(ragged))


def _unclosed(rows: Rows) -> Ragged:
    line, cells = rows.unclosed or (0, [])
    return Ragged(line, UNCLOSED, cells)


def _decoded(file: SourceFile, text: bytes, line: int) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        place = line + text.count(b"\n", 0, error.start)
        raise file.bad(phrase("is UTF-8 text only up to line {line}; save all of it as UTF-8."), line=place) from error
