"""How far the sheets of a spreadsheet reach, told before its reader sets memory aside for every cell in between."""

import re
import struct
import zipfile
from collections.abc import Iterator
from typing import IO

from cs_engine.sources.archives import BLOCK, UNPACKED, explained
from cs_engine.sources.contents import OLE_MARK
from cs_engine.sources.found import SourceFile
from cs_engine.wording import phrase

MOST_CELLS = 16_000_000
"""Cells that a sheet may span, empty ones included: its reader needs about 70 bytes for each."""
CELL = re.compile(rb"""\br=["']([A-Z]{0,3})(\d{1,7})["']""")
LONGEST = 16
"""Bytes that a cell's name takes at most; a block may end in the middle of one."""
BINARY_SIZE = re.compile(rb"\x94\x01\x10(.{16})", re.DOTALL)
"""The record of an .xlsb sheet that says first and last row and column."""
SHEETS = "xl/worksheets/"


def check_sizes(file: SourceFile, stream: IO[bytes]) -> None:
    """Refuse a spreadsheet that would take too much memory.

    Raises:
        BadFile: it is damaged, holds more than 1 GB, or a sheet spans too many cells.
    """
    if stream.read(len(OLE_MARK)) != OLE_MARK:
        stream.seek(0)
        with explained(file), zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > UNPACKED:
                raise file.bad(phrase("holds more than 1 GB; save its sheets as CSV."))
            for info in infos:
                if info.filename.startswith(SHEETS):
                    _check_sheet(file, archive, info)
    stream.seek(0)


def _check_sheet(file: SourceFile, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    with archive.open(info) as part:
        rows, columns = _binary_size(part) if info.filename.endswith(".bin") else _size(part)
    if rows * columns > MOST_CELLS:
        raise file.bad(
            phrase(
                "has a sheet that reaches to row {row} and column {column}; remove what stands far out, "
                "or save the sheet as CSV."
            ),
            row=f"{rows:,}",
            column=f"{columns:,}",
        )


def _size(part: IO[bytes]) -> tuple[int, int]:
    """Return the last row and column of a sheet in XML."""
    rows, columns = 0, 0
    for text in _overlapping(part):
        names = CELL.findall(text)
        rows = max(rows, max((int(row) for _, row in set(names)), default=0))
        columns = max(columns, max((_number(letters) for letters in {letters for letters, _ in names}), default=0))
    return rows, columns


def _overlapping(part: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while block := part.read(BLOCK):
        yield rest + block
        rest = block[-LONGEST:]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _binary_size(part: IO[bytes]) -> tuple[int, int]:
    found = BINARY_SIZE.search(part.read(2**16))
    if found is None:
        return 0, 0
    _, row, _, column = struct.unpack("<4I", found.group(1))
    return row + 1, column + 1
