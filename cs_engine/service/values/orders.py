"""Lifetime value from a flat file of orders, without a book."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

from cs_engine.errors import BadFile, BadInput
from cs_engine.frames.customers import ORDERS
from cs_engine.records.lifetime_value import Assumptions, BookValue
from cs_engine.service.values.wording import purchase_value
from cs_engine.sources.convert import Writing, convert
from cs_engine.sources.files import find_files, read_chunks, read_header
from cs_engine.sources.found import SourceFile
from cs_engine.sources.guessing.dates import dates_of
from cs_engine.sources.mapping import ColumnRule
from cs_engine.sources.numbers import Marks
from cs_engine.value.choosing_purchases import learn
from cs_engine.value.histories import purchase_histories
from cs_engine.value.purchases import value_purchases


@dataclass(frozen=True, slots=True)
class OrderColumns:
    """Which columns of a file tell who bought, when, and for how much."""

    customer: str
    date: str
    amount: str

    @property
    def names(self) -> tuple[str, ...]:
        """All three."""
        return self.customer, self.date, self.amount


def value_orders(
    path: Path, columns: OrderColumns, assumptions: Assumptions, as_of: date | None = None
) -> tuple[BookValue, int]:
    """Return what the customers of a file are still worth, and how many of its rows could not be used.

    Args:
        path: a table of orders in any format that can be loaded.
        columns: which columns to read.
        assumptions: discount, margin and cap.
        as_of: the last day that counts; the file's last one if not given.

    Raises:
        BadFile: the file cannot be read, or holds several tables.
        BadInput: a column is missing or holds no dates or numbers, or there is no purchase.
    """
    orders, unusable = read_orders(path, columns)
    last = orders["date"].max().date() if as_of is None else as_of
    histories = purchase_histories(orders, last)
    model = learn(histories)
    found = value_purchases(model, histories, assumptions)
    return purchase_value(found, model, last, assumptions, None), unusable


def read_orders(path: Path, columns: OrderColumns) -> tuple[pd.DataFrame, int]:
    """Return ``customer``, ``date`` and ``amount`` of every order, and how many rows lack one of them.

    Raises:
        BadFile: the file cannot be read, or holds several tables.
        BadInput: a column is missing, or holds no dates or no numbers.
    """
    file = _one_table(path)
    header = read_header(file)
    missing = [name for name in columns.names if name not in header.columns]
    if missing:
        raise BadInput(f"{file.name} has no column {', '.join(missing)}; its columns are {', '.join(header.columns)}.")
    cells = [chunk.cells.select(list(dict.fromkeys(columns.names))) for chunk in read_chunks(file, header)]
    if sum(each.num_rows for each in cells) == 0:
        raise BadInput(f"{file.name} has no rows.")
    text = pa.concat_tables(cells).combine_chunks()
    amounts = _amounts(
        text[columns.amount].combine_chunks(), columns.amount, header.marks.get(columns.amount, Marks.PLAIN)
    )
    frame = pd.DataFrame(
        {
            "customer": text[columns.customer].to_pandas(),
            "date": _days(text[columns.date].to_pandas(), columns.date),
            "amount": amounts,
        }
    )
    usable = frame.dropna()
    if usable.empty:
        raise BadInput(f"No row of {file.name} has a customer, a date and an amount.")
    return usable, len(frame) - len(usable)


def _one_table(path: Path) -> SourceFile:
    tables = find_files([path])
    if path.is_dir() or len(tables) != 1:
        raise BadFile(f"{path} holds {len(tables)} tables; give one file with one table of orders.")
    return tables[0]


def _days(values: pd.Series, column: str) -> pd.Series:
    known = values.dropna().astype("str")
    dates = dates_of(known)
    if dates is None:
        raise BadInput(f"Column {column} does not hold dates; write them as 2026-01-31.")
    if dates.undecided:
        raise BadInput(f"Column {column} may mean day/month or month/day; write its dates as 2026-01-31.")
    return pd.to_datetime(dates.days).reindex(values.index).dt.normalize()


def _amounts(text: pa.Array, column: str, marks: Marks) -> pd.Series:
    writing = Writing(ColumnRule.model_validate({"from": column}), marks=marks)
    numbers = convert(text, ORDERS.column("amount"), writing).column.to_pandas().astype("float64")
    if numbers.isna().all():
        raise BadInput(f"Column {column} does not hold amounts of money.")
    return pd.Series(numbers)
