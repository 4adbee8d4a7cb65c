"""Check typed rows against the contract of their table.

The contract itself, pandera's, says what does not fit and why. It is slow, so Arrow first picks the rows in which any
declared check fails; a test holds both to the same verdict.
"""

from collections.abc import Iterator
from functools import reduce

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandera.errors import SchemaErrors

from cs_engine.frames.columns import Column, Kind, Table
from cs_engine.frames.contracts import DTYPES, contract
from cs_engine.wording import phrase

MISSING = phrase("is missing")
Misfit = tuple[str, str, npt.NDArray[np.int64]]
"""Column, reason, and the places of the rows."""


def misfits(table: Table, rows: pa.Table) -> Iterator[Misfit]:
    """Yield what in ``rows`` (one typed column per declared column) breaks the contract."""
    places = np.flatnonzero(suspects(table, rows).to_numpy())
    if not len(places):
        return
    try:
        contract(table).validate(frame_of(table, rows.take(pa.array(places))), lazy=True)
    except SchemaErrors as error:
        groups = error.failure_cases.groupby(["column", "check"], sort=False)["index"]
        for (name, check), index in groups:
            reason = MISSING if check == "not_nullable" else check
            yield name, reason, places[index.to_numpy(dtype=np.int64)]


def suspects(table: Table, rows: pa.Table) -> pa.ChunkedArray:
    """Tell which rows break any declared check."""
    nobody = pa.chunked_array([pa.repeat(pa.scalar(False), rows.num_rows)])
    failed = (check for column in table.columns for check in _failed(column, rows[column.name]))
    return reduce(pc.or_, (pc.fill_null(check, False) for check in failed), nobody)


def frame_of(table: Table, rows: pa.Table) -> pd.DataFrame:
    """Return typed rows as the frame that contracts are about."""
    return pd.DataFrame({column.name: _series(column, rows[column.name]) for column in table.columns})


def _failed(column: Column, values: pa.ChunkedArray) -> Iterator[pa.ChunkedArray]:
    if column.required and values.null_count:
        yield pc.is_null(values)
    if values.null_count == len(values):
        return
    if column.choices:
        yield pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, pa.array(column.choices))))
    if column.minimum is not None:
        yield pc.less(values, column.minimum)
    if column.maximum is not None:
        yield pc.greater(values, column.maximum)


def _series(column: Column, values: pa.ChunkedArray) -> pd.Series:
    if column.kind in (Kind.DATE, Kind.INSTANT):
        values = values.cast(pa.timestamp("us"))
    series: pd.Series = pd.Series(values.to_pylist(), dtype=DTYPES[column.kind])
    return series
