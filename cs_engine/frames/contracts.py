"""Pandera contracts of the frames that cross a boundary, derived from the declarations."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import pandera.pandas as pa

from cs_engine.frames.columns import Column, Kind, Table
from cs_engine.frames.facts import FACTS
from cs_engine.wording import phrase, sentence

NO_CHOICE = phrase("is none of {choices}")
TOO_LOW, TOO_HIGH = phrase("is below {least}"), phrase("is above {most}")
NO_WHOLE_DAY = phrase("is not a whole day")
DTYPES: dict[Kind, Any] = {
    Kind.TEXT: pd.StringDtype(na_value=float("nan")),
    Kind.INTEGER: pd.Int64Dtype(),
    Kind.NUMBER: "float64",
    Kind.FLAG: pd.BooleanDtype(),
    Kind.DATE: "datetime64[us]",
    Kind.INSTANT: "datetime64[us]",
}
"""How each kind stands in a frame: days are midnights, instants are UTC without zone."""


def contract(table: Table) -> pa.DataFrameSchema:
    """Return the contract of a canonical table: one row per what the table says, columns in declared order."""
    return _schema(table.name, table.columns)


def facts_contract() -> pa.DataFrameSchema:
    """Return the contract of the facts frame: one row per account, ``account_id`` as index."""
    account, *columns = FACTS
    index = pa.Index(_dtype(account), nullable=False, unique=True, name=account.name)
    return _schema("facts", columns, index)


def _schema(name: str, columns: Iterable[Column], index: pa.Index | None = None) -> pa.DataFrameSchema:
    declared = {column.name: _column(column) for column in columns}
    return pa.DataFrameSchema(declared, index=index, strict=True, ordered=True, name=name)


def _column(column: Column) -> pa.Column:
    return pa.Column(_dtype(column), _checks(column), nullable=not column.required)


def _dtype(column: Column) -> Any:  # noqa: ANN401 - pandas and numpy types have no common parent
    return DTYPES[column.kind]


def _checks(column: Column) -> list[pa.Check]:
    """Return the checks of one column; ``error`` finishes the sentence "the value ..."."""
    checks = []
    if column.choices:
        checks.append(pa.Check.isin(column.choices, error=str(sentence(NO_CHOICE, choices=", ".join(column.choices)))))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum, error=str(sentence(TOO_LOW, least=f"{column.minimum:g}"))))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum, error=str(sentence(TOO_HIGH, most=f"{column.maximum:g}"))))
    if column.kind is Kind.DATE:
        checks.append(pa.Check(_is_midnight, error=NO_WHOLE_DAY))
    return checks


def _is_midnight(days: pd.Series) -> pd.Series:
    return days.eq(days.dt.normalize())
