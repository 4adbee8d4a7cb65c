"""Customers from a flat file: one row each, or orders that are added up to one."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from cs_engine.errors import BadFile, BadInput
from cs_engine.service.values.orders import OrderColumns, read_orders
from cs_engine.sources.files import find_files, read_chunks, read_header
from cs_engine.sources.guessing.dates import dates_of
from cs_engine.sources.numbers import Marks, parse_numbers
from cs_engine.wording import phrase

NUMBERS = 0.95
"""A column of numbers may hold a few cells that are none, such as *n/a*."""
NO_COLUMN = phrase("{file} has no column {column}; its columns are {columns}.")
NO_ROWS = phrase("{file} has no rows.")
TABLES = phrase("{file} holds {count} tables; give one file with one table.")
WITHOUT = phrase("Column {column} of {file} names no customer in {count} rows; fill them in, or name another column.")
NO_NAMES = phrase("No column of {file} tells customers apart; name the one that does with --customer.")


def read_customers(path: Path, customer: str | None = None) -> pd.DataFrame:
    """Return a table with one row per customer; numbers and dates are read as such, empty cells are unknown.

    Args:
        path: in any format that can be loaded.
        customer: column that names the customer; the first whose values are all there and all different if not given.

    Raises:
        BadFile: the file cannot be read, or holds several tables.
        BadInput: there is no such column, or no row.
    """
    tables = find_files([path])
    if path.is_dir() or len(tables) != 1:
        raise BadFile(TABLES, file=path, count=len(tables))
    header = read_header(tables[0])
    cells = [chunk.cells.select(list(header.columns)) for chunk in read_chunks(tables[0], header)]
    if sum(each.num_rows for each in cells) == 0:
        raise BadInput(NO_ROWS, file=path.name)
    text = pa.concat_tables(cells).combine_chunks()
    names = _named(text, path.name, customer)
    rows = {
        column: _read(text[column], header.marks.get(column, Marks.PLAIN))
        for column in header.columns
        if column != names
    }
    return pd.DataFrame(rows).set_index(pd.Index(text[names].to_pylist(), name=names))


def read_order_figures(path: Path, columns: OrderColumns) -> tuple[pd.DataFrame, int]:
    """Return what the orders of a file add up to per customer, and how many of its rows could not be used.

    Returns:
        Index customer; ``recency``: days from the last purchase to the last day of the file; ``frequency``: days with
        a purchase; ``monetary``: amount spent, refunds taken off; ``tenure``: days since the first purchase.

    Raises:
        BadFile: the file cannot be read, or holds several tables.
        BadInput: a column is missing, or holds no dates or no numbers.
    """
    orders, unusable = read_orders(path, columns)
    return order_figures(orders.rename(columns={"date": "day"})), unusable


def order_figures(orders: pd.DataFrame) -> pd.DataFrame:
    """Return recency, frequency, monetary and tenure of each customer.

    Args:
        orders: ``customer``, ``day`` (midnight) and ``amount``, all known.
    """
    by = orders.groupby("customer")
    last, day = orders["day"].max(), timedelta(days=1)
    return pd.DataFrame(
        {
            "recency": (last - by["day"].max()) / day,
            "frequency": by["day"].nunique().astype("float64"),
            "monetary": by["amount"].sum().clip(lower=0.0).astype("float64"),
            "tenure": (last - by["day"].min()) / day,
        }
    )


def _named(text: pa.Table, file: str, customer: str | None) -> str:
    if customer is None:
        distinct = (name for name in text.column_names if _names_rows(text[name]))
        found = next(distinct, None)
        if found is None:
            raise BadInput(NO_NAMES, file=file)
        return str(found)
    if customer not in text.column_names:
        raise BadInput(NO_COLUMN, file=file, column=customer, columns=", ".join(text.column_names))
    if text[customer].null_count:
        raise BadInput(WITHOUT, column=customer, file=file, count=text[customer].null_count)
    return customer


def _names_rows(values: pa.ChunkedArray) -> bool:
    return values.null_count == 0 and len(values.unique()) == len(values)


def _read(text: pa.ChunkedArray, marks: Marks) -> pd.Series:
    """Return a column as numbers, dates or words, whichever nearly all its cells are."""
    known = len(text) - text.null_count
    numbers = parse_numbers(text.combine_chunks(), marks)
    if known and len(numbers) - numbers.null_count >= NUMBERS * known:
        return pd.Series(numbers.to_numpy(zero_copy_only=False).astype(np.float64))
    words = pd.Series(text.to_pylist(), dtype="str")
    dates = dates_of(words.dropna()) if known else None
    return words if dates is None else pd.to_datetime(dates.days).reindex(words.index)
