"""Mappings that a person accepted, kept for the next files with the same columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tomlkit

from cs_engine.sources.guessing.writing import pattern
from cs_engine.sources.mapping import ColumnRule, SourceMapping, TableRule
from cs_engine.sources.mapping_file import read_mapping
from cs_engine.wording import Sentence, in_a_row, phrase, sentence

FOLDER = "mappings"
TENURE = ("days_before", "months_before")
Headers = Mapping[str, tuple[str, ...]]
"""The columns of files, by file name: the fingerprint a mapping is known by."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An accepted mapping and the file it is kept in."""

    path: Path
    mapping: SourceMapping

    @property
    def headers(self) -> Headers:
        """The columns it was accepted for."""
        return self.mapping.accepted.headers if self.mapping.accepted else {}

    @property
    def on(self) -> date:
        """The day it was accepted."""
        return self.mapping.accepted.on if self.mapping.accepted else date.min

    @property
    def said(self) -> Sentence:
        """Where it comes from."""
        accepted = self.mapping.accepted
        if accepted is None:
            return sentence("")
        says = phrase("Mapping accepted on {day} from {paths}; change it in {path}.")
        return sentence(says, day=accepted.on, paths=accepted.paths, path=self.path)


def keep(toml: str, headers: Headers, *, home: Path, on: date, paths: Sequence[Path]) -> Path:
    """Keep a mapping for files with these columns, and return its file.

    A mapping kept under the same name for the same file names is replaced; another gets a number.
    """
    document = tomlkit.parse(toml)
    accepted = tomlkit.table()
    accepted.update({"on": on, "from": ", ".join(map(str, paths))})
    accepted.add("headers", {name: list(columns) for name, columns in headers.items()})
    document.add(tomlkit.nl())
    document.add("accepted", accepted)
    path = _free(home / FOLDER, _named(paths), set(headers))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(tomlkit.dumps(document), encoding="utf-8")
    unfinished.replace(path)
    return path


def find(headers: Headers, home: Path, today: date) -> Kept | None:
    """Return the newest mapping that was accepted for files with exactly these columns, bound to their names.

    What was counted from the day it was accepted, such as a tenure, is counted from ``today``.
    """
    wanted = set(headers.values())
    found = [one for one in _kept(home) if wanted and wanted <= set(one.headers.values())]
    newest = max(found, key=lambda one: one.on, default=None)
    return None if newest is None else Kept(newest.path, _bound(newest, headers, today))


def changed(headers: Headers, home: Path) -> Sentence | None:
    """Say which file has other columns than when its mapping was accepted."""
    for kept in _kept(home):
        for name, columns in headers.items():
            before = kept.headers.get(name)
            if before is not None and before != columns:
                return _difference(name, before, columns)
    return None


def _difference(name: str, before: Sequence[str], now: Sequence[str]) -> Sentence:
    new = [column for column in now if column not in before]
    gone = [column for column in before if column not in now]
    both = ((phrase("new: {columns}"), new), (phrase("gone: {columns}"), gone))
    parts = [sentence(says, columns=", ".join(columns)) for says, columns in both if columns]
    how = in_a_row(parts or [sentence(phrase("in another order"))])
    says = phrase("{file} has other columns than when its mapping was accepted ({how}), so it is guessed anew.")
    return sentence(says, file=name, how=how)


def _kept(home: Path) -> Iterator[Kept]:
    for path in sorted((home / FOLDER).glob("*.toml")):
        mapping = read_mapping(path)
        if mapping.accepted is not None:
            yield Kept(path, mapping)


def _bound(kept: Kept, headers: Headers, today: date) -> SourceMapping:
    """Return a mapping's rules for files of other names with the same columns."""
    names = {
        old: [name for name, columns in headers.items() if columns == before] for old, before in kept.headers.items()
    }
    rules = []
    for table, rule in kept.mapping.rules:
        now = tuple(pattern(name) for old in _meant(rule, kept.headers) for name in names[old])
        if now:
            columns = {name: _as_of(column, kept.on, today) for name, column in rule.columns.items()}
            rules.append((table, rule.model_copy(update={"files": now, "columns": columns})))
    return kept.mapping.model_copy(update={"rules": tuple(rules), "shown": kept.path.name})


def _as_of(rule: ColumnRule, then: date, today: date) -> ColumnRule:
    """Return a rule with the day of acceptance replaced by today's."""
    changes: dict[str, object] = {name: today for name in TENURE if getattr(rule, name) == then}
    if rule.value == str(then):
        changes["value"] = str(today)
    if str(then) in rule.ours.values():
        changes["ours"] = {value: str(today) if ours == str(then) else ours for value, ours in rule.ours.items()}
    return rule.model_copy(update=changes) if changes else rule


def _meant(rule: TableRule, headers: Headers) -> list[str]:
    return [name for name in headers if pattern(name) in rule.files]


def _named(paths: Sequence[Path]) -> str:
    name = paths[0].resolve().name if paths else ""
    return re.sub(r"[^\w]+", "-", name.partition(".")[0]).strip("-").lower() or "mapping"


def _free(folder: Path, name: str, files: set[str]) -> Path:
    """Return the first name that is free or kept for the same files."""
    number = 1
    while True:
        path = folder / (f"{name}.toml" if number == 1 else f"{name}-{number}.toml")
        if not path.exists() or set(Kept(path, read_mapping(path)).headers) == files:
            return path
        number += 1
