"""Read rows of delimited text with Arrow, when it is certain on which line each of them stands."""

import csv
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from cs_engine.sources.chunks import TEXT, Chunk, Ragged, wrong_width
from cs_engine.sources.cutting import end_of_rows, line_breaks

BLOCK = 2 * 2**20
"""Bytes that one thread parses at once; twice the longest line."""


def fast_rows(text: bytes, columns: Sequence[str], delimiter: str, line: int) -> Chunk | None:
    """Return the rows of ``text``, whole rows that begin on ``line``; ``None`` when a row may span lines.

    Every row ends in a line break. So when there are as many rows as line breaks, each row stands on one line.
    """
    text = text.rstrip(b"\r\n") + b"\n"
    if end_of_rows(text, delimiter) != len(text):
        return None
    odd: list[arrow_csv.InvalidRow] = []
    try:
        cells = _parsed(text, columns, delimiter, None)
    except pa.ArrowInvalid:
        try:
            cells = _parsed(text, columns, delimiter, odd)
        except pa.ArrowInvalid:
            return None
    total = cells.num_rows + len(odd)
    if total != line_breaks(text):
        return None
    lines = np.arange(line, line + total)
    if not odd:
        return Chunk(cells, lines)
    places = np.array([row.number - 1 for row in odd])
    ragged = (_ragged(row, line + row.number - 1, delimiter) for row in odd)
    return Chunk(cells, np.delete(lines, places), tuple(ragged))


def _parsed(text: bytes, columns: Sequence[str], delimiter: str, odd: list[arrow_csv.InvalidRow] | None) -> pa.Table:
    """Return the rows as wide as the header.

    Arrow's threads may outlive the call for a moment. If one of them then held anything of Python's while the process
    ends, it would be aborted (exit code 134), so that they are given a copy of the text, and no function to call.

    Args:
        text: whole rows.
        columns: the header.
        delimiter: the character between cells.
        odd: collects the other rows, which know their number only when one thread reads; without it they are an error.

    Raises:
        ArrowInvalid: this is not UTF-8, or a row is wrong.
    """

    def collect(row: arrow_csv.InvalidRow) -> str:
        if odd is not None:
            odd.append(row)
        return "skip"

    reading = arrow_csv.ReadOptions(column_names=list(columns), block_size=BLOCK, use_threads=odd is None)
    handler = None if odd is None else collect
    parsing = arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=b'"' in text, invalid_row_handler=handler)
    converting = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(columns, TEXT),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    return arrow_csv.read_csv(pa.BufferReader(_copied(text)), reading, parsing, converting)


def _copied(text: bytes) -> pa.Buffer:
    """Return text in memory that Arrow frees by itself."""
    sink = pa.BufferOutputStream()
    sink.write(text)
    return sink.getvalue()


def _ragged(row: arrow_csv.InvalidRow, line: int, delimiter: str) -> Ragged:
    cells = next(csv.reader([row.text], delimiter=delimiter), [])
    return wrong_width(line, cells, row.expected_columns)
