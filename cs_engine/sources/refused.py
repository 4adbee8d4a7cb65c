"""Refused values, each with the whole row of the file it stood in, so that nothing is lost."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cs_engine.sources.chunks import TEXT, Chunk, Ragged

Places = npt.NDArray[np.int64]
NOBODY: Places = np.empty(0, np.int64)
REFUSED = pa.schema([("line", pa.int64()), ("column_name", TEXT), ("value", TEXT), ("reason", TEXT), ("row", TEXT)])


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason to refuse values of one column: at which ``places`` of the chunk, out of all its ``values``."""

    places: Places
    column: str
    reason: str
    values: pa.Array | None


def refused_values(chunk: Chunk, refusals: Sequence[Refusal]) -> pa.Table:
    """Return one row per refused value and per ragged line; of several reasons for one value the first counts."""
    if not any(len(one.places) for one in refusals):
        return _ragged_lines(chunk)
    seen: dict[str, set[int]] = {}
    fresh = [_fresh(one, seen.setdefault(one.column, set())) for one in refusals]
    rows = _rows_as_json(chunk, sorted(set().union(*seen.values())))
    parts = [_values(one, chunk, rows) for one in fresh if len(one.places)]
    return pa.concat_tables([*parts, _ragged_lines(chunk)])


def _fresh(one: Refusal, seen: set[int]) -> Refusal:
    places = np.array([place for place in one.places.tolist() if place not in seen], np.int64)
    seen.update(places.tolist())
    return Refusal(places, one.column, one.reason, one.values)


def _values(one: Refusal, chunk: Chunk, rows: Mapping[int, str]) -> pa.Table:
    count = len(one.places)
    values = pa.nulls(count, TEXT) if one.values is None else one.values.take(pa.array(one.places))
    texts = [pa.repeat(one.column, count), values, pa.repeat(one.reason, count)]
    whole = pa.array([rows[place] for place in one.places.tolist()], TEXT)
    return pa.table([pa.array(chunk.lines[one.places]), *texts, whole], schema=REFUSED)


def _rows_as_json(chunk: Chunk, places: Sequence[int]) -> dict[int, str]:
    rows = chunk.cells.take(pa.array(places, pa.int64())).to_pylist()
    texts = (_as_json({name: cell or "" for name, cell in row.items()}) for row in rows)
    return dict(zip(places, texts, strict=True))


def _ragged_lines(chunk: Chunk) -> pa.Table:
    lines = [
        {"line": one.line, "reason": one.reason, "row": _as_json(_named(one, chunk.cells.column_names))}
        for one in chunk.ragged
    ]
    return pa.Table.from_pylist(lines, schema=REFUSED)


def _named(one: Ragged, columns: Sequence[str]) -> dict[str, str]:
    """Name the cells of a ragged line after the columns; surplus ones are `+1`, `+2` and so on."""
    surplus = (f"+{place}" for place in range(1, len(one.cells) - len(columns) + 1))
    return dict(zip(chain(columns, surplus), one.cells, strict=False))


def _as_json(row: Mapping[str, str]) -> str:
    return json.dumps(row, ensure_ascii=False)
