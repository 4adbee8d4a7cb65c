"""Read JSON lines: one object per line, objects within it flattened with dots."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import pyarrow as pa

from cs_engine.sources.chunks import Chunk, Ragged, named, rows_at_once, text_table
from cs_engine.sources.encodings import Encoding, encoding_of, utf8_blocks
from cs_engine.sources.found import SourceFile
from cs_engine.sources.lines import LINE_LIMIT, too_long, windows
from cs_engine.wording import Sentence, phrase, sentence

LOOKED_AT = 20 * 2**20
"""Bytes searched for columns: all of most exports. A column that appears later is not seen."""
NOT_AN_OBJECT = phrase("the line is no JSON object")


@dataclass(frozen=True, slots=True)
class JsonLines:
    """The columns of a file of JSON lines: every key that some object has."""

    columns: tuple[str, ...]
    encoding: Encoding

    @property
    def shown(self) -> Sentence:
        """The layout in a few words."""
        return sentence(phrase("JSON lines; {encoding}"), encoding=self.encoding.shown)

    def chunks(self, file: SourceFile) -> Iterator[Chunk]:
        """Read the objects; lines count from 1, as there is no header.

        Raises:
            BadFile: the file is damaged, has an endless line, or is not in its encoding throughout.
        """
        rows = _Rows(self.columns)
        size = rows_at_once(len(self.columns))
        for number, line in enumerate(_lines(file, self.encoding), start=1):
            rows.add(number, line)
            if rows.count >= size:
                yield rows.chunk()
                rows = _Rows(self.columns)
        yield rows.chunk()

    def sample(self, file: SourceFile, rows: int) -> pa.Table:
        """Return some rows, spread over the file where that is cheap."""
        found = _Rows(self.columns)
        texts = windows(file, self.encoding, 0)
        for text in texts:
            for line in text.split(b"\n")[: rows // len(texts) + 1]:
                found.add(1, line)
        return found.chunk().cells


def json_layout(file: SourceFile) -> JsonLines:
    """Find the columns of a file of JSON lines.

    Raises:
        BadFile: its first line is no object, or there are too many columns.
    """
    encoding = encoding_of(file)
    columns: dict[str, None] = {}
    read = 0
    for line in _lines(file, encoding):
        columns |= dict.fromkeys(_flat(line) or {})
        if not columns:
            says = phrase("begins like JSON but has no JSON object on its first line; write one object per line.")
            raise file.bad(says)
        read += len(line)
        if read > LOOKED_AT:
            break
    return JsonLines(named(file, list(columns)), encoding)


@dataclass(slots=True)
class _Rows:
    columns: tuple[str, ...]
    cells: list[list[str | None]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    ragged: list[Ragged] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.lines) + len(self.ragged)

    def add(self, number: int, line: bytes) -> None:
        """Take a line; a blank one is skipped."""
        if not line.strip():
            return
        row = _flat(line)
        if row is None:
            self.ragged.append(Ragged(number, NOT_AN_OBJECT, [line.decode(errors="replace")]))
            return
        self.cells.append([row.get(column) for column in self.columns])
        self.lines.append(number)

    def chunk(self) -> Chunk:
        return Chunk(text_table(self.columns, self.cells), np.array(self.lines, np.int64), tuple(self.ragged))


def _lines(file: SourceFile, encoding: Encoding) -> Iterator[bytes]:
    """Yield line by line; a line over the limit is refused before more of it is read."""
    rest, count = b"", 1
    for block in chain(utf8_blocks(file, encoding), [b"\n"]):
        *lines, rest = (rest + block).split(b"\n")
        if max(map(len, (*lines, rest))) > LINE_LIMIT:
            raise too_long(file, b"\n".join((*lines, rest)), count)
        count += len(lines)
        yield from lines


def _flat(line: bytes) -> dict[str, str | None] | None:
    """Return an object as text by column, or nothing when the line holds none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return dict(_pairs(value, "")) if isinstance(value, dict) else None


def _pairs(value: Mapping[str, object], before: str) -> Iterator[tuple[str, str | None]]:
    for key, part in value.items():
        if isinstance(part, dict):
            yield from _pairs(part, f"{before}{key}.")
        else:
            yield before + key, _text(part)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
