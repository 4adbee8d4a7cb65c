"""Read the sheets of spreadsheets; typed cells become text."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, load_workbook

from cs_engine.sources.archives import seekable
from cs_engine.sources.chunks import Chunk, Ragged, named, rows_at_once, text_table
from cs_engine.sources.found import SourceFile
from cs_engine.sources.sheet_sizes import check_sizes
from cs_engine.wording import Sentence, phrase, sentence

OUTSIDE = phrase("the row has cells outside the columns of its header")
LOOKED_AT = 20
"""Rows in which the header is looked for, below titles and notes."""
TITLE = 0.5
"""A row with at most half the cells of the fullest row nearby is a title, not the header."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a sheet is laid out: its columns stand in row ``header`` (1 = the first), from column ``left`` (0 = A)."""

    columns: tuple[str, ...]
    header: int
    left: int

    @property
    def shown(self) -> Sentence:
        """The layout in a few words."""
        if self.header == 1:
            return sentence(phrase("spreadsheet"))
        return sentence(phrase("spreadsheet; header in row {row}"), row=self.header)

    def chunks(self, file: SourceFile) -> Iterator[Chunk]:
        """Read the rows below the header; blank ones are skipped.

        Raises:
            BadFile: the file is damaged.
        """
        with _sheet(file) as sheet:
            rows = ((number, row) for number, row in enumerate(sheet.iter_rows(), start=1) if number > self.header)
            filled = ((number, row) for number, row in rows if _filled(row))
            while batch := list(islice(filled, rows_at_once(len(self.columns)))):
                yield self._chunk(batch)

    def sample(self, file: SourceFile, rows: int) -> pa.Table:
        """Return rows from all over the sheet."""
        with _sheet(file) as sheet:
            step = max(1, -(-sheet.height // rows))
            found = [row for row in islice(sheet.iter_rows(), self.header, None, step) if _filled(row)]
        return text_table(self.columns, [self._cells(row) for row in found])

    def _chunk(self, batch: Sequence[tuple[int, Sequence[object]]]) -> Chunk:
        right = self.left + len(self.columns)
        outside = {number for number, row in batch if _filled(row[: self.left]) or _filled(row[right:])}
        ragged = [Ragged(number, OUTSIDE, [_text(cell) for cell in row]) for number, row in batch if number in outside]
        good = [(number, self._cells(row)) for number, row in batch if number not in outside]
        lines = np.array([number for number, _ in good], np.int64)
        return Chunk(text_table(self.columns, [cells for _, cells in good]), lines, tuple(ragged))

    def _cells(self, row: Sequence[object]) -> list[str]:
        return [_text(cell) for cell in row[self.left : self.left + len(self.columns)]]


def sheets(file: SourceFile) -> list[SourceFile]:
    """Return the sheets of a workbook that hold anything.

    Raises:
        BadFile: the file is damaged, protected by a password or too large.
    """
    with _workbook(file) as workbook:
        kinds = [sheet for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
        names = [sheet.name for sheet in kinds if workbook.get_sheet_by_name(sheet.name).height]
    if not names:
        raise file.bad(phrase("is a spreadsheet without anything in it; its first line must name the columns."))
    alone = file.alone and len(names) == 1
    return [replace(file, name=f"{file.name}/{name}", sheet=name, alone=alone) for name in names]


def sheet_layout(file: SourceFile) -> Sheet:
    """Find the header of a sheet: the first row that is no title.

    Raises:
        BadFile: the file is damaged, or there are too many columns.
    """
    with _sheet(file) as sheet:
        rows = _first_rows(sheet)
    counts = [sum(_text(cell) != "" for cell in row) for row in rows]
    header = next(place for place, count in enumerate(counts) if count > TITLE * max(counts))
    cells = [_text(cell).strip() for cell in rows[header]]
    filled = [place for place, cell in enumerate(cells) if cell]
    left = filled[0]
    return Sheet(named(file, cells[left : filled[-1] + 1]), header + 1, left)


def _first_rows(sheet: CalamineSheet) -> list[Sequence[object]]:
    """Return the rows in which the header is looked for, those above the first filled one included."""
    start = sheet.start[0] if sheet.start else 0
    return list(islice(sheet.iter_rows(), start + LOOKED_AT))


@contextmanager
def _workbook(file: SourceFile) -> Iterator[CalamineWorkbook]:
    with seekable(file) as stream:
        check_sizes(file, stream)
        try:
            yield load_workbook(stream)
        except CalamineError as error:
            reason = str(error).splitlines()[0].rstrip(".")
            raise file.bad(
                phrase(
                    "cannot be read as a spreadsheet ({reason}); it is damaged, too large or protected by a password, "
                    "so save its sheets as CSV."
                ),
                reason=reason,
            ) from error


@contextmanager
def _sheet(file: SourceFile) -> Iterator[CalamineSheet]:
    with _workbook(file) as workbook:
        yield workbook.get_sheet_by_name(file.sheet or "")


def _filled(row: Sequence[object]) -> bool:
    return any(cell not in ("", None) for cell in row)


def _text(cell: object) -> str:
    """Return a typed cell as text: ISO dates and moments, numbers without a needless `.0`."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
