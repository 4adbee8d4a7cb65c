"""Cut text between two rows, where a line break in quotes does not end a row."""

import re

import numpy as np
import numpy.typing as npt

QUOTE = ord('"')
BARE_RETURN = re.compile(rb"\r(?!\n)")


def line_breaks(text: bytes) -> int:
    """Count line breaks, however they are written."""
    feeds = text.count(b"\n")
    return feeds if b"\r" not in text else feeds + len(BARE_RETURN.findall(text))


def has_long_line(text: bytes, limit: int) -> bool:
    """Tell whether some line is longer than ``limit``.

    Such a line covers a whole stretch of half that length, so most texts are done after a look at each stretch.
    """
    half = limit // 2
    stretches = range(0, len(text) - half + 1, half)
    if all(text.find(b"\n", start, start + half) >= 0 for start in stretches):
        return False
    return any(len(line) > limit for line in text.split(b"\n"))


def end_of_rows(text: bytes, delimiter: str) -> int | None:
    """Return where the last whole row ends; ``None`` when its quotation marks leave that open.

    Args:
        text: begins with a row.
        delimiter: the character between cells.

    Returns:
        0 when no row ends in ``text``.
    """
    if b'"' not in text:
        return text.rfind(b"\n") + 1
    quotes = _plain_quotes(text, delimiter)
    if quotes is None:
        return None
    end = text.rfind(b"\n")
    while end >= 0:
        before = int(np.searchsorted(quotes, end))
        if before % 2 == 0:
            return end + 1
        end = text.rfind(b"\n", 0, int(quotes[before - 1]))
    return 0


def _plain_quotes(text: bytes, delimiter: str) -> npt.NDArray[np.int64] | None:
    """Return where quotation marks stand, when each can only open, close or be doubled."""
    codes = np.frombuffer(text, np.uint8)
    quotes = np.flatnonzero(codes == QUOTE)
    borders = np.frombuffer(b'\r\n"' + delimiter.encode(), np.uint8)
    opening, closing = quotes[::2], quotes[1::2]
    before = codes[opening[opening > 0] - 1]
    after = codes[closing[closing < len(codes) - 1] + 1]
    if np.isin(before, borders).all() and np.isin(after, borders).all():
        return quotes
    return None
