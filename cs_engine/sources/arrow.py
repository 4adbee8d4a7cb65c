"""Checked rows as Arrow tables, the form in which dlt takes them."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cs_engine.frames.columns import Column, Kind
from cs_engine.frames.ledger import QUARANTINE
from cs_engine.frames.loads import SOURCE_FILE, SOURCE_ROW
from cs_engine.frames.tables import TABLES

TYPES = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.FLAG: pa.bool_(),
    Kind.DATE: pa.date32(),
    Kind.INSTANT: pa.timestamp("us", tz="UTC"),
}


def staged_rows(table: str, rows: pd.DataFrame, file: str, first: int) -> pa.Table:
    """Return rows of a canonical table with their origin; ``first`` is the number of the first of them."""
    columns = {column.name: _array(rows[column.name], column) for column in TABLES[table].columns}
    columns[SOURCE_FILE] = pa.repeat(file, len(rows))
    columns[SOURCE_ROW] = pa.array(range(first, first + len(rows)), pa.int64())
    return pa.table(columns)


def refused_rows(table: str, refused: pd.DataFrame, file: str) -> pa.Table:
    """Return refused values as the quarantine keeps them, without the load."""
    frame = refused.assign(table_name=table, file=file)
    columns = [column for column in QUARANTINE.columns if column.name in frame.columns]
    return pa.table({column.name: _array(frame[column.name], column) for column in columns})


def _array(values: pd.Series, column: Column) -> pa.Array:
    if column.kind is Kind.INSTANT:
        return pc.assume_timezone(pa.array(values, pa.timestamp("us")), "UTC")
    if column.kind is Kind.DATE:
        return pa.array(values, pa.timestamp("us")).cast(pa.date32())
    return pa.array(values, TYPES[column.kind], from_pandas=True)
