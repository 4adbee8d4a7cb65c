"""Where the keys of a TOML text stand, so that an error can name the line.

No TOML library for Python keeps positions, so statements are found by letting ``tomllib`` itself read the
text a line at a time: a statement ends at the first line with which it can be read.
"""

import tomllib
from collections import Counter
from typing import Any

KeyPath = tuple[str | int, ...]


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, from 1, of every table and key of a well-formed TOML text.

    Elements of an array of tables carry their index: ``("groups", "usage", "factors", 0, "weight")``.
    """
    lines: dict[KeyPath, int] = {}
    tables: Counter[KeyPath] = Counter()
    table: KeyPath = ()
    begun, statement = 1, ""
    for number, line in enumerate(text.splitlines(), start=1):
        begun, statement = (begun, f"{statement}\n{line}") if statement else (number, line)
        try:
            parsed = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        if statement.lstrip().startswith("["):
            table = _table(parsed, tables)
            for length in range(1, len(table) + 1):
                lines.setdefault(table[:length], begun)
        else:
            _note(lines, table, parsed, begun)
        statement = ""
    return lines


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int:
    """Return the line of a key, or of the nearest table around it that has one."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _table(parsed: dict[str, Any] | list[Any], tables: Counter[KeyPath]) -> KeyPath:
    """Return the path of a table's heading, counting the elements of arrays of tables."""
    path: KeyPath = ()
    while parsed:
        if isinstance(parsed, list):
            tables[path] += 1
            path, parsed = (*path, tables[path] - 1), parsed[0]
        else:
            ((name, parsed),) = parsed.items()
            path = (*path, name)
    return path


def _note(lines: dict[KeyPath, int], table: KeyPath, parsed: dict[str, object], line: int) -> None:
    """Note the line of a key and of the keys inside it."""
    for name, value in parsed.items():
        lines[(*table, name)] = line
        if isinstance(value, dict):
            _note(lines, (*table, name), value, line)
