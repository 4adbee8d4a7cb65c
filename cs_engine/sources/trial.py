"""Load a few rows on paper: what they would be in the book, and what would be refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from cs_engine.frames.tables import TABLES
from cs_engine.sources.chunks import TEXT, Chunk
from cs_engine.sources.plan import Job
from cs_engine.sources.rows import Context, LookupKey, cells_of, shape, text_of


@dataclass(frozen=True, slots=True)
class Refused:
    """One value of the sample that would not be loaded; ``row`` counts the sample's rows from 1."""

    row: int
    column: str | None
    value: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Trial:
    """Rows as they would be loaded, as text, and the refused ones. ``columns`` are those that the rule fills."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fit: int
    refused: tuple[Refused, ...]


def try_rows(job: Job, cells: pd.DataFrame, context: Context, most: int) -> Trial:
    """Load a file's sample on paper.

    Args:
        job: the file, its table and its rule.
        cells: the sample, as text.
        context: what holds for all files; look-ups know only the samples.
        most: how many rows to show.
    """
    shaped = shape(_chunk(cells), job, context)
    looked_up = {name for name, rule in job.rule.columns.items() if rule.via}
    refused = [_refused(row) for row in shaped.refused.to_pylist() if row["column_name"] not in looked_up]
    columns = tuple(column.name for column in TABLES[job.table].columns if column.name in job.rule.columns)
    rows = shaped.good.select(list(columns)).slice(0, most).to_pylist()
    shown = tuple(tuple(_text(row[name]) for name in columns) for row in rows)
    return Trial(columns, shown, shaped.good.num_rows, tuple(refused))


def lookups_of(jobs: Sequence[tuple[Job, pd.DataFrame]], wanted: Sequence[LookupKey], context: Context) -> Context:
    """Return the context with the look-ups that the samples themselves allow."""
    found = {key: dict[str, str]() for key in wanted}
    for job, cells in jobs:
        for table, key, take in wanted:
            rule = job.rule.columns
            if job.table == table and key in rule and take in rule and not (rule[key].via or rule[take].via):
                text = cells_of(_chunk(cells), job, context)
                keys, values = (text_of(text, name, rule[name], context).to_pylist() for name in (key, take))
                found[table, key, take] |= {
                    one: value for one, value in zip(keys, values, strict=True) if one and value
                }
    return replace(context, lookups=found)


def _chunk(cells: pd.DataFrame) -> Chunk:
    columns = [pa.array(cells[name], TEXT, from_pandas=True) for name in cells]
    return Chunk(pa.table(columns, names=[str(name) for name in cells]), np.arange(1, len(cells) + 1, dtype=np.int64))


def _refused(row: Mapping[str, Any]) -> Refused:
    return Refused(row["line"], row["column_name"], row["value"], row["reason"])


def _text(value: object) -> str:
    """Return a loaded value as people write it; missing ones are empty."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return f"{value:.10g}" if isinstance(value, float) else str(value)
