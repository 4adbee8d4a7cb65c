"""A load that is killed leaves the book as it was before, or as it is after, and nothing lying about."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from cs_engine.book.digest import digest
from cs_engine.book.door import open_book
from cs_engine.frames.loads import STAGING_PREFIX
from cs_engine.sample.company import write_company
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.intake.loading import LOADS_FOLDER, load

SEED = 20261122
OTHER = "campaign_id,name,start_date\nC1,Spring,2026-03-01\n"
LOADER = """
import os, sys
from pathlib import Path
from cs_engine.service.intake.loading import load
for line in sys.stdin:
    if os.fork() == 0:
        url, data, work = line.split()
        print(os.getpid(), flush=True)
        load([Path(data)], None, book_url=url, workdir=Path(work))
        print("loaded", flush=True)
        os._exit(0)
    os.wait()
    print("ended", flush=True)
"""
"""A process that has everything imported and forks for each load, so that the moment of the kill is one of the load."""


@dataclass(frozen=True, slots=True)
class Loads:
    """Loads in a process of their own, of files that change and add rows of several tables."""

    process: "subprocess.Popen[str]"
    data: Path
    work: Path

    def run(self, url: str, kill_after: float | None = None) -> tuple[bool, float]:
        """Load, kill the load after some seconds, and return whether it reported success and how long it lived."""
        assert self.process.stdin is not None
        print(url, self.data, self.work, file=self.process.stdin, flush=True)
        pid = int(self._line())
        began = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            _kill(pid)
        said = [self._line()]
        while said[-1] != "ended":
            said.append(self._line())
        return "loaded" in said, time.monotonic() - began

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.fixture(scope="module")
def loads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loads]:
    """Yield loads of a small company's newer files."""
    folder = tmp_path_factory.mktemp("killed")
    write_company(SampleSpec(accounts=25, months=12, until=date(2026, 11, 15)), folder / "new")
    command = [sys.executable, "-c", LOADER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Loads(process, folder / "new", folder / "work")
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same company's files of a month before."""
    folder = tmp_path_factory.mktemp("older")
    write_company(SampleSpec(accounts=25, months=11, until=date(2026, 10, 15)), folder)
    return folder


@pytest.fixture(params=["duckdb", "postgresql"])
def copies(older: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Return what makes a fresh copy of the older book and returns its address."""
    if request.param == "duckdb":
        first = tmp_path / "first.duckdb"
        load([older], None, book_url=f"duckdb://{first}", workdir=tmp_path)

        def copy() -> str:
            place = tmp_path / "copy" / "book.duckdb"
            shutil.rmtree(place.parent, ignore_errors=True)
            place.parent.mkdir()
            shutil.copy(first, place)
            return f"duckdb://{place}"

        return copy
    url, server = request.getfixturevalue("postgresql"), request.getfixturevalue("postgresql_server")
    psycopg = pytest.importorskip("psycopg")
    load([older], None, book_url=url, workdir=tmp_path)
    name = url.split("?")[0].rpartition("/")[2]

    def clone() -> str:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}_copy WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}_copy TEMPLATE {name}")
        return str(url.replace(f"/{name}?", f"/{name}_copy?"))

    return clone


def _digest(url: str) -> str:
    with open_book(url) as book:
        return digest(book)


@pytest.mark.soak
def test_a_killed_load_has_happened_or_has_not(
    loads: Loads, copies: Callable[[], str], effort: Callable[[int], int], tmp_path: Path
) -> None:
    """Killed at any moment, the book equals the one before or the one after; what reported success has happened.

    The next load of another file loads that file and nothing else, and leaves no staging schema and no folder.
    """
    url = copies()
    before = _digest(url)
    done, seconds = loads.run(url)
    assert done
    after = _digest(url)
    assert after != before
    chance = random.Random(SEED)
    other = tmp_path / "campaigns.csv"
    other.write_text(OTHER, encoding="utf-8")
    for _ in range(effort(30)):
        url = copies()
        moment = chance.uniform(0, seconds * 1.1)
        done, _ = loads.run(url, kill_after=moment)
        found = _digest(url)
        assert found == after if done else found in (before, after), f"killed after {moment:.3f} s"
        report = load([other], None, book_url=url, workdir=loads.work)
        assert [(row.table, row.read, row.new) for row in report.rows] == [("campaigns", 1, 1)]
        assert list((loads.work / LOADS_FOLDER).iterdir()) == []
        with open_book(url) as book:
            assert book.engine.schemas(book.backend.con, STAGING_PREFIX) == []
            assert book.table("loads").load_id.nunique().to_pyarrow().as_py() == (2 if found == before else 3)
