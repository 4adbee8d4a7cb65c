"""Read text whose cells are separated by a character, with the line each row starts on.

What Arrow can read with certainty is read by Arrow. Text with anything odd (line breaks in quotes, blank lines, stray
quotation marks) is read again, exactly, by Python's csv.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from cs_engine.sources.archives import BLOCK
from cs_engine.sources.chunks import TEXT, Chunk, rows_at_once
from cs_engine.sources.cutting import end_of_rows, has_long_line, line_breaks
from cs_engine.sources.encodings import Encoding, utf8_blocks
from cs_engine.sources.exact_csv import exact_rows
from cs_engine.sources.fast_csv import fast_rows
from cs_engine.sources.found import SourceFile
from cs_engine.sources.lines import LINE_LIMIT, too_long, windows
from cs_engine.wording import Sentence, in_a_row, phrase, sentence

NO_DELIMITER = "\x1f"
"""Stands for the delimiter of files with one column, whose cells may hold any of the others."""
SHOWN = {
    ",": phrase("commas"),
    ";": phrase("semicolons"),
    "\t": phrase("tabs"),
    "|": phrase("pipes"),
    NO_DELIMITER: phrase("one column"),
}


@dataclass(frozen=True, slots=True)
class Delimited:
    """How a delimited text is laid out: its rows begin on line ``first``, at byte ``body`` of its UTF-8 text.

    ``row_bytes`` is how long the first of them are on average.
    """

    columns: tuple[str, ...]
    encoding: Encoding
    delimiter: str
    body: int
    first: int
    row_bytes: float

    @property
    def shown(self) -> Sentence:
        """The layout in a few words."""
        kind = "TSV" if self.delimiter == "\t" else "CSV"
        return in_a_row(map(sentence, (kind, SHOWN[self.delimiter], self.encoding.shown)))

    def chunks(self, file: SourceFile) -> Iterator[Chunk]:
        """Read the rows below the header.

        Raises:
            BadFile: the file is damaged, has an endless line, or is not in its encoding throughout.
        """
        line, size = self.first, rows_at_once(len(self.columns))
        for text, is_last in self._texts(file):
            if has_long_line(text, LINE_LIMIT):
                raise too_long(file, text, line)
            chunk = self._rows(file, text, line, is_last=is_last)
            yield from chunk.pieces(size)
            line += line_breaks(text)

    def sample(self, file: SourceFile, rows: int) -> pa.Table:
        """Return some rows, spread over the file where that is cheap."""
        found = [
            exact_rows(file, text, self.columns, self.delimiter, 1, is_last=True)[0].cells
            for text in windows(file, self.encoding, self.body)
        ]
        schema = pa.schema([(name, TEXT) for name in self.columns])
        return pa.concat_tables([schema.empty_table(), *(_spread(part, rows // len(found) + 1) for part in found)])

    def _texts(self, file: SourceFile) -> Iterator[tuple[bytes, bool]]:
        """Yield pieces of whole rows, and whether each is the last one."""
        rest, skip = b"", self.body
        size = min(BLOCK, math.ceil(self.row_bytes * rows_at_once(len(self.columns))))
        for block in utf8_blocks(file, self.encoding, size):
            rest += block[skip:]
            skip = max(0, skip - len(block))
            end = self._end(file, rest)
            if len(rest) - end > LINE_LIMIT:
                raise too_long(file, rest[end:], self.first)
            if end:
                yield rest[:end], False
                rest = rest[end:]
        if rest.strip(b"\r\n"):
            yield rest, True

    def _end(self, file: SourceFile, text: bytes) -> int:
        end = end_of_rows(text, self.delimiter)
        if end is None:
            end = exact_rows(file, text, self.columns, self.delimiter, self.first, is_last=False)[1]
        return end

    def _rows(self, file: SourceFile, text: bytes, line: int, *, is_last: bool) -> Chunk:
        fast = fast_rows(text, self.columns, self.delimiter, line)
        if fast is not None:
            return fast
        return exact_rows(file, text, self.columns, self.delimiter, line, is_last=is_last)[0]


def _spread(table: pa.Table, rows: int) -> pa.Table:
    """Return at most ``rows`` rows, evenly spread."""
    step = max(1, -(-table.num_rows // rows))
    return table.take(pa.array(range(0, table.num_rows, step), pa.int64()))
