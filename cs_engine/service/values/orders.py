"""Lifetime value from a flat file of orders, without a book."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cs_engine.errors import BadFile, BadInput
from cs_engine.frames.customers import ORDERS
from cs_engine.records.lifetime_value import Assumptions, BookValue
from cs_engine.service.values.wording import purchase_value
from cs_engine.sources.convert import Writing, convert
from cs_engine.sources.files import find_files, read_chunks, read_header
from cs_engine.sources.found import SourceFile
from cs_engine.sources.guessing.dates import dates_of
from cs_engine.sources.guessing.profiles import EMPTY_WORDS
from cs_engine.sources.mapping import ColumnRule
from cs_engine.sources.numbers import Marks
from cs_engine.value.choosing_purchases import learn
from cs_engine.value.histories import purchase_histories
from cs_engine.value.purchases import value_purchases

MOST_MONEY = 1e15
"""Beyond a quadrillion a float has no cents, and no customer so much."""


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


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many lines of a file do not count.

    Attributes:
        ragged: with more or fewer cells than the header.
        unreadable: without a customer, a date or an amount.
        ahead: dated after today.
    """

    ragged: int = 0
    unreadable: int = 0
    ahead: int = 0

    def __str__(self) -> str:
        said = ", ".join(self._said())
        return f"Left out: {said}." if said else ""

    def _said(self) -> Iterator[str]:
        if self.ragged:
            yield f"{_count(self.ragged, 'line')} with more or fewer cells than the header"
        if self.unreadable:
            yield f"{_count(self.unreadable, 'row')} without a readable customer, date and amount"
        if self.ahead:
            yield f"{_count(self.ahead, 'row')} dated after today"


def value_orders(
    path: Path, columns: OrderColumns, assumptions: Assumptions, today: date, as_of: date | None = None
) -> tuple[BookValue, LeftOut]:
    """Return what the customers of a file are still worth, and which of its rows do not count.

    Args:
        path: a table of orders in any format that can be loaded.
        columns: which columns to read.
        assumptions: discount, margin and cap.
        today: nothing dated later has happened.
        as_of: the last day that counts; the file's last one if not given.

    Raises:
        BadFile: the file cannot be read, or holds several tables.
        BadInput: a column is missing or holds no dates or numbers, or there is no purchase.
    """
    orders, left_out = read_orders(path, columns, today)
    last = orders["date"].max().date() if as_of is None else as_of
    histories = purchase_histories(orders, last)
    model = learn(histories)
    found = value_purchases(model, histories, assumptions)
    return purchase_value(found, model, last, assumptions, None), left_out


def read_orders(path: Path, columns: OrderColumns, today: date) -> tuple[pd.DataFrame, LeftOut]:
    """Return ``customer``, ``date`` and ``amount`` of every order up to ``today``, and which rows do not count.

    Raises:
        BadFile: the file cannot be read, or holds several tables.
        BadInput: a column is missing, or holds no dates or no numbers, or no row has all three.
    """
    text, marks, ragged = _cells(_one_table(path), columns)
    frame = pd.DataFrame(
        {
            "customer": known_cells(text[columns.customer]).to_pandas(),
            "date": _days(known_cells(text[columns.date]).to_pandas(), columns.date),
            "amount": _amounts(text[columns.amount].combine_chunks(), columns.amount, marks),
        }
    )
    readable = frame.dropna()
    if readable.empty:
        raise BadInput(f"No row of {path.name} has a customer, a date and an amount.")
    usable = readable[readable["date"] < pd.Timestamp(today + timedelta(days=1))]
    if usable.empty:
        raise BadInput(f"All rows of {path.name} are dated after today; check how its dates are written.")
    return usable, LeftOut(ragged, len(frame) - len(readable), len(readable) - len(usable))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' if number > 1 else ''}"


def _one_table(path: Path) -> SourceFile:
    tables = find_files([path])
    if path.is_dir() or len(tables) != 1:
        what = "is a folder" if path.is_dir() else f"holds {len(tables)} tables"
        raise BadFile(f"{path} {what}; give one file with one table of orders.")
    return tables[0]


def _cells(file: SourceFile, columns: OrderColumns) -> tuple[pa.Table, Marks, int]:
    """Return the three columns as text, how amounts are written, and how many lines are no rows."""
    header = read_header(file)
    missing = [name for name in columns.names if name not in header.columns]
    if missing:
        raise BadInput(f"{file.name} has no column {', '.join(missing)}; its columns are {', '.join(header.columns)}.")
    names, found, ragged = list(dict.fromkeys(columns.names)), [], 0
    for chunk in read_chunks(file, header):
        found.append(chunk.cells.select(names))
        ragged += len(chunk.ragged)
    if sum(each.num_rows for each in found) == 0:
        raise BadInput(f"{file.name} has no rows.")
    return pa.concat_tables(found).combine_chunks(), header.marks.get(columns.amount, Marks.PLAIN), ragged


def known_cells(text: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return cells without spaces around, missing where they say that nothing is known, such as *n/a*."""
    cells = pc.utf8_trim_whitespace(text)
    says_nothing = pc.is_in(pc.utf8_lower(cells), pa.array(["", *EMPTY_WORDS]))
    return pc.if_else(says_nothing, pa.scalar(None, pa.string()), cells)


def _days(values: pd.Series, column: str) -> pd.Series:
    known = values.dropna().astype("str")
    dates = dates_of(known)
    if dates is None:
        raise BadInput(f"Column {column} does not hold dates, all written in one way; write them as 2026-01-31.")
    if dates.undecided:
        raise BadInput(f"Column {column} may mean day/month or month/day; write its dates as 2026-01-31.")
    return pd.to_datetime(dates.days).reindex(values.index).dt.normalize()


def _amounts(text: pa.Array, column: str, marks: Marks) -> pd.Series:
    writing = Writing(ColumnRule.model_validate({"from": column}), marks=marks)
    numbers = convert(text, ORDERS.column("amount"), writing).column.to_pandas().astype("float64")
    money = numbers.where(numbers.abs() <= MOST_MONEY)
    if money.isna().all():
        raise BadInput(f"Column {column} does not hold amounts of money.")
    return pd.Series(money)
