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
from cs_engine.sources.mapping import LACKS_KEY, ONE_ORIGIN, ColumnRule, Owners, SourceMapping, TableRule
from cs_engine.wording import Sentence, phrase, recognized, sentence

M = TypeVar("M", bound=BaseModel)
FULL_STOP = sentence(phrase("."))
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
        raise BadMapping(phrase("{file} maps no table; add one such as [accounts]."), file=shown)
    owners = _read_owners(path, settings.pop("owners", None))
    mapping = _model(SourceMapping, {"shown": shown, "rules": rules, "owners": owners, **settings}, shown)
    if mapping.zone not in available_timezones():
        says = phrase("{file}: zone {zone} is not a time zone; write one such as Europe/Berlin.")
        raise BadMapping(says, file=shown, zone=repr(mapping.zone))
    ZoneInfo(mapping.zone)
    return mapping


def nearest(name: str, names: Iterable[str], otherwise: Sentence = FULL_STOP) -> Sentence:
    """Return ", did you mean ...?" when one of ``names`` is close to ``name``, else how the sentence ends."""
    found = get_close_matches(name, list(names), n=1)
    return sentence(phrase(", did you mean {name}?"), name=repr(found[0])) if found else otherwise


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        says = phrase("{path} cannot be read ({reason}); name an existing TOML file.")
        raise BadFile(says, path=path, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise BadFile(phrase("{path} is not UTF-8 text; save it as UTF-8."), path=path) from error
    return _toml(text, path)


def _toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(phrase("{file} is not valid TOML: {error}."), file=path.name, error=error) from error


def _read_owners(mapping: Path, named: object) -> Owners:
    if named is None:
        return Owners()
    if not isinstance(named, str):
        raise BadMapping(phrase("{file}: owners must be the name of a TOML file beside it."), file=mapping.name)
    path = mapping.parent / named
    return _model(Owners, _read_toml(path), path.name)


def _table_rules(shown: str, table: str, value: object) -> Iterable[TableRule]:
    if table not in TABLES:
        says = phrase("{file}: [{table}] is no table of the book{hint}")
        raise BadMapping(says, file=shown, table=table, hint=nearest(table, [*TABLES, *SETTINGS]))
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
            says = phrase("{place} {name} is no column of {table}{hint}")
            raise BadMapping(says, place=place, name=name, table=table, hint=nearest(name, declared))
        if (column.days_before or column.months_before) and declared[name].kind is not Kind.DATE:
            says = phrase("{place} {name} is no date, so it cannot be computed from tenure.")
            raise BadMapping(says, place=place, name=name)
        _check_lookup(f"{place} {name}", name, column)
    missing = [name for name, column in declared.items() if column.required and name not in rule.columns]
    if missing:
        says = phrase("{place} lacks {columns}, which {table} cannot do without.")
        raise BadMapping(says, place=place, columns=", ".join(missing), table=table)


def _check_lookup(place: str, name: str, rule: ColumnRule) -> None:
    if rule.via is None:
        if rule.key or rule.take:
            says = phrase("{place}: `key` and `take` belong to a look-up; name its table with `via`.")
            raise BadMapping(says, place=place)
        return
    if rule.via not in TABLES:
        says = phrase("{place}: via names {table}, no table of the book{hint}")
        raise BadMapping(says, place=place, table=repr(rule.via), hint=nearest(rule.via, TABLES))
    columns = [column.name for column in TABLES[rule.via].columns]
    for wanted in (rule.key, rule.take or name):
        if wanted not in columns:
            says = phrase("{place}: {table} has no column {column}{hint}")
            hint = nearest(str(wanted), columns)
            raise BadMapping(says, place=place, table=rule.via, column=repr(wanted), hint=hint)


def _model(model: type[M], values: object, place: str) -> M:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise BadMapping(phrase("{place} {problem}"), place=place, problem=_sentence(model, error)) from error


def _sentence(model: type[BaseModel], error: ValidationError) -> Sentence:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = [field.alias or name for name, field in {**model.model_fields, **ColumnRule.model_fields}.items()]
        return sentence(phrase("{key} is not understood{hint}"), key=key, hint=nearest(str(first["loc"][-1]), known))
    if first["type"] == "missing":
        return sentence(phrase("lacks {key}."), key=key)
    reason = first["msg"].removeprefix("Value error, ")
    says = recognized(f"{reason[0].lower()}{reason[1:]}", (LACKS_KEY, ONE_ORIGIN))
    return sentence(phrase("{key}: {problem}."), key=key, problem=says)
