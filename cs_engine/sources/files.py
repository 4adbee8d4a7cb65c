"""Find the tables of rows under the paths a user gave, and read them, whatever their format.

A file's ending is only a hint to people: its content decides.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import pandas as pd
import pyarrow as pa

from cs_engine.errors import BadFile
from cs_engine.sources.archives import head_of, members, unpacked_head
from cs_engine.sources.chunks import Chunk
from cs_engine.sources.contents import Form, form_of
from cs_engine.sources.csv_layout import csv_layout
from cs_engine.sources.delimited import Delimited
from cs_engine.sources.found import SourceFile
from cs_engine.sources.json_lines import json_layout
from cs_engine.sources.number_marks import marks_of, said
from cs_engine.sources.numbers import Marks
from cs_engine.sources.parquet import parquet_layout
from cs_engine.sources.workbooks import sheet_layout, sheets
from cs_engine.wording import Sentence, in_a_row, phrase

SAMPLE_CELLS = 100_000
"""Cells by which the meaning of points and commas is told."""
REFUSED = {
    Form.EMPTY: phrase("is empty; its first line must name the columns."),
    Form.BINARY: phrase("is a binary file and no table; export the data as CSV, Excel, Parquet or JSON lines."),
    Form.ZIP: phrase("is an archive in an archive; unpack it and load the files."),
    Form.GZIP: phrase("is packed twice; unpack it and load the file."),
    Form.JSON: phrase("is one JSON document; write one object per line (JSON lines)."),
    Form.MARKUP: phrase("is a web page or XML and no table; open it in a spreadsheet and save it as CSV."),
}


class Layout(Protocol):
    """How a file is laid out, as its format finds out."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file."""
        ...

    @property
    def shown(self) -> Sentence:
        """The layout in a few words."""
        ...

    def chunks(self, file: SourceFile) -> Iterator[Chunk]:
        """Read all rows."""
        ...

    def sample(self, file: SourceFile, rows: int) -> pa.Table:
        """Read some rows, about as many as asked."""
        ...


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a file before its rows are read.

    ``marks`` tells by column what points and commas mean in its numbers; ``shown`` says how the file is read.
    """

    columns: tuple[str, ...]
    layout: Layout
    shown: Sentence
    marks: Mapping[str, Marks] = field(default_factory=dict)


def find_files(paths: Sequence[Path]) -> list[SourceFile]:
    """Return the tables under ``paths``, in the order given and by name within a folder.

    Members of zip archives and sheets of spreadsheets are files of their own; hidden files are left out.

    Raises:
        BadFile: a path does not exist, or an archive or spreadsheet cannot be opened.
    """
    found: list[SourceFile] = []
    for path in paths:
        if not path.exists():
            raise BadFile(phrase("{path} does not exist; give a file or a folder of files."), path=path)
        if path.is_dir():
            below = (SourceFile(file, file.relative_to(path).as_posix(), True) for file in _files_below(path))
            found.extend(table for file in below for table in _tables(file))
        else:
            found.extend(_tables(SourceFile(path, path.name, False)))
    return found


def read_header(file: SourceFile) -> Header:
    """Find out how a file is laid out.

    Raises:
        BadFile: the file is empty, no table, or damaged.
    """
    layout = _LAYOUTS[_form(file)](file)
    sample = layout.sample(file, max(20, SAMPLE_CELLS // len(layout.columns)))
    marks = marks_of(sample, layout.delimiter if isinstance(layout, Delimited) else None)
    return Header(layout.columns, layout, in_a_row((layout.shown, *said(marks, sample))), marks)


def read_chunks(file: SourceFile, header: Header) -> Iterator[Chunk]:
    """Read a file chunk by chunk.

    Raises:
        BadFile: the file turns out to be damaged.
    """
    return header.layout.chunks(file)


def read_sample(file: SourceFile, header: Header, rows: int) -> pd.DataFrame:
    """Return about ``rows`` rows as text, missing where a cell is empty; spread over the file where that is cheap.

    Raises:
        BadFile: the file turns out to be damaged.
    """
    table = header.layout.sample(file, rows)
    frame = pd.DataFrame({name: pd.Series(table[name].to_pylist(), dtype="str") for name in table.column_names})
    return frame.head(rows)


_LAYOUTS: Mapping[Form, Callable[[SourceFile], Layout]] = MappingProxyType(
    {
        Form.DELIMITED: csv_layout,
        Form.JSON_LINES: json_layout,
        Form.PARQUET: parquet_layout,
        Form.WORKBOOK: sheet_layout,
    }
)


def _form(file: SourceFile) -> Form:
    """Tell what a file holds.

    Raises:
        BadFile: nothing that can be read.
    """
    if file.sheet is not None:
        return Form.WORKBOOK
    form = form_of(head_of(file))
    packed = form is Form.GZIP
    if packed:
        form = form_of(unpacked_head(file))
    if form in REFUSED:
        raise file.bad(REFUSED[form])
    if packed and form in (Form.WORKBOOK, Form.PARQUET):
        raise file.bad(phrase("is a packed {form}; unpack it and load the file."), form=form)
    return form


def _tables(file: SourceFile) -> list[SourceFile]:
    form = form_of(head_of(file))
    if form is Form.WORKBOOK:
        return sheets(file)
    if form is not Form.ZIP:
        return [file]
    inside = members(file)
    if inside is None:
        return sheets(file)
    return [table for member in inside for table in _member_tables(member)]


def _member_tables(member: SourceFile) -> list[SourceFile]:
    form = form_of(head_of(member))
    if form is Form.WORKBOOK or (form is Form.ZIP and member.is_workbook):
        return sheets(member)
    return [member]


def _files_below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and not _is_hidden(file.relative_to(folder)))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
