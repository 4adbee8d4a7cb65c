"""Write a guess as a mapping file, with confidences and reasons beside the columns."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from cs_engine.sources.guessing.records import SURE, ColumnGuess, Guess, Sample, TableGuess
from cs_engine.sources.mapping import ColumnRule

CHECK = "please check"
MOST_VALUES = 12
"""Longer lists of values are written line by line."""


def as_toml(guess: Guess, samples: Sequence[Sample], today: date) -> str:
    """Return a guess as TOML that ``read_mapping`` takes."""
    document = tomlkit.document()
    document.add(tomlkit.comment(f"Guessed on {today} from the names and values of columns."))
    document.add(tomlkit.comment(f"Behind each column: how sure that is, from 0 to 1, and why. Below {SURE} {CHECK}."))
    if guess.empty:
        document.add("empty", tomlkit.item(list(guess.empty)))
    for table, ways in _by_table(guess.tables).items():
        document.add(tomlkit.nl())
        shown = {one.file: one.shown for one in samples}
        document.add(table, _ways(ways, shown))
    for line in _not_used(guess):
        document.add(tomlkit.comment(line) if line else tomlkit.nl())
    return tomlkit.dumps(document)


def pattern(name: str) -> str:
    """Return a file's name as a pattern that means this file and no other."""
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in name)


def rule_keys(rule: ColumnRule) -> dict[str, Any]:
    """Return a rule as its keys in a mapping file, without those left at their default."""
    return rule.model_dump(by_alias=True, exclude_defaults=True)


def _by_table(tables: Sequence[TableGuess]) -> dict[str, list[TableGuess]]:
    found: dict[str, list[TableGuess]] = {}
    for table in tables:
        found.setdefault(table.table, []).append(table)
    return found


def _ways(ways: Sequence[TableGuess], shown: Mapping[str, str]) -> Table | AoT:
    if len(ways) == 1:
        return _table(ways[0], shown)
    array = tomlkit.aot()
    for way in ways:
        array.append(_table(way, shown))
    return array


def _table(guess: TableGuess, shown: Mapping[str, str]) -> Table:
    table = tomlkit.table()
    files = tomlkit.item(pattern(guess.file))
    files.comment("; ".join(filter(None, (shown.get(guess.file), guess.reason))))
    table.add("files", files)
    if guess.skip:
        skip = tomlkit.inline_table()
        skip.update({name: list(values) for name, values in guess.skip.items()})
        table.add("skip", skip)
    columns = tomlkit.table()
    for column in guess.columns:
        columns.add(column.name, _column(column))
    table.add("columns", columns)
    return table


def _column(guess: ColumnGuess) -> Any:  # noqa: ANN401 - any TOML item
    keys = rule_keys(guess.rule)
    if set(keys) == {"from"}:
        item: Any = tomlkit.item(keys["from"])
    else:
        item = tomlkit.inline_table()
        item.update({key: _plain(value) for key, value in keys.items()})
    item.comment(_remark(guess))
    return item


def _plain(value: Any) -> Any:  # noqa: ANN401 - same
    """Return a value as TOML has it: inline all the way down, whole numbers without a point."""
    if isinstance(value, Mapping):
        inline = tomlkit.inline_table()
        inline.update(dict(value))
        return inline
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _remark(guess: ColumnGuess) -> str:
    marked = f" {CHECK}" if guess.confidence < SURE else ""
    question = f"; {guess.question}" if guess.question else ""
    return " ".join(f"{guess.confidence:.2f}{marked}: {guess.reason}{question}".split())


def _not_used(guess: Guess) -> Iterator[str]:
    files = dict.fromkeys(one.file for one in guess.unused)
    for file in files:
        whole = [one for one in guess.unused if one.file == file and not one.column]
        yield ""
        yield f"Not used: {file}, as {whole[0].reason}" if whole else f"Not used of {file}:"
        for one in guess.unused:
            if one.file == file and one.column:
                yield f"  {' '.join(one.column.split())}: {one.reason}"
