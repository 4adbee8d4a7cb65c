"""Which encoding a text is in, told from a sample of it, and its content as UTF-8."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from cs_engine.sources.archives import BLOCK, blocks
from cs_engine.sources.contents import UTF8_MARK, is_utf16
from cs_engine.sources.found import SourceFile
from cs_engine.wording import phrase

LOOKED_AT = 64 * 2**20
"""Bytes searched for letters beyond ASCII: every byte of most exports, and a second of work for larger ones."""
ENOUGH = 64 * 1024
"""Bytes of such lines by which an encoding is told."""
WESTERN = "cp1252"
SHOWN = {
    "utf_8": "UTF-8", "utf_16": "UTF-16", "utf_16_le": "UTF-16", "utf_16_be": "UTF-16",
    WESTERN: "windows-1252", "cp1250": "windows-1250", "cp1251": "windows-1251", "cp1253": "windows-1253",
    "cp1254": "windows-1254", "gb18030": "GB 18030", "big5": "Big5", "cp932": "Shift JIS", "euc_jp": "EUC-JP",
    "cp949": "EUC-KR", "koi8_r": "KOI8-R",
}  # fmt: skip
"""Encodings that exports are written in, and what people call them."""
CANDIDATES = [name for name in SHOWN if not name.startswith("utf")]


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text is written: Python's ``name`` for it, and whether its lines end in a lone carriage return."""

    name: str
    old_mac: bool = False

    @property
    def shown(self) -> str:
        """What people call it."""
        return SHOWN[self.name]


def encoding_of(file: SourceFile) -> Encoding:
    """Tell the encoding of a text file.

    Raises:
        BadFile: no encoding fits.
    """
    first = next(blocks(file), b"")
    if is_utf16(first):
        return _with_lines(_utf16(first), first)
    telling = _telling_lines(blocks(file))
    return _with_lines("utf_8" if _is_possible("utf_8", telling) else _guessed(file, telling), first)


def utf8_blocks(file: SourceFile, encoding: Encoding, size: int = BLOCK) -> Iterator[bytes]:
    """Read a text file block by block as UTF-8 with line feeds, without a byte order mark.

    Raises:
        BadFile: the text is not in this encoding.
    """
    found = blocks(file, size)
    if encoding.name != "utf_8":
        found = _recoded(file, encoding, found)
    first = True
    for block in found:
        content = block.removeprefix(UTF8_MARK) if first else block
        first = False
        yield content.replace(b"\r", b"\n") if encoding.old_mac else content


def _recoded(file: SourceFile, encoding: Encoding, found: Iterable[bytes]) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding.name)("strict")
    try:
        for block in found:
            yield decoder.decode(block).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as error:
        raise file.bad(
            phrase("seems to be {encoding} text but is not throughout; save it as UTF-8."), encoding=encoding.shown
        ) from error


def _telling_lines(found: Iterable[bytes]) -> bytes:
    """Return lines with letters beyond ASCII, where there are any."""
    telling, rest, read = b"", b"", 0
    for block in found:
        read += len(block)
        if block.isascii() and rest.isascii():
            rest = block[block.rfind(b"\n") + 1 :]
        else:
            *lines, rest = (rest + block).split(b"\n")
            telling += b"\n".join(line for line in lines if not line.isascii())[:ENOUGH]
        if len(telling) >= ENOUGH or read > LOOKED_AT:
            return telling
    return telling + rest


def _is_possible(name: str, telling: bytes) -> bool:
    """Tell whether a text, which may be cut off in the middle of a letter, can be in an encoding."""
    try:
        codecs.getincrementaldecoder(name)("strict").decode(telling)
    except UnicodeDecodeError:
        return False
    return True


def _guessed(file: SourceFile, telling: bytes) -> str:
    """Take the likeliest encoding; Western Europe's where it is as likely as any."""
    possible = [name for name in CANDIDATES if _is_possible(name, telling)]
    found = list(from_bytes(telling, cp_isolation=possible)) if possible else []
    if not found:
        raise file.bad(phrase("is text in no encoding that we know, or no text at all; save it as UTF-8."))
    best = found[0]
    ties = [match for match in found if (match.chaos, match.coherence) == (best.chaos, best.coherence)]
    names = {name for match in ties for name in (match.encoding, *match.could_be_from_charset)}
    return WESTERN if WESTERN in names else best.encoding


def _utf16(first: bytes) -> str:
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf_16"
    return "utf_16_le" if first[1::2].count(0) > first[0::2].count(0) else "utf_16_be"


def _with_lines(name: str, first: bytes) -> Encoding:
    return Encoding(name, old_mac=b"\r" in first and b"\n" not in first)
