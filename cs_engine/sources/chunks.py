"""Rows of a file as they stand there, in the form that every format is read into."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cs_engine.sources.found import SourceFile
from cs_engine.wording import phrase, sentence

CHUNK_ROWS = 250_000
"""Rows held at once: more are not checked faster, and memory stays flat."""
CHUNK_CELLS = 5_000_000
"""Cells held at once, for files of many columns."""
MOST_COLUMNS = 10_000
"""A spreadsheet has room for 16,384; no table of customers needs a tenth of that."""
TEXT = pa.string()
WRONG_WIDTH = phrase("the line has {cells} cells instead of {width}")


@dataclass(frozen=True, slots=True)
class Ragged:
    """A line that is no row of its file: where, why not, and the cells that stand there."""

    line: int
    reason: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a file.

    ``cells`` has one text column per column of the file, an empty cell is missing; ``lines`` tells where each row
    starts (1 = the first line of the file); ``ragged`` lines are no rows.
    """

    cells: pa.Table
    lines: npt.NDArray[np.int64]
    ragged: tuple[Ragged, ...] = ()

    def pieces(self, rows: int) -> "list[Chunk]":
        """Return the same rows as chunks of at most ``rows``; neither holds more ragged lines than that."""
        starts = range(0, max(self.cells.num_rows, len(self.ragged), 1), rows)
        return [
            Chunk(self.cells.slice(start, rows), self.lines[start : start + rows], self.ragged[start : start + rows])
            for start in starts
        ]


def rows_at_once(columns: int) -> int:
    """Return how many rows of that many columns are held at once."""
    return max(1, min(CHUNK_ROWS, CHUNK_CELLS // max(columns, 1)))


def text_table(columns: Sequence[str], rows: Sequence[Sequence[str | None]]) -> pa.Table:
    """Return rows of equal width as text columns; empty cells are missing."""
    arrays = [pa.array([row[place] or None for row in rows], TEXT) for place in range(len(columns))]
    return pa.table(arrays, names=list(columns)) if columns else pa.table({})


def wrong_width(line: int, cells: Sequence[str], width: int) -> Ragged:
    """Return a line that has more or fewer cells than the header."""
    return Ragged(line, str(sentence(WRONG_WIDTH, cells=len(cells), width=width)), cells)


def named(file: SourceFile, cells: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that a header names; an empty cell is called after its place.

    Raises:
        BadFile: there are none, too many, or two of one name.
    """
    if not any(cell.strip() for cell in cells):
        raise file.bad(phrase("is empty; its first line must name the columns."))
    if len(cells) > MOST_COLUMNS:
        raise file.bad(
            phrase("has {n} columns, more than {most}; is it a table?"), n=f"{len(cells):,}", most=f"{MOST_COLUMNS:,}"
        )
    names = tuple(cell.strip() or f"column {place}" for place, cell in enumerate(cells, start=1))
    twice = next((name for name, times in Counter(names).items() if times > 1), None)
    if twice is not None:
        raise file.bad(phrase("has the column {column} twice; rename one of them."), column=repr(twice))
    return names
