"""Facts of 20,000 accounts over 18 million usage rows, against hand-written SQL and pandas.

Ours answers every fact of the book, the other two the usage facts alone; the digests show that these are equal.
"""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from tests.benchmarks.facts_data import ACCOUNTS, ROWS, write_large_book
from tests.benchmarks.report import Claim

LIMIT_SQL = 1.5
LIMIT_PANDAS = 0.2
"""At least five times as fast."""
PAUSE_SECONDS = 0.02
MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Measured:
    """The fastest round in seconds, the highest memory of the process in MiB, and what the answer hashes to."""

    seconds: float
    peak: float
    digest: str


def claims() -> list[Claim]:
    """Measure the three ways one after another, each in a process of its own.

    Raises:
        AssertionError: the three answers differ, so that comparing their times would mean nothing.
    """
    with TemporaryDirectory() as folder:
        book = Path(folder) / "large.duckdb"
        write_large_book(book)
        ours, sql, pandas = (_measured(way, book) for way in ("ours", "sql", "pandas"))
    if len({ours.digest, sql.digest, pandas.digest}) != 1:
        raise AssertionError("the three ways give different facts")
    size = f"{ACCOUNTS:,} accounts, {ROWS:,} rows"
    return [
        Claim(f"facts / hand-written SQL, {size}", ours.seconds / sql.seconds, LIMIT_SQL, _detail(ours, sql)),
        Claim(f"facts / pandas, {size}", ours.seconds / pandas.seconds, LIMIT_PANDAS, _detail(ours, pandas)),
    ]


def _detail(ours: Measured, other: Measured) -> str:
    return (
        f"{ours.seconds * 1000:.0f} ms and {ours.peak:.0f} MiB at most, "
        f"against {other.seconds * 1000:.0f} ms and {other.peak:.0f} MiB"
    )


def _measured(way: str, book: Path) -> Measured:
    command = [sys.executable, "-m", "tests.benchmarks.facts_ways", way, str(book)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        peak = _peak(process)
        answer = json.loads(process.stdout.read() if process.stdout else "")
    return Measured(min(answer["seconds"]), peak / MEBIBYTE, answer["digest"])


def _peak(process: subprocess.Popen[str]) -> int:
    """Return the most memory the process held while it ran, in bytes."""
    watched, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        peak = max(peak, watched.memory_info().rss)
        time.sleep(PAUSE_SECONDS)
    return peak
