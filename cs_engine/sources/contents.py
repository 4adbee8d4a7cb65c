"""What a file holds, told by its first bytes; its ending is only a hint to people."""

from enum import StrEnum


class Form(StrEnum):
    """What kind of content was found."""

    DELIMITED = "delimited text"
    JSON_LINES = "JSON lines"
    WORKBOOK = "workbook"
    PARQUET = "Parquet"
    GZIP = "gzip"
    ZIP = "zip"
    EMPTY = "empty"
    JSON = "JSON"
    MARKUP = "markup"
    BINARY = "binary"


HEAD = 64 * 1024
"""Bytes that are looked at."""
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Workbooks before 2007, and later ones behind a password."""
GZIP_MARK = b"\x1f\x8b"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b")
MOST_CONTROLS = 0.005
"""A stray control character in an export is dirt; more than one in 200 bytes is no text."""
UTF16_ZEROS = 0.2
"""Of the bytes at even or odd places; text of Latin letters in UTF-16 has nearly half of them zero, others some."""


def form_of(head: bytes) -> Form:
    """Tell what begins with these bytes."""
    marked = _marked(head)
    if marked is not None:
        return marked
    if is_utf16(head):
        return Form.DELIMITED
    if b"\0" in head or sum(head.count(code) for code in CONTROLS) > MOST_CONTROLS * len(head):
        return Form.BINARY
    return _text_form(head.removeprefix(UTF8_MARK).lstrip())


def is_utf16(head: bytes) -> bool:
    """Tell whether text seems to be UTF-16: it says so, or every other byte is often zero and its neighbour never."""
    if head.startswith(UTF16_MARKS):
        return True
    return any(_zeros(head[place::2]) > UTF16_ZEROS and not head[1 - place :: 2].count(0) for place in (0, 1))


def _zeros(part: bytes) -> float:
    return part.count(0) / max(len(part), 1)


def _marked(head: bytes) -> Form | None:
    if not head:
        return Form.EMPTY
    if head.startswith(ZIP_MARKS):
        return Form.ZIP
    marks = {OLE_MARK: Form.WORKBOOK, GZIP_MARK: Form.GZIP, b"PAR1": Form.PARQUET, b"%PDF-": Form.BINARY}
    return next((form for mark, form in marks.items() if head.startswith(mark)), None)


def _text_form(text: bytes) -> Form:
    if text.startswith(b"{"):
        return Form.JSON_LINES
    if text.startswith((b"[{", b"[\n", b"[\r", b"[ ", b"[]")):
        return Form.JSON
    if text[:1] == b"<" and text[1:2].lower() in b"!?htsw":
        return Form.MARKUP
    return Form.DELIMITED if text else Form.EMPTY
