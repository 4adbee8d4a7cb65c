"""An Ibis expression compiled once and asked about many instants."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

import duckdb
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pandas as pd
from ibis.backends.sql import SQLBackend
from pandas.arrays import BooleanArray

from cs_engine.book.asof import fill

EMPTY = MappingProxyType({"float64": np.nan, "object": None, "datetime64[us]": np.datetime64("NaT")})


@dataclass(frozen=True, slots=True)
class Prepared:
    """One question to the book. ``sql`` holds placeholders for the instant."""

    backend: SQLBackend
    sql: str
    dtypes: dict[str, str]

    def at(self, as_of: datetime) -> pd.DataFrame:
        """Return the answer as of an aware instant, one row per row of the expression, in no particular order."""
        found = self.backend.raw_sql(fill(self.sql, as_of))
        return _frame(found, self.dtypes)


def prepare(backend: SQLBackend, question: ir.Table) -> Prepared:
    """Compile an expression for the engine behind ``backend``."""
    dtypes = {name: _dtype(kind) for name, kind in question.schema().items()}
    return Prepared(backend, str(backend.compile(question)), dtypes)


class Cursor(Protocol):
    """What every database driver hands out."""

    def fetchall(self) -> list[tuple[object, ...]]:
        """Return the rows."""

    def close(self) -> None:
        """Give the rows back."""


def _frame(found: duckdb.DuckDBPyConnection | Cursor, dtypes: dict[str, str]) -> pd.DataFrame:
    """DuckDB hands over whole columns; any other engine answers through the standard database cursor."""
    if isinstance(found, duckdb.DuckDBPyConnection):
        columns = found.fetchnumpy()
        return pd.DataFrame({name: _column(np.asanyarray(columns[name]), dtype) for name, dtype in dtypes.items()})
    with closing(found) as cursor:
        return pd.DataFrame(cursor.fetchall(), columns=list(dtypes)).astype(dtypes)


def _column(values: npt.NDArray[Any], dtype: str) -> npt.NDArray[Any] | BooleanArray:
    """Fill the masked values of one column with what is empty in its kind."""
    mask = np.ma.getmaskarray(values)
    if dtype == "boolean":
        return BooleanArray(np.ma.getdata(values).astype(bool), mask)
    filled = np.ma.getdata(values).astype(dtype)
    filled[mask] = EMPTY[dtype]
    return filled


def _dtype(kind: dt.DataType) -> str:
    if kind.is_temporal():
        return "datetime64[us]"
    if kind.is_boolean():
        return "boolean"
    return "float64" if kind.is_numeric() else "object"
