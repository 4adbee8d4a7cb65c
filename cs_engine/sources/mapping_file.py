"""Read a mapping file and say in one sentence what is wrong with it."""

import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ValidationError

from cs_engine.errors import BadFile, BadMapping
from cs_engine.frames.columns import Kind
from cs_engine.frames.tables import TABLES
from cs_engine.sources.mapping import ColumnRule, Owners, SourceMapping, TableRule

M = TypeVar("M", bound=BaseModel)
SETTINGS = ("owners", "zone", "empty", "accepted")
"""Keys of a mapping file besides its tables."""


def read_mapping(path: Path) -> SourceMapping:
    """Read a mapping and the owners file it names.

    Raises:
        BadFile: the file cannot be read.
        BadMapping: it does not fit our tables.
    """
    return _mapping(_read_toml(path), path)


def parse_mapping(text: str, path: Path) -> SourceMapping:
    """Read a mapping from text, as if it stood in the file ``path``.

    Raises:
        BadFile: the owners file it names cannot be read.
        BadMapping: it does not fit our tables.
    """
    return _mapping(_toml(text, path), path)


def _mapping(document: dict[str, Any], path: Path) -> SourceMapping:
    shown = path.name
    settings = {key: document.pop(key) for key in SETTINGS if key in document}
    rules = tuple((table, rule) for table, value in document.items() for rule in _table_rules(shown, table, value))
    if not rules:
        raise BadMapping(f"{shown} maps no table; add one such as [accounts].")
    owners = _read_owners(path, settings.pop("owners", None))
    mapping = _model(SourceMapping, {"shown": shown, "rules": rules, "owners": owners, **settings}, shown)
    if mapping.zone not in available_timezones():
        raise BadMapping(f"{shown}: zone {mapping.zone!r} is not a time zone; write one such as Europe/Berlin.")
    ZoneInfo(mapping.zone)
    return mapping


def nearest(name: str, names: Iterable[str]) -> str:
    """Return ", did you mean ...?" when one of ``names`` is close to ``name``, else nothing."""
    found = get_close_matches(name, list(names), n=1)
    return f", did you mean {found[0]!r}?" if found else ""


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadFile(f"{path} cannot be read ({error.strerror}); name an existing TOML file.") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{path} is not UTF-8 text; save it as UTF-8.") from error
    return _toml(text, path)


def _toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(f"{path.name} is not valid TOML: {error}.") from error


def _read_owners(mapping: Path, named: object) -> Owners:
    if named is None:
        return Owners()
    if not isinstance(named, str):
        raise BadMapping(f"{mapping.name}: owners must be the name of a TOML file beside it.")
    path = mapping.parent / named
    return _model(Owners, _read_toml(path), path.name)


def _table_rules(shown: str, table: str, value: object) -> Iterable[TableRule]:
    if table not in TABLES:
        raise BadMapping(f"{shown}: [{table}] is no table of the book{nearest(table, [*TABLES, *SETTINGS]) or '.'}")
    sections = value if isinstance(value, list) else [value]
    for number, section in enumerate(sections, start=1):
        place = table if len(sections) == 1 else f"{table} #{number}"
        rule = _model(TableRule, section, f"{shown}: [{place}]")
        _check_columns(f"{shown}: [{place}.columns]", table, rule)
        yield rule


def _check_columns(place: str, table: str, rule: TableRule) -> None:
    declared = {column.name: column for column in TABLES[table].columns}
    for name, column in rule.columns.items():
        if name not in declared:
            raise BadMapping(f"{place} {name} is no column of {table}{nearest(name, declared) or '.'}")
        if (column.days_before or column.months_before) and declared[name].kind is not Kind.DATE:
            raise BadMapping(f"{place} {name} is no date, so it cannot be computed from tenure.")
        _check_lookup(f"{place} {name}", name, column)
    missing = [name for name, column in declared.items() if column.required and name not in rule.columns]
    if missing:
        raise BadMapping(f"{place} lacks {', '.join(missing)}, which {table} cannot do without.")


def _check_lookup(place: str, name: str, rule: ColumnRule) -> None:
    if rule.via is None:
        if rule.key or rule.take:
            raise BadMapping(f"{place}: `key` and `take` belong to a look-up; name its table with `via`.")
        return
    if rule.via not in TABLES:
        raise BadMapping(f"{place}: via names {rule.via!r}, no table of the book{nearest(rule.via, TABLES) or '.'}")
    columns = [column.name for column in TABLES[rule.via].columns]
    for wanted in (rule.key, rule.take or name):
        if wanted not in columns:
            raise BadMapping(f"{place}: {rule.via} has no column {wanted!r}{nearest(str(wanted), columns) or '.'}")


def _model(model: type[M], values: object, place: str) -> M:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise BadMapping(f"{place} {_sentence(model, error)}") from error


def _sentence(model: type[BaseModel], error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = [field.alias or name for name, field in {**model.model_fields, **ColumnRule.model_fields}.items()]
        return f"{key} is not understood{nearest(str(first['loc'][-1]), known) or '.'}"
    if first["type"] == "missing":
        return f"lacks {key}."
    reason = first["msg"].removeprefix("Value error, ")
    return f"{key}: {reason[0].lower()}{reason[1:]}."
