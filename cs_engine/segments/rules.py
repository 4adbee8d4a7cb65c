"""Segments that a company defines itself, in TOML; they win over whatever is found in the data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from cs_engine.errors import BadInput
from cs_engine.frames.columns import Column, Kind
from cs_engine.health.checking import checked
from cs_engine.health.positions import key_lines, line_of
from cs_engine.health.predicates import Predicate, read_predicate
from cs_engine.metrics.satisfaction_groups import Satisfaction
from cs_engine.segments.matching import is_cluster
from cs_engine.segments.rfm import RfmSegment
from cs_engine.segments.tiers import Tier

TAKEN = frozenset({*Tier, *RfmSegment, *Satisfaction})
"""Keys of segments that are found."""
PRESETS = ("getting-started", "self-service", "agreed-for-long")
"""What ships, for who has no rules of their own and asks for rules."""


class RuleDeclaration(BaseModel):
    """One segment's file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    title: Annotated[str, Field(min_length=2, max_length=40)]
    order: int = 0
    when: Annotated[dict[str, object], Field(min_length=1)]
    scorecard: str | None = None
    plays: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A segment by rule: those for whom all of ``when`` holds and who are in none before it."""

    name: str
    title: str
    order: int
    when: tuple[Predicate, ...]
    scorecard: str | None
    plays: tuple[str, ...]
    needs: tuple[str, ...]


def load_rules(folder: Path, columns: Mapping[str, Column]) -> tuple[Rule, ...]:
    """Return a company's rules in the order in which they are tried; none where the folder is not there.

    Args:
        folder: of ``*.toml`` files, one segment each.
        columns: what a condition may name.

    Raises:
        BadInput: a file cannot be used; says file, line, key and the fix.
    """
    found = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    rules = [read_rule(_content(file), str(file), columns) for file in found]
    names = [rule.name for rule in rules]
    twice = next((place for place, name in enumerate(names) if name in names[:place]), None)
    if twice is not None:
        line = line_of(key_lines(_content(found[twice])), ("name",))
        raise BadInput(f"{found[twice]}:{line}: name: {names[twice]!r} is used twice; rename one of them.")
    return _in_order(rules)


def load_presets(columns: Mapping[str, Column]) -> tuple[Rule, ...]:
    """Return the rules that ship.

    Raises:
        BadInput: ``columns`` lack one that they need.
    """
    folder = files("cs_engine").joinpath("presets", "segments")
    texts = ((name, folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")) for name in PRESETS)
    return _in_order([read_rule(text, f"presets/segments/{name}.toml", columns) for name, text in texts])


def read_rule(text: str, origin: str, columns: Mapping[str, Column]) -> Rule:
    """Return the rule that a TOML text declares; ``origin`` names its file in errors.

    Raises:
        BadInput: the text is malformed; names file, line, key and the fix.
    """
    declared = checked(RuleDeclaration, text, origin, BadInput)
    if is_cluster(declared.name) or declared.name in TAKEN:
        line = line_of(key_lines(text), ("name",))
        raise BadInput(
            f"{origin}:{line}: name: {declared.name!r} is what Steward calls a segment of its own; rename it."
        )
    when = tuple(_predicate(name, condition, columns, text, origin) for name, condition in declared.when.items())
    return Rule(declared.name, declared.title, declared.order, when, declared.scorecard, declared.plays, declared.needs)


def columns_of(frame: pd.DataFrame) -> Mapping[str, Column]:
    """Return the columns of a frame as conditions may name them."""
    return {str(name): Column(str(name), _kind(frame[name]), "") for name in frame}


def by_rules(frame: pd.DataFrame, rules: Sequence[Rule]) -> pd.Series:
    """Return the name of the first rule that holds for each customer, missing where none does; unknown never holds."""
    wanted = list(dict.fromkeys(predicate.column for rule in rules for predicate in rule.when))
    plain = frame[wanted].astype("object").where(frame[wanted].notna(), None)
    rows: list[dict[str, Any]] = [{str(name): cell for name, cell in row.items()} for row in plain.to_dict("records")]
    found = [next((rule.name for rule in rules if all(each.holds(row) for each in rule.when)), None) for row in rows]
    return pd.Series(found, index=frame.index, dtype="str", name="segment")


def _predicate(name: str, condition: object, columns: Mapping[str, Column], text: str, origin: str) -> Predicate:
    try:
        return read_predicate(name, condition, columns)
    except ValueError as problem:
        line = line_of(key_lines(text), ("when", name))
        raise BadInput(f"{origin}:{line}: when.{name}: {problem}.") from problem


def _kind(values: pd.Series) -> Kind:
    if pd.api.types.is_bool_dtype(values):
        return Kind.FLAG
    if pd.api.types.is_numeric_dtype(values):
        return Kind.NUMBER
    return Kind.TEXT


def _in_order(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    return tuple(sorted(rules, key=lambda rule: (rule.order, rule.name)))


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"{file}:1: cannot be read ({problem}); check the path and save it as UTF-8.") from problem
