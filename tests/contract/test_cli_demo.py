"""``steward demo``: a company that is made once and topped up, on a port that is free, and gone at Ctrl-C."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.demo_company import STATE, Made, prepare
from bot.config import Settings, load_settings
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.memory import open_memory
from cs_engine.storage.rows import SnapshotRow
from tests.contract.cli_home import ROOT, Terminal, steward

ACCOUNTS, MONTHS = 6, 2
SIZE = ("--accounts", str(ACCOUNTS), "--months", str(MONTHS))
TODAY = datetime.now(UTC).date()
"""The demo is made until the present day, whichever that is."""
WANTED = SampleSpec(accounts=ACCOUNTS, months=MONTHS, until=TODAY)
USUAL_PORT = 8137


def at(home: Path) -> Settings:
    """Return the settings of a demo's own folder."""
    return load_settings(steward_home=home / "demo", steward_book_url=None, steward_database_url=None)


def stored(settings: Settings) -> list[SnapshotRow]:
    """Return every snapshot."""
    with open_memory(settings.database_url) as store:
        return [row for account_id, _ in store.names() for row in store.snapshots(account_id)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home whose demo was made today."""
    home = tmp_path_factory.mktemp("made")
    prepare(at(home), WANTED)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    shutil.copytree(made, tmp_path / "home")
    return tmp_path / "home"


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start a demo in a process of its own, which does not outlive the test."""
    command = [sys.executable, "-u", "-m", "bot", "demo", *SIZE, *arguments]
    environment = {**os.environ, "STEWARD_HOME": str(home), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=home
    ) as demo:
        try:
            yield demo
        finally:
            demo.kill()


def stopped(demo: subprocess.Popen[str]) -> tuple[int, str]:
    """Press Ctrl-C; return how it left and what it said from then on."""
    demo.send_signal(signal.SIGINT)
    _, said = demo.communicate(timeout=180)
    return demo.returncode, said


@contextmanager
def usual_port_taken() -> Iterator[None]:
    """Hold the port that the demo likes best, unless somebody on this machine does already."""
    try:
        server = socket.create_server(("127.0.0.1", USUAL_PORT))
    except OSError:
        yield
        return
    with server:
        yield


def test_a_year_of_weeks_is_scored(made: Path) -> None:
    """The last snapshot ends today."""
    rows = stored(at(made))
    instants = sorted({row.as_of for row in rows})
    assert instants[-1] == datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), UTC)
    assert instants[-1] - instants[0] <= timedelta(weeks=52)
    assert len({row.account_id for row in rows}) >= ACCOUNTS - 1


def test_a_second_start_on_the_same_day_does_nothing(home: Path) -> None:
    """Not a byte changes."""
    settings = at(home)
    before = {path.name: path.stat().st_mtime_ns for path in settings.steward_home.iterdir()}
    prepare(settings, WANTED)
    assert {path.name: path.stat().st_mtime_ns for path in settings.steward_home.iterdir()} == before


def test_the_next_day_only_adds(home: Path) -> None:
    """Every earlier snapshot stays as it was."""
    settings = at(home)
    before = stored(settings)
    tomorrow = TODAY + timedelta(days=1)
    prepare(settings, SampleSpec(accounts=ACCOUNTS, months=MONTHS, until=tomorrow))
    after = stored(settings)
    ends = datetime.combine(tomorrow + timedelta(days=1), datetime.min.time(), UTC)
    assert [row for row in after if row.as_of < ends] == before
    assert {row.as_of for row in after} - {row.as_of for row in before} == {ends}


def test_what_is_half_made_is_made_anew(home: Path) -> None:
    """Nothing of the old one is left."""
    settings = at(home)
    (settings.steward_home / "leftover").touch()
    (settings.steward_home / STATE).unlink()
    prepare(settings, WANTED)
    assert not (settings.steward_home / "leftover").exists()
    assert (settings.steward_home / STATE).exists()
    assert stored(settings)


def test_another_or_an_old_company_is_not_topped_up(made: Path) -> None:
    """The stories of the named accounts lie around the day it was first made, and are over four weeks later."""
    there = Made.read(at(made).steward_home)
    assert there is not None
    assert there.fits(replace(WANTED, until=TODAY + timedelta(days=28)))
    assert not there.fits(replace(WANTED, until=TODAY + timedelta(days=29)))
    assert not there.fits(replace(WANTED, accounts=ACCOUNTS + 1))
    assert not there.fits(replace(WANTED, seed=8))


def test_a_taken_port_is_passed_over_and_ctrl_c_stops_it_cleanly(home: Path) -> None:
    """It greets with an address and four things to try, and leaves without a traceback."""
    with usual_port_taken(), running(home) as demo:
        assert demo.stdout is not None
        text = ""
        while "Ctrl-C" not in text:
            line = demo.stdout.readline()
            assert line
            text += line
        code, said = stopped(demo)
    assert "Open http://127.0.0.1:" in text
    assert f":{USUAL_PORT}/" not in text
    assert text.count("\n    ") == 4
    assert code in {0, 130}
    assert "Traceback" not in said


@pytest.mark.parametrize("phase", ["Simulating", "Scoring"])
def test_ctrl_c_while_the_company_is_made_stops_it_cleanly(tmp_path: Path, phase: str) -> None:
    """Also inside DuckDB or dlt; the next start makes it anew."""
    with running(tmp_path) as demo:
        assert demo.stderr is not None
        while phase not in demo.stderr.readline():
            assert demo.poll() is None
        code, said = stopped(demo)
    assert (code, said) == (130, "")
    assert not (tmp_path / "demo" / STATE).exists()


def test_a_wished_for_port_that_is_taken_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """No other one is chosen in its place, and nothing is prepared first."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = Terminal(capsys)("demo", *SIZE, "--port", str(taken.getsockname()[1]))
    assert said.code == 2
    assert said.is_one_sentence()
    assert "--port" in said.err


def test_a_book_that_was_never_scored_is_a_sentence(tmp_path: Path) -> None:
    """The next command is named before a page is opened."""
    said = steward(tmp_path, "demo", "--book")
    assert said.code == 2
    assert said.is_one_sentence()
    assert "steward refresh" in said.err
