"""Turn a chunk of a file into rows of a canonical table, and refuse what does not fit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd
from pandera.errors import SchemaErrors

from cs_engine.frames.contracts import contract
from cs_engine.frames.tables import TABLES
from cs_engine.sources.convert import convert
from cs_engine.sources.files import Chunk
from cs_engine.sources.mapping import ColumnRule, Owners
from cs_engine.sources.plan import Job

OWNER_COLUMNS = ("owner", "backup")
TEXT = pd.StringDtype(na_value=float("nan"))
NO_RULE = ColumnRule(value="")
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
class Shaped:
    """Rows by line of the file: ``good`` fit the table's contract, ``refused`` has one row per refused value."""

    good: pd.DataFrame
    refused: pd.DataFrame


def shape(chunk: Chunk, job: Job, context: Context) -> Shaped:
    """Return a chunk's rows as the table's columns, checked against its contract."""
    cells = cells_of(chunk, job, context)
    texts = {name: text_of(cells, name, rule, context) for name, rule in job.rule.columns.items()}
    if job.table == "accounts":
        texts |= _owners(texts, context.owners)
    frame, parts = _typed(cells, texts, job, context)
    parts += _lookup_failures(cells, texts, job)
    parts += _contract_failures(frame, job.table, texts)
    for line, reason in chunk.ragged:
        parts.append(_refused([line], None, [None], reason))
    refused = pd.concat(parts, ignore_index=True).drop_duplicates(["line", "column_name"])
    return Shaped(frame.drop(index=pd.Index(refused["line"].unique()), errors="ignore"), refused)


def cells_of(chunk: Chunk, job: Job, context: Context) -> pd.DataFrame:
    """Return the cells that the job needs as text by line, without skipped rows; empty cells are missing."""
    needed = {rule.column for rule in job.rule.columns.values() if rule.column} | set(job.rule.skip)
    places = {name: place for place, name in enumerate(job.header.columns) if name in needed}
    columns = {name: pd.Series([row[place] for row in chunk.rows], dtype=TEXT) for name, place in places.items()}
    cells = pd.DataFrame(columns, index=range(len(chunk.rows))).set_axis(pd.Index(chunk.lines), axis="index")
    for name in places:
        stripped = cells[name].str.strip()
        cells[name] = stripped.mask(stripped.isin(["", *context.empty]))
    for name, values in job.rule.skip.items():
        cells = cells[~cells[name].fillna("").isin(values)]
    return cells


def text_of(cells: pd.DataFrame, name: str, rule: ColumnRule, context: Context) -> pd.Series:
    """Return a canonical column as text: its cell or constant, looked up, its values replaced."""
    if rule.column is None:
        return pd.Series(rule.value, index=cells.index, dtype=TEXT)
    text = cells[rule.column]
    if rule.via is not None and rule.key is not None:
        text = text.map(context.lookups[rule.via, rule.key, rule.take or name]).astype(TEXT)
    if rule.ours:
        text = text.fillna("").map(rule.ours).astype(TEXT).fillna(text)
    return text.mask(text == "")


def _owners(texts: Mapping[str, pd.Series], owners: Owners) -> dict[str, pd.Series]:
    """Return the owner columns with the owners file applied; a name it does not know stays as it is."""
    ids = texts["account_id"]
    found = {name: texts[name].replace(owners.names) for name in OWNER_COLUMNS if name in texts}
    if owners.accounts:
        assigned = ids.map(owners.accounts).astype(TEXT)
        found["owner"] = assigned.fillna(found["owner"]) if "owner" in found else assigned
    return found


def _typed(
    cells: pd.DataFrame, texts: Mapping[str, pd.Series], job: Job, context: Context
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    nothing = pd.Series(None, index=cells.index, dtype=TEXT)
    columns, parts = {}, [_refused([], None, [], "")]
    for column in TABLES[job.table].columns:
        text = texts.get(column.name, nothing)
        typed = convert(text, column, job.rule.columns.get(column.name, NO_RULE), context.zone)
        columns[column.name] = typed.column
        for reason, bad in typed.refused.items():
            if bad.any():
                parts.append(_refused(text.index[bad], column.name, text[bad], reason))
    return pd.DataFrame(columns, index=cells.index), parts


def _lookup_failures(cells: pd.DataFrame, texts: Mapping[str, pd.Series], job: Job) -> list[pd.DataFrame]:
    parts = []
    for name, rule in job.rule.columns.items():
        if rule.via is not None and rule.column is not None:
            cell = cells[rule.column]
            lost = cell.notna() & texts[name].isna()
            parts.append(_refused(cell.index[lost], name, cell[lost], f"is not in {rule.via}.{rule.key}"))
    return parts


def _contract_failures(frame: pd.DataFrame, table: str, texts: Mapping[str, pd.Series]) -> list[pd.DataFrame]:
    try:
        contract(TABLES[table]).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        groups = cases.groupby(["column", "check"], sort=False)["index"]
        return [_failure(name, check, lines, texts) for (name, check), lines in groups]
    return []


def _failure(name: str, check: str, lines: pd.Series, texts: Mapping[str, pd.Series]) -> pd.DataFrame:
    reason = "is missing" if check == "not_nullable" else check
    values = texts[name].loc[lines] if name in texts else [None] * len(lines)
    return _refused(lines, name, values, reason)


def _refused(lines: Iterable[int], column: str | None, values: Iterable[object], reason: str) -> pd.DataFrame:
    """Return one row per refused value; the same columns for all of them."""
    columns = {
        "line": pd.Series(list(lines), dtype="int64"),
        "value": pd.Series(list(values), dtype=TEXT),
    }
    frame = pd.DataFrame(columns).assign(column_name=column, reason=reason)
    return frame.astype({"column_name": TEXT, "reason": TEXT})
