"""The fast ways of reading and checking say the same as the exact ones."""

import csv
import io
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from cs_engine.frames.columns import Column, Kind, Table, amount, count, day, flag, instant, text
from cs_engine.frames.contracts import contract
from cs_engine.frames.tables import TABLES
from cs_engine.sources.convert import TYPES, Writing, convert
from cs_engine.sources.exact_csv import exact_rows
from cs_engine.sources.fast_csv import fast_rows
from cs_engine.sources.fits import frame_of, misfits
from cs_engine.sources.found import SourceFile
from cs_engine.sources.mapping import ColumnRule

FILE = SourceFile(Path("a.csv"), "a.csv", from_folder=False)
COLUMNS = ("a", "b", "c")
CALM = settings(max_examples=200, deadline=None)
FEW = settings(max_examples=15, deadline=None)
"""A contract takes a tenth of a second."""
CELLS = st.text('x,;"\n\r é\t0', max_size=4)
VALUES = {
    Kind.TEXT: st.sampled_from(["low", "urgent", "nps", "x", "won"]),
    Kind.INTEGER: st.integers(-3, 200),
    Kind.NUMBER: st.floats(-3, 200),
    Kind.FLAG: st.booleans(),
    Kind.DATE: st.dates(),
    Kind.INSTANT: st.datetimes(),
}
WRITTEN = st.one_of(
    st.from_regex(r"[+-]?[0-9]{0,4}[.,]?[0-9]{0,4}(e[0-9])?", fullmatch=True),
    st.from_regex(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:?[0-9]{2})?)?", fullmatch=True
    ),
    st.dates().map(str),
    st.datetimes().map(str),
    st.sampled_from(["yes", "NO", "true", "nan", "inf", "Infinity", "9007199254740993", "1e400", "2024/02/03", "x"]),
)
KINDS = (text("x", ""), count("x", ""), amount("x", ""), flag("x", ""), day("x", ""), instant("x", ""))


@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@CALM
def test_written_rows_are_read_the_same_fast_and_exactly(rows: list[list[str]], quoting: Literal[0, 1]) -> None:
    """Whenever the fast reader trusts itself, rows, lines and ragged lines are those of the exact one."""
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(rows)
    _compare(out.getvalue().encode())


@given(st.text('x,"\n\r 0', max_size=30))
@CALM
def test_any_text_is_read_the_same_fast_and_exactly(content: str) -> None:
    """Stray quotation marks and bare carriage returns included."""
    _compare((content + "\n").encode())


def _compare(content: bytes) -> None:
    fast = fast_rows(content, COLUMNS, ",", 2)
    if fast is None:
        return
    exact, _ = exact_rows(FILE, content, COLUMNS, ",", 2, is_last=True)
    assert fast.cells.to_pylist() == exact.cells.to_pylist()
    assert fast.lines.tolist() == exact.lines.tolist()
    assert [(one.line, list(one.cells)) for one in fast.ragged] == [(one.line, list(one.cells)) for one in exact.ragged]


@given(data=st.data())
@FEW
@pytest.mark.parametrize("name", TABLES)
def test_the_fast_check_finds_what_the_contract_finds(name: str, data: st.DataObject) -> None:
    """The same rows, columns and reasons as when pandera looks at every row."""
    table = TABLES[name]
    typed = data.draw(_typed_rows(table))
    fast = {(column, reason, place) for column, reason, places in misfits(table, typed) for place in places.tolist()}
    assert fast == _pandera(table, frame_of(table, typed))


@st.composite
def _typed_rows(draw: st.DrawFn, table: Table) -> pa.Table:
    rows = draw(st.integers(1, 5))
    cells = {column.name: _cells(column, rows) for column in table.columns}
    return pa.table({name: draw(one) for name, one in cells.items()})


def _cells(column: Column, rows: int) -> st.SearchStrategy[pa.Array]:
    value = st.sampled_from(column.choices) | VALUES[column.kind] if column.choices else VALUES[column.kind]
    lists = st.lists(st.none() | value, min_size=rows, max_size=rows)
    return lists.map(lambda values: pa.array(values, TYPES[column.kind]))


def _pandera(table: Table, frame: pd.DataFrame) -> set[tuple[str, str, int]]:
    try:
        contract(table).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        reasons = cases["check"].replace("not_nullable", "is missing")
        return set(zip(cases["column"], reasons, map(int, cases["index"]), strict=True))
    return set()


@given(values=st.lists(st.none() | WRITTEN, min_size=1, max_size=6), column=st.sampled_from(KINDS))
@CALM
def test_a_value_means_the_same_whatever_stands_beside_it(values: list[str | None], column: Column) -> None:
    """Plain columns are converted at once, others value by value: a neighbour changes neither value nor refusal."""
    writing = Writing(ColumnRule(value="x"))
    whole = convert(pa.array(values, pa.string()), column, writing)
    alone = [convert(pa.array([value], pa.string()), column, writing) for value in values]
    assert whole.column.to_pylist() == [one.column[0].as_py() for one in alone]
    refused = np.zeros(len(values), bool)
    for bad in whole.refused.values():
        refused |= bad.to_numpy(zero_copy_only=False)
    assert refused.tolist() == [any(bad[0].as_py() for bad in one.refused.values()) for one in alone]
