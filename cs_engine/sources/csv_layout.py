"""Find out how a delimited text is laid out: its encoding, its delimiter and its columns."""

import csv
import io
from itertools import islice

from cs_engine.sources.chunks import named
from cs_engine.sources.delimited import NO_DELIMITER, Delimited
from cs_engine.sources.encodings import encoding_of, utf8_blocks
from cs_engine.sources.exact_csv import Feed
from cs_engine.sources.found import SourceFile
from cs_engine.sources.lines import LINE_LIMIT, too_long
from cs_engine.wording import phrase

DELIMITERS = ",;\t|"
LOOKED_AT = 200
"""Rows by which the delimiter is told."""
SAID = "sep="
"""Spreadsheets may name the delimiter on a line of its own, before the header."""


def csv_layout(file: SourceFile) -> Delimited:
    """Read the header of a delimited text.

    Raises:
        BadFile: the file is empty, has an endless line or too many columns, or names a column twice.
    """
    encoding = encoding_of(file)
    head = next(utf8_blocks(file, encoding), b"")[: 2 * LINE_LIMIT]
    if any(len(line) > LINE_LIMIT for line in head.split(b"\n")[:LOOKED_AT]):
        raise too_long(file, head, 1)
    text = head.decode(errors="replace")
    said = text[len(SAID)] if text.startswith(SAID) and text[len(SAID) + 1 :].startswith(("\n", "\r")) else ""
    skipped = text.index("\n") + 1 if said else 0
    delimiter = said or delimiter_of(text)
    try:
        names, used, lines = _first_row(text[skipped:], delimiter)
    except csv.Error as error:
        raise file.bad(phrase("is not readable as CSV ({error}); export it again."), error=error) from error
    body = len(text[: skipped + used].encode())
    row_bytes = (len(head) - body + 1) / (head.count(b"\n", body) + 1)
    return Delimited(named(file, names), encoding, delimiter, body, lines + (2 if said else 1), row_bytes)


def delimiter_of(text: str) -> str:
    """Tell the delimiter: the one by which most rows are as wide as the header; of several, that of the widest.

    A delimiter in a quoted cell does not count.
    """
    fits = {delimiter: _fit(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: fits[delimiter])
    return best if fits[best] > (0.0, 1) else NO_DELIMITER


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    """Return the share of rows that are as wide as the header, and that width; nothing when that is one."""
    csv.field_size_limit(2 * LINE_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [row for row in islice(reader, LOOKED_AT) if row]
    width = len(rows[0]) if rows else 0
    if width < 2:  # noqa: PLR2004 - one cell has no delimiter
        return 0.0, 0
    return sum(len(row) == width for row in rows) / len(rows), width


def _first_row(text: str, delimiter: str) -> tuple[list[str], int, int]:
    """Return the first row that is not blank, how many characters it takes with what is before it, and lines."""
    feed = Feed(io.StringIO(text, newline=""))
    reader = csv.reader(feed, delimiter=delimiter)
    row = next((row for row in reader if row), [])
    return row, feed.used, reader.line_num
