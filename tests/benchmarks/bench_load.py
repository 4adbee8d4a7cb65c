"""Loading 10 million usage events from a CSV file, against DuckDB's own `COPY` of the same file into a table.

`COPY` only parses and stores. Ours also checks every value, refuses what does not fit, finds repeats, and rebuilds the
daily usage; all or nothing. ``STEWARD_BENCH_EVENTS`` sets another number of events for a quick look.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from tests.benchmarks.load_once import write_events
from tests.benchmarks.report import Claim

EVENTS = 10_000_000
LIMIT = 4.0
MEMORY = 3.0
"""GB that a load may hold at most."""
KIBIBYTES = 2**20
"""In a GB."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one way took: seconds, and its most memory in GB."""

    seconds: float
    peak: float


def claims() -> list[Claim]:
    """Measure both ways, each in a process and on a database of its own."""
    events = int(os.environ.get("STEWARD_BENCH_EVENTS", EVENTS))
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_events(folder / "usage_events.csv", events)
        copy, ours = (_run(way, folder) for way in ("copy", "load"))
    what = f"load of {events:,} usage events"
    times = f"{ours.seconds:.1f} s against {copy.seconds:.1f} s"
    return [
        Claim(f"{what} / DuckDB's COPY", ours.seconds / copy.seconds, LIMIT, times),
        Claim(f"{what}, peak memory / {MEMORY:g} GB", ours.peak / MEMORY, 1.0, f"{ours.peak:.2f} GB"),
    ]


def _run(way: str, folder: Path) -> Run:
    command = [sys.executable, "-m", "tests.benchmarks.load_once", way, str(folder)]
    with TemporaryFile("w+") as answer:
        started = subprocess.Popen(command, stdout=answer)
        _, status, usage = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        if started.returncode:
            raise AssertionError(f"{way} failed")
        answer.seek(0)
        return Run(float(answer.read()), usage.ru_maxrss / KIBIBYTES)
