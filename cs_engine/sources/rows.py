"""Turn a chunk of a file into rows of a canonical table, and refuse what does not fit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cs_engine.frames.tables import TABLES
from cs_engine.sources.chunks import TEXT, Chunk
from cs_engine.sources.convert import TYPES, Writing, convert
from cs_engine.sources.fits import misfits
from cs_engine.sources.mapping import ColumnRule, Owners
from cs_engine.sources.numbers import Marks
from cs_engine.sources.plan import Job
from cs_engine.sources.refused import NOBODY, Places, Refusal, refused_values
from cs_engine.wording import phrase, sentence

LOST = phrase("is not in {place}")
OWNER_COLUMNS = ("owner", "backup")
NO_RULE = ColumnRule(value="")
NOTHING = pa.scalar(None, TEXT)
KEY_MARK = " / "
"""Between the parts of a joined key."""
LookupKey = tuple[str, str, str]
"""Table, its key column, and the column to take."""


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for all files of one load."""

    zone: str = "UTC"
    empty: frozenset[str] = frozenset()
    owners: Owners = field(default_factory=Owners)
    lookups: Mapping[LookupKey, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cells:
    """A chunk without the rows that the mapping skips, and its tidied cells by those columns that a job needs."""

    chunk: Chunk
    columns: Mapping[str, pa.Array]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.chunk.lines)


@dataclass(frozen=True, slots=True)
class Shaped:
    """``good`` rows fit the table's contract; ``refused`` has one row per value, of ``refused_lines`` lines."""

    good: pa.Table
    refused: pa.Table
    refused_lines: int


def shape(chunk: Chunk, job: Job, context: Context) -> Shaped:
    """Return a chunk's rows as the table's columns, checked against its contract."""
    cells = cells_of(chunk, job, context)
    texts = {name: text_of(cells, name, rule, context) for name, rule in job.rule.columns.items()}
    if job.table == "accounts":
        texts |= _owners(texts, context.owners)
    typed, refusals = _typed(cells, texts, job, context)
    refusals += _lookup_failures(cells, texts, job)
    for name, reason, places in misfits(TABLES[job.table], typed):
        refusals.append(Refusal(places, name, reason, texts.get(name)))
    bad = np.unique(np.concatenate([NOBODY, *(one.places for one in refusals)]))
    good = typed.take(pa.array(np.delete(np.arange(cells.rows), bad))) if len(bad) else typed
    return Shaped(good, refused_values(cells.chunk, refusals), len(bad) + len(chunk.ragged))


def cells_of(chunk: Chunk, job: Job, context: Context) -> Cells:
    """Return the cells that the job needs, without skipped rows; empty cells are missing."""
    needed = {name for rule in job.rule.columns.values() for name in rule.columns} | set(job.rule.skip)
    columns = {name: _tidy(chunk.cells[name], context.empty) for name in chunk.cells.column_names if name in needed}
    if not job.rule.skip:
        return Cells(chunk, columns)
    skipped = [
        pc.is_in(pc.fill_null(columns[name], ""), pa.array(values, TEXT)) for name, values in job.rule.skip.items()
    ]
    keep = pc.invert(reduce(pc.or_, skipped))
    lines = chunk.lines[keep.to_numpy(zero_copy_only=False)]
    kept = replace(chunk, cells=chunk.cells.filter(keep), lines=lines)
    return Cells(kept, {name: column.filter(keep) for name, column in columns.items()})


def text_of(cells: Cells, name: str, rule: ColumnRule, context: Context) -> pa.Array:
    """Return a canonical column as text: its cell or constant, looked up, its values replaced."""
    if rule.join:
        parts = [pc.fill_null(cells.columns[part], "") for part in rule.join]
        return pc.binary_join_element_wise(*parts, KEY_MARK)
    if rule.column is None:
        return pa.repeat(pa.scalar(rule.value or None, TEXT), cells.rows)
    text = cells.columns[rule.column]
    if rule.via is not None and rule.key is not None:
        known = context.lookups[rule.via, rule.key, rule.take or name]
        text = _replaced(text, known.get)
    if rule.ours:
        text = _replaced(pc.fill_null(text, ""), lambda value: rule.ours.get(value, value))
    return _without_blanks(text)


def _tidy(column: pa.ChunkedArray, empty: frozenset[str]) -> pa.Array:
    """Return cells without the blanks around them; those that are nothing else, or mean nothing, are missing."""
    text = _without_blanks(pc.utf8_trim_whitespace(_one_array(column)))
    return pc.if_else(pc.is_in(text, pa.array(empty, TEXT)), NOTHING, text) if empty else text


def _one_array(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays([*column.chunks, pa.array([], TEXT)])


def _without_blanks(text: pa.Array) -> pa.Array:
    blank = pc.equal(text, "")
    return pc.if_else(blank, NOTHING, text) if pc.any(blank).as_py() else text


def _replaced(text: pa.Array, ours: Callable[[str], str | None]) -> pa.Array:
    """Replace values; each different one is asked for once."""
    encoded = text.dictionary_encode()
    return pa.array(map(ours, encoded.dictionary.to_pylist()), TEXT).take(encoded.indices)


def _owners(texts: Mapping[str, pa.Array], owners: Owners) -> dict[str, pa.Array]:
    """Return the owner columns with the owners file applied; a name it does not know stays as it is."""
    found = {
        name: _replaced(texts[name], lambda value: owners.names.get(value, value))
        for name in OWNER_COLUMNS
        if name in texts
    }
    if owners.accounts:
        assigned = _replaced(texts["account_id"], owners.accounts.get)
        found["owner"] = pc.coalesce(assigned, found["owner"]) if "owner" in found else assigned
    return found


def _typed(cells: Cells, texts: Mapping[str, pa.Array], job: Job, context: Context) -> tuple[pa.Table, list[Refusal]]:
    """Return one typed column per column of the table, and the values whose text does not fit."""
    columns: dict[str, pa.Array] = {}
    refusals = []
    for column in TABLES[job.table].columns:
        if column.name not in texts:
            columns[column.name] = pa.nulls(cells.rows, TYPES[column.kind])
            continue
        rule, text = job.rule.columns.get(column.name, NO_RULE), texts[column.name]
        marks = job.header.marks.get(rule.column or "", Marks.PLAIN)
        typed = convert(text, column, Writing(rule, context.zone, marks))
        columns[column.name] = typed.column
        refusals += [Refusal(_places(bad), column.name, reason, text) for reason, bad in typed.refused.items()]
    return pa.table(columns), refusals


def _lookup_failures(cells: Cells, texts: Mapping[str, pa.Array], job: Job) -> list[Refusal]:
    failures = []
    for name, rule in job.rule.columns.items():
        if rule.via is not None and rule.column is not None:
            cell = cells.columns[rule.column]
            lost = _places(pc.and_(pc.is_valid(cell), pc.is_null(texts[name])))
            failures.append(Refusal(lost, name, str(sentence(LOST, place=f"{rule.via}.{rule.key}")), cell))
    return failures


def _places(mask: pa.Array) -> Places:
    return np.flatnonzero(mask.to_numpy(zero_copy_only=False))
