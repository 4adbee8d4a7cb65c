"""How the command line speaks: answers on stdout, everything else on stderr."""

import json
import sys
from collections.abc import Sequence

PROBLEM = 1
UNUSABLE = 2
AMBIGUOUS = 3
NOT_FOUND = 4
FAULT = 70
"""A fault of ours, as sysexits.h numbers it."""
INTERRUPTED = 130


def say(text: str = "") -> None:
    """Print one line of an answer."""
    print(text)


def note(text: str) -> None:
    """Print one line that is not part of the answer."""
    print(text, file=sys.stderr)


def complain(sentence: str) -> None:
    """Print what is wrong and what to do."""
    note(f"steward: {sentence}")


def say_json(value: object) -> None:
    """Print one JSON document, readable and with names as they are written."""
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def say_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print aligned columns: numbers to the right, text to the left, empty cells as a dash."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    right = [_is_numeric(index, rows) for index in range(len(headings))]
    for line in (list(headings), *cells):
        say("  ".join(_pad(*parts) for parts in zip(line, widths, right, strict=True)).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def _is_numeric(index: int, rows: Sequence[Sequence[object]]) -> bool:
    values = [row[index] for row in rows if row[index] is not None]
    return bool(values) and all(isinstance(value, int | float) for value in values)


def _pad(text: str, width: int, right: bool) -> str:  # noqa: FBT001 - one of three columns of a zip
    return text.rjust(width) if right else text.ljust(width)
