"""Tell what points and commas mean in the numbers of a file, from a sample of its rows.

`1,234` may mean two numbers. Other values of its column tell which, or else those of its file; where these do not tell
either, such values are refused rather than read wrong.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from cs_engine.sources.numbers import CODES, Marks
from cs_engine.wording import Sentence, phrase, sentence

DECIMAL = r"""
    [+-]?(?: (?:[1-9]\d{0,2}(?:G\d{2,3})*G\d{3})D\d+   # 1.234,5: both marks
    | \d+D(?:\d{1,2}|\d{4,})                           # 1,5: not three digits
    | (?:0|\d{4,})D\d{3}                               # 0,125 and 1234,500: no thousands before
    | [1-9]\d{0,2}(?:G\d{3}){2,} )                     # 1.234.567: a decimal mark comes once
"""
PROOFS = {
    Marks.COMMA: re.compile(DECIMAL.replace("G", r"\.").replace("D", ","), re.VERBOSE),
    Marks.POINT: re.compile(DECIMAL.replace("G", ",").replace("D", r"\."), re.VERBOSE),
}
UNDECIDED = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
AROUND = re.compile(rf"^\(?(?:[^\w.,+-]|[A-Z]{{1,2}}\$|{CODES})*|(?:[^\w.,+-]|{CODES})*-?\)?$")
"""Currencies and percent signs around a number."""
ENOUGH = 3
"""So many different values with a comma before three digits, and never before others, are thousands."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How many values prove each meaning, and those that prove none."""

    proofs: Mapping[Marks, int]
    undecided: frozenset[str]

    @property
    def verdict(self) -> Marks | None:
        best = max(self.proofs, key=lambda marks: self.proofs[marks])
        return best if self.proofs[best] else None


def marks_of(sample: pa.Table, delimiter: str | None) -> dict[str, Marks]:
    """Return the meaning of the marks in each column.

    Args:
        sample: text cells of some rows.
        delimiter: between the cells of the file; ``None`` where numbers are not text, so that their column alone tells.
    """
    found = {name: _evidence(sample[name].unique().drop_null().to_pylist()) for name in sample.column_names}
    total = {marks: sum(one.proofs[marks] for one in found.values()) for marks in PROOFS}
    whole = _Evidence(total, frozenset()).verdict if delimiter else None
    return {name: one.verdict or whole or _unproved(one, delimiter) for name, one in found.items()}


def said(marks: Mapping[str, Marks], sample: pa.Table) -> list[Sentence]:
    """Return what was decided, in words for people; nothing where a point is a point."""
    seen = {name: _evidence(sample[name].unique().drop_null().to_pylist()) for name in sample.column_names}
    comma = [name for name in marks if marks[name] is Marks.COMMA and (seen[name].verdict or seen[name].undecided)]
    thousands = [name for name in marks if marks[name] is Marks.POINT and any("," in x for x in seen[name].undecided)]
    unclear = [name for name in marks if marks[name] is Marks.UNCLEAR]
    phrases = []
    if comma:
        phrases.append(sentence(phrase("decimal comma")))
    if thousands:
        phrases.append(sentence(phrase("commas separate thousands in {columns}"), columns=", ".join(thousands)))
    if unclear:
        says = phrase("numbers such as {example} in {columns} may mean two")
        phrases.append(sentence(says, example=min(seen[unclear[0]].undecided), columns=", ".join(unclear)))
    return phrases


def _evidence(values: Iterable[str]) -> _Evidence:
    numbers = [AROUND.sub("", value.strip()) for value in values if "." in value or "," in value]
    proofs = {marks: sum(bool(proof.fullmatch(number)) for number in numbers) for marks, proof in PROOFS.items()}
    return _Evidence(proofs, frozenset(number for number in numbers if UNDECIDED.fullmatch(number)))


def _unproved(one: _Evidence, delimiter: str | None) -> Marks:
    """Decide where nothing proves a meaning; semicolons separate cells where commas are decimal."""
    commas = [number for number in one.undecided if "," in number]
    if not one.undecided:
        return Marks.PLAIN
    if delimiter == ";" or 0 < len(commas) < ENOUGH:
        return Marks.UNCLEAR
    return Marks.POINT
