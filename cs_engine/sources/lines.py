"""What all formats made of lines of text have in common."""

from cs_engine.errors import BadFile
from cs_engine.sources.archives import blocks, is_packed
from cs_engine.sources.encodings import Encoding, utf8_blocks
from cs_engine.sources.found import SourceFile
from cs_engine.wording import phrase

LINE_LIMIT = 2**20
"""Bytes of one line, or of one row with line breaks in quotes: no export comes near it, a damaged file does."""
WINDOW = 128 * 1024
WINDOWS = 8
"""A sample looks at so many places of a file: a value that comes up late is still seen, and reading stays quick."""


def too_long(file: SourceFile, text: bytes, line: int) -> BadFile:
    """Return the error about a line, or row, over the limit; ``text`` begins on ``line``."""
    lines = text.split(b"\n")
    long = next((number for number, part in enumerate(lines) if len(part) > LINE_LIMIT), 0)
    return file.bad(
        phrase("has a row of more than 1 MB on line {line}; is it a table, and is every quotation mark closed?"),
        line=line + long,
    )


def windows(file: SourceFile, encoding: Encoding, body: int) -> list[bytes]:
    """Return whole lines from places all over a text as UTF-8; of a packed file, from its beginning alone."""
    start = next(utf8_blocks(file, encoding), b"")[body:]
    size = file.path.stat().st_size
    from_start = is_packed(file) or encoding.old_mac or encoding.name.startswith("utf_16")
    if from_start or size <= WINDOW * WINDOWS:
        return [_whole_lines(start, WINDOW * WINDOWS)]
    places = (size * number // WINDOWS for number in range(1, WINDOWS))
    return [_whole_lines(start, WINDOW), *(_window(file, encoding, place) for place in places)]


def _window(file: SourceFile, encoding: Encoding, place: int) -> bytes:
    text = next(blocks(file, WINDOW, skip=place), b"")
    return _whole_lines(text[text.find(b"\n") + 1 :], WINDOW - 1).decode(encoding.name, errors="replace").encode()


def _whole_lines(text: bytes, size: int) -> bytes:
    """Return the lines within the first ``size`` bytes."""
    return text if len(text) <= size else text[: text.rfind(b"\n", 0, size) + 1]
