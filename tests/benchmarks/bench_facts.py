"""Facts of 20,000 accounts over 18 million usage rows, against hand-written SQL and pandas.

All three start from the book. Ours answers every fact of it, the other two the usage facts alone; the digests show that
these are equal.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from tests.benchmarks.facts_data import ACCOUNTS, ROWS, write_large_book
from tests.benchmarks.report import Claim

WAYS = ("ours", "sql", "pandas")
ROUNDS = 5
LIMIT_SQL = 1.5
LIMIT_PANDAS = 0.2
"""At least five times as fast."""
MEBIBYTE = 2**20


@dataclass(slots=True)
class Way:
    """One way at work in a process of its own."""

    ask: IO[str]
    answers: IO[str]
    digest: str = ""
    seconds: list[float] = field(default_factory=list)
    peak: int = 0

    def warm_up(self) -> None:
        """Wait for the first answer."""
        self.digest = self.answers.readline().strip()

    def measure(self) -> None:
        """Let it answer once more."""
        self.ask.write("again\n")
        self.ask.flush()
        seconds, memory = self.answers.readline().split()
        self.seconds.append(float(seconds))
        self.peak = int(memory)

    def told(self) -> str:
        """Return the fastest answer and the most memory ever held."""
        return f"{min(self.seconds) * 1000:.0f} ms, {self.peak / MEBIBYTE:.0f} MiB at most"


def claims() -> list[Claim]:
    """Measure the three ways in turn, so that whatever else runs disturbs all of them alike.

    Raises:
        AssertionError: the three answers differ, so that comparing their times would mean nothing.
    """
    with TemporaryDirectory() as folder, ExitStack() as stack:
        book = Path(folder) / "large.duckdb"
        write_large_book(book)
        ours, sql, pandas = ways = [stack.enter_context(_at_work(way, book)) for way in WAYS]
        for way in ways:
            way.warm_up()
        if len({way.digest for way in ways}) != 1:
            raise AssertionError("the three ways give different facts")
        for _ in range(ROUNDS):
            for way in ways:
                way.measure()
    size = f"facts of {ACCOUNTS:,} accounts over {ROWS:,} usage rows"
    return [
        _claim(f"{size} / hand-written SQL", ours, sql, LIMIT_SQL),
        _claim(f"{size} / pandas", ours, pandas, LIMIT_PANDAS),
    ]


def _claim(sentence: str, ours: Way, other: Way, limit: float) -> Claim:
    return Claim(sentence, min(ours.seconds) / min(other.seconds), limit, f"{ours.told()} against {other.told()}")


@contextmanager
def _at_work(way: str, book: Path) -> Iterator[Way]:
    command = [sys.executable, "-m", "tests.benchmarks.facts_ways", way, str(book)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("a process with pipes has pipes")
        yield Way(process.stdin, process.stdout)
        process.stdin.close()
