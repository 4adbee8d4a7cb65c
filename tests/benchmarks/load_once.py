"""Take a file of usage events into a new database, one way or the other, and tell how many seconds it took."""

import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from pyarrow import csv

from cs_engine.service.intake.loading import load

BLOCK = 500_000
ACCOUNTS = 2_000
USERS = 500
DAYS = 180
FEATURES = ("report", "export", "login", "dash board", "api")
TABLE = """CREATE TABLE usage_events (event_id VARCHAR, account_id VARCHAR, day DATE, feature VARCHAR, events BIGINT,
    user_id VARCHAR, minutes DOUBLE)"""


def write_events(path: Path, events: int) -> None:
    """Write a CSV file of so many usage events, always the same."""
    chance = np.random.default_rng(1)
    with path.open("wb") as file:
        for first in range(0, events, BLOCK):
            block = _events(chance, first, min(BLOCK, events - first))
            csv.write_csv(block, file, csv.WriteOptions(include_header=first == 0, quoting_style="none"))


def _events(chance: np.random.Generator, first: int, rows: int) -> pa.Table:
    return pa.table(
        {
            "event_id": pa.array([f"E{number}" for number in range(first, first + rows)]),
            "account_id": _some(chance, [f"A{number:05d}" for number in range(ACCOUNTS)], rows),
            "day": pa.array(np.datetime64("2025-01-01") + chance.integers(0, DAYS, rows)),
            "feature": _some(chance, FEATURES, rows),
            "events": chance.integers(1, 50, rows),
            "user_id": _some(chance, [f"u{number}" for number in range(USERS)], rows),
            "minutes": np.round(chance.random(rows) * 60, 2),
        }
    )


def _some(chance: np.random.Generator, values: object, rows: int) -> pa.Array:
    known = pa.array(values)
    return known.take(pa.array(chance.integers(0, len(known), rows)))


def _copy(folder: Path) -> None:
    with duckdb.connect(folder / "copy.duckdb") as database:
        database.execute(TABLE)
        database.execute(f"COPY usage_events FROM '{folder}/usage_events.csv' (HEADER)")


def _load(folder: Path) -> None:
    book = f"duckdb://{folder}/book.duckdb"
    load([folder / "usage_events.csv"], None, book_url=book, workdir=folder / "work")


if __name__ == "__main__":
    start = time.perf_counter()
    (_copy if sys.argv[1] == "copy" else _load)(Path(sys.argv[2]))
    sys.stdout.write(str(time.perf_counter() - start))
