"""Customers from a flat file: one row each, or orders that are added up to one."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from cs_engine.errors import BadFile, BadInput
from cs_engine.segments.sorting_columns import is_called_id
from cs_engine.service.values.orders import LeftOut, OrderColumns, known_cells, read_orders
from cs_engine.sources.files import find_files, read_chunks, read_header
from cs_engine.sources.guessing.dates import dates_of
from cs_engine.sources.numbers import Marks, parse_numbers
from cs_engine.value.histories import purchase_days
from cs_engine.wording import phrase

NUMBERS = 0.95
"""A column of numbers may hold a few cells that are none, such as *n/a*."""
MOST_COLUMNS = 300
"""More could never be told in a profile, and comparing all pairs of them would take minutes."""
LARGEST = 1e100
"""Nothing that is counted or measured comes near, and squares of larger numbers are none."""
NO_COLUMN = phrase("{file} has no column {column}; its columns are {columns}.")
NO_ROWS = phrase("{file} has no rows.")
TABLES = phrase("{file} holds {count} tables; give one file with one table.")
FOLDER = phrase("{file} is a folder; give one file with one table.")
WIDE = phrase("{file} has {count} columns; keep at most {most}, those that tell what customers are like.")
NO_PURCHASE = phrase("There is no purchase in {file}: nobody has a day with an amount that was not given back.")
WITHOUT = phrase("Column {column} of {file} names no customer in {count} rows; fill them in, or name another column.")
NO_NAMES = phrase("No column of {file} tells customers apart; name the one that does with --customer.")


def read_customers(path: Path, customer: str | None = None) -> tuple[pd.DataFrame, LeftOut]:
    """Return a table with one row per customer, and which lines of the file are none.

    Numbers and dates are read as such, empty cells and words that say so are unknown.

    Args:
        path: in any format that can be loaded.
        customer: column that names the customer; the first that tells all rows apart and is no measure if not given.

    Raises:
        BadFile: the file cannot be read, or holds several tables.
        BadInput: there is no such column, or no row, or there are too many columns.
    """
    text, marks, ragged = _cells(path)
    names = _named(text, path.name, customer)
    columns = [column for column in text.column_names if column != names]
    rows = {column: _read(text[column], marks.get(column, Marks.PLAIN)) for column in columns}
    index = pd.Index(text[names].to_pylist(), name=names)
    return pd.DataFrame({column: values.set_axis(index) for column, values in rows.items()}, index), LeftOut(ragged)


def _cells(path: Path) -> tuple[pa.Table, Mapping[str, Marks], int]:
    """Return all cells as text, missing where nothing is known, how numbers are written, and how many lines are bad."""
    if path.is_dir():
        raise BadFile(FOLDER, file=path)
    tables = find_files([path])
    if len(tables) != 1:
        raise BadFile(TABLES, file=path, count=len(tables))
    header = read_header(tables[0])
    if len(header.columns) > MOST_COLUMNS:
        raise BadInput(WIDE, file=path.name, count=f"{len(header.columns):,}", most=MOST_COLUMNS)
    chunks = list(read_chunks(tables[0], header))
    if sum(each.cells.num_rows for each in chunks) == 0:
        raise BadInput(NO_ROWS, file=path.name)
    text = pa.concat_tables([each.cells.select(list(header.columns)) for each in chunks])
    known = {name: known_cells(text[name]).combine_chunks() for name in header.columns}
    return pa.table(known), header.marks, sum(len(each.ragged) for each in chunks)


def read_order_figures(path: Path, columns: OrderColumns, today: date) -> tuple[pd.DataFrame, LeftOut]:
    """Return what the orders of a file up to ``today`` add up to per customer, and which rows do not count.

    Returns:
        Index customer; ``recency``: days from the last purchase to the last day of the file; ``frequency``: days with
        a purchase; ``monetary``: amount spent, refunds taken off; ``tenure``: days since the first purchase.

    Raises:
        BadFile: the file cannot be read, or holds several tables.
        BadInput: a column is missing, or holds no dates or no numbers, or there is no purchase.
    """
    orders, left_out = read_orders(path, columns, today)
    figures = order_figures(orders)
    if figures.empty:
        raise BadInput(NO_PURCHASE, file=path.name)
    return figures, left_out


def order_figures(orders: pd.DataFrame) -> pd.DataFrame:
    """Return recency, frequency, monetary and tenure of each customer with a purchase.

    Args:
        orders: ``customer``, ``date`` and ``amount``.
    """
    by = purchase_days(orders).groupby("customer")
    last, day = orders["date"].max().normalize(), timedelta(days=1)
    return pd.DataFrame(
        {
            "recency": (last - by["date"].max()) / day,
            "frequency": by["date"].count().astype("float64"),
            "monetary": by["amount"].sum().astype("float64"),
            "tenure": (last - by["date"].min()) / day,
        }
    )


def _named(text: pa.Table, file: str, customer: str | None) -> str:
    if customer is None:
        distinct = (name for name in text.column_names if _names_rows(name, text))
        found = next(distinct, None)
        if found is None:
            raise BadInput(NO_NAMES, file=file)
        return str(found)
    if customer not in text.column_names:
        raise BadInput(NO_COLUMN, file=file, column=customer, columns=", ".join(text.column_names))
    if text[customer].null_count:
        raise BadInput(WITHOUT, column=customer, file=file, count=text[customer].null_count)
    return customer


def _names_rows(name: str, text: pa.Table) -> bool:
    """Tell whether a column's cells are all there and all different, and not so because they measure something."""
    cells = text[name]
    if cells.null_count or len(cells.unique()) < len(cells):
        return False
    numbers = parse_numbers(cells.combine_chunks(), Marks.PLAIN)
    return name == text.column_names[0] or is_called_id(name) or numbers.null_count > 0


def _read(text: pa.ChunkedArray, marks: Marks) -> pd.Series:
    """Return a column as numbers, dates or words, whichever nearly all its cells are."""
    known = len(text) - text.null_count
    parsed = parse_numbers(text.combine_chunks(), marks).to_numpy(zero_copy_only=False).astype(np.float64)
    numbers = np.where(np.abs(parsed) <= LARGEST, parsed, np.nan)
    if known and np.isfinite(numbers).sum() >= NUMBERS * known:
        return pd.Series(numbers)
    words = pd.Series(text.to_pylist(), dtype="str")
    dates = dates_of(words.dropna()) if known else None
    return words if dates is None else pd.to_datetime(dates.days).reindex(words.index)
