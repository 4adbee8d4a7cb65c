"""Give columns of files to other canonical columns than a mapping does."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tomlkit

from cs_engine.errors import BadMapping
from cs_engine.frames.columns import Kind
from cs_engine.frames.tables import TABLES
from cs_engine.imports import Move
from cs_engine.sources.guessing.writing import pattern, rule_keys
from cs_engine.sources.mapping import ColumnRule, SourceMapping, TableRule
from cs_engine.sources.mapping_file import parse_mapping
from cs_engine.wording import phrase

DAYS, NUMBERS = frozenset({Kind.DATE, Kind.INSTANT}), frozenset({Kind.NUMBER, Kind.INTEGER})
CHANGED = Path("your columns")
"""What sentences about a changed mapping call it."""


def with_moves(mapping: SourceMapping, rounds: Sequence[Sequence[Move]]) -> SourceMapping:
    """Return a mapping after some rounds of moves.

    Raises:
        BadMapping: two columns would fill the same one, or a table lacks one it cannot do without.
    """
    rules = list(mapping.rules)
    for moves in rounds:
        rules = [(table, _moved(table, rule, moves)) for table, rule in rules]
    return parse_mapping(mapping_toml(mapping.model_copy(update={"rules": tuple(rules)})), CHANGED)


def mapping_toml(mapping: SourceMapping) -> str:
    """Return a mapping as TOML."""
    document = tomlkit.document()
    if mapping.zone != "UTC":
        document.add("zone", mapping.zone)
    if mapping.empty:
        document.add("empty", tomlkit.item(sorted(mapping.empty)))
    for table in dict.fromkeys(name for name, _ in mapping.rules):
        ways = [_way(rule) for name, rule in mapping.rules if name == table]
        document.add(table, tomlkit.item(ways[0] if len(ways) == 1 else ways))
    return tomlkit.dumps(document)


def _moved(table: str, rule: TableRule, moves: Iterable[Move]) -> TableRule:
    mine = [move for move in moves if move.table == table and pattern(move.file) in rule.files]
    columns = dict(rule.columns)
    taken = [(move, columns.pop(move.column, None) if move.column else None) for move in mine]
    filled: set[str] = set()
    for move, before in taken:
        if move.to is None:
            continue
        if move.to in filled:
            raise BadMapping(
                phrase("Two columns cannot both be {column}; choose another for one of them."), column=move.to
            )
        filled.add(move.to)
        columns[move.to] = _adapted(table, move, before)
    return rule.model_copy(update={"columns": columns})


def _adapted(table: str, move: Move, before: ColumnRule | None) -> ColumnRule:
    """Return the rule of a column that goes elsewhere: how its values are written stays, what they mean does not."""
    if before is None or move.to is None or move.column is None:
        return ColumnRule.model_validate({"from": move.source})
    old, new = (TABLES[table].column(name).kind for name in (move.column, move.to))
    written: dict[str, Any] = {"from": move.source}
    if {old, new} <= DAYS and before.format:
        written["format"] = before.format
    if {old, new} <= NUMBERS and before.decimal:
        written["decimal"] = before.decimal
    return ColumnRule.model_validate(written)


def _way(rule: TableRule) -> dict[str, Any]:
    keys = {name: rule_keys(column) for name, column in rule.columns.items()}
    short = {name: one["from"] if set(one) == {"from"} else one for name, one in keys.items()}
    skip = {name: list(values) for name, values in rule.skip.items()}
    more = {"optional": True} if rule.optional else {}
    return {"files": list(rule.files), **({"skip": skip} if skip else {}), **more, "columns": short}
