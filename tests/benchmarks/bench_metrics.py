"""Monthly movements and the cohort triangle of 100,000 customers over five years, against hand-written DuckDB SQL.

Both start from the book and end with the same numbers.
"""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.known_rows import known_rows
from cs_engine.metrics.cohorts import cohort_triangle
from cs_engine.metrics.contracts_held import READS
from cs_engine.metrics.revenue import waterfalls
from tests.benchmarks.movements_sql import ACCOUNTS, COHORTS, END, FIRST, MONTHS, MOVEMENTS, PERIODS, write_large_book
from tests.benchmarks.report import Claim

LIMIT = 2.0
SQL_COLUMNS = ("start", "new", "reactivated", "expansion", "price_increase", "contraction", "churned", "paused", "end")
Answer = tuple[np.ndarray[tuple[int, int], np.dtype[np.int64]], dict[tuple[int, int], int]]


def claims() -> list[Claim]:
    """Measure both, and check that they say the same.

    Raises:
        AssertionError: the answers differ, so that comparing their times would mean nothing.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.duckdb"
        lines = write_large_book(path)
        ours, took = _timed(lambda: _ours(path))
        theirs, sql = _timed(lambda: _theirs(path))
    if not np.array_equal(ours[0], theirs[0]) or ours[1] != theirs[1]:
        raise AssertionError("the two ways give different movements or cohorts")
    sentence = f"monthly movements and cohorts of {ACCOUNTS:,} customers, {lines:,} lines, {MONTHS} months / SQL"
    return [Claim(sentence, took / sql, LIMIT, f"{took:.2f} s against {sql:.2f} s")]


def _timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    start = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - start


def _ours(path: Path) -> Answer:
    first, end = date.fromisoformat(FIRST), date.fromisoformat(END)
    months = pd.date_range(first, end, freq="MS", tz=UTC)
    instants = [datetime(each.year, each.month, 1, tzinfo=UTC) for each in months]
    with open_book(f"duckdb://{path}") as book:
        lines = known_rows(book, "subscriptions", instants[-1], READS)
    moved = waterfalls(lines, instants)[list(SQL_COLUMNS)].to_numpy()
    active = cohort_triangle(lines, first, end).active.to_numpy()
    found = {(int(row), int(k)): int(active[row, k]) for row, k in np.argwhere(np.nan_to_num(active) > 0)}
    return moved, found


def _theirs(path: Path) -> Answer:
    with duckdb.connect(str(path), read_only=True) as connection:
        words = {"first": FIRST, "end": END, "months": MONTHS, "table": "book.subscriptions"}
        connection.execute(PERIODS.format(**words))
        moved = connection.execute(MOVEMENTS.format(**words)).fetchall()
        cohorts = connection.execute(COHORTS.format(**words)).fetchall()
    table = np.array([[int(cell) for cell in row[1:]] for row in moved], dtype="int64")
    return table, {(started, k): active for started, k, active in cohorts}
