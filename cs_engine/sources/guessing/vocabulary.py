"""What people call files and columns, as ``vocabulary.toml`` says."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz, process

from cs_engine.frames.tables import TABLES
from cs_engine.sources.guessing.names import variants, words

CANONICAL = 0.99
"""The book's own name."""
LEVELS = {"sure": 0.95, "likely": 0.75, "weak": 0.45}
"""How often a name of each list means the column: nearly always, mostly, sometimes."""
SHORTENED = 0.02
"""Taken off per step of shortening: each loses a little of what the header says."""
SIMILAR = 0.5
"""A name that only resembles a known one is never sure."""
HELD = 0.9
"""A name that holds all words of a known one, and others."""
ALIKE = 88.0
"""Of 100: a letter or an ending differs in words of usual length."""
SHORTEST = 5
"""Shorter words resemble one another by chance."""
UNNAMED = 0.25
"""Values without a name say little about which table they stand in."""
LATER = 1e-4
"""Names that stand earlier in a list are preferred, when both are there."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """How far a header names a column (0 to 1), and the known name it was recognised by."""

    score: float
    known: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known names: of files and the words for a row by table, of columns by table, and of what belongs nowhere."""

    files: Mapping[str, tuple[str, ...]]
    entity: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, Mapping[str, Mapping[str, float]]]
    left_out: Mapping[str, tuple[str, tuple[str, ...]]]
    tables_with: Mapping[str, int]
    """In how many tables a name is known: ``id`` says little about a file, ``priority`` much."""

    def meaning(self, header: str, table: str, column: str, prefix: str | None = None) -> Meaning:
        """Say how far a header names a column of a table."""
        known = self.columns[table][column]
        said = variants(header, self.entity[table], prefix)
        for steps, variant in enumerate(said):
            if variant in known:
                return Meaning(known[variant] - SHORTENED * steps, variant)
        return _resembling(said[0] if said else "", table, column)

    def reason_to_leave(self, header: str, table: str, prefix: str | None = None) -> str | None:
        """Return why a header's column belongs nowhere, if it is known for that."""
        for variant in variants(header, self.entity[table], prefix):
            reason, unless = self.left_out.get(variant, ("", ()))
            if reason and table not in unless:
                return reason
        return None

    def tells(self, known: str) -> float:
        """Return how much a known name says about which table a file fills."""
        return 1 / self.tables_with[known] if known in self.tables_with else UNNAMED


@cache
def vocabulary() -> Vocabulary:
    """Read the vocabulary, once."""
    text = files("cs_engine.sources.guessing").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    said = tomllib.loads(text)
    columns = {table: _columns(table, said) for table in TABLES}
    counts = Counter(
        name for table in columns.values() for name in {name for names in table.values() for name in names}
    )
    return Vocabulary(
        files={
            table: tuple(words(name) for name in said[table].get("files", ())) if table in said else ()
            for table in TABLES
        },
        entity={
            table: tuple(words(name) for name in said[table].get("entity", ())) if table in said else ()
            for table in TABLES
        },
        columns=columns,
        left_out=dict(_left_out(said["left_out"])),
        tables_with=counts,
    )


def _columns(table: str, said: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    known = {}
    for column in TABLES[table].columns:
        listed = _levels(said["shared"].get(column.name, {}) if column.name != "plan" or table != "tickets" else {})
        listed |= _levels(said.get(table, {}).get("columns", {}).get(column.name, {}))
        known[column.name] = listed | {words(column.name): CANONICAL}
    return known


def _levels(lists: Mapping[str, list[str]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for level, score in LEVELS.items():
        for place, name in enumerate(lists.get(level, ())):
            found.setdefault(words(name), score - LATER * place)
    return found


def _left_out(groups: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    for group in groups:
        for name in group["names"]:
            yield words(name), (group["reason"], tuple(group.get("unless", ())))


@lru_cache(maxsize=8192)
def _resembling(said: str, table: str, column: str) -> Meaning:
    """Find the known name that a header resembles most, or whose words it all holds."""
    known = vocabulary().columns[table][column]
    best = Meaning(0.0, "")
    if len(said) >= SHORTEST:
        names = [name for name in known if len(name) >= SHORTEST]
        found = process.extractOne(said, names, scorer=fuzz.ratio, score_cutoff=ALIKE)
        best = Meaning(SIMILAR * known[found[0]], found[0]) if found else best
    have = set(said.split())
    for name, score in known.items():
        wanted = name.split()
        if len(wanted) > 1 and have.issuperset(wanted) and SIMILAR * HELD * score > best.score:
            best = Meaning(SIMILAR * HELD * score, name)
    return best
