"""A stretch of the past lived again on the command line."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cs_engine.sample.spec import SampleSpec
from cs_engine.service.intake.sampling import load_sample
from cs_engine.service.memory import open_memory
from tests.contract.cli_home import Said, Terminal

UNTIL = date(2026, 11, 20)
FIRST, LAST = date(2026, 2, 1), date(2026, 2, 10)
OWNER = "leo.brandt@example.com"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with the book of a small company and no memory yet."""
    folder = tmp_path_factory.mktemp("home")
    spec = SampleSpec(accounts=24, months=14, until=UNTIL)
    load_sample(spec, book_url=f"duckdb://{folder / 'book.duckdb'}", workdir=folder)
    return folder


@pytest.fixture
def terminal(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at that home."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("STEWARD_HOME", str(home))
    monkeypatch.setenv("STEWARD_TIMEZONE", "UTC")
    monkeypatch.setenv("STEWARD_ADMINS", "boss@example.com")
    return Terminal(capsys)


def _replayed(terminal: Terminal, *more: str) -> Said:
    return terminal("replay", "--from", str(FIRST), "--to", str(LAST), *more)


def test_a_replay_says_what_was_said_how_much_and_what_came_of_it_in_a_memory_of_its_own(
    terminal: Terminal, home: Path, tmp_path: Path
) -> None:
    """No fact is said twice, nothing is written to the user's memory, and the replayed one is kept where asked."""
    before = set(home.iterdir())
    kept = tmp_path / "kept.db"
    said = _replayed(terminal, "--keep", str(kept), "--person", OWNER)
    assert said.code == 0, said.err
    assert "Keys said twice: 0." in said.out
    assert re.search(r"Episodes: \d+, of which \d+ have not ended\.", said.out)
    assert re.search(r"^digest +post +2$", said.out, re.MULTILINE)
    assert set(home.iterdir()) == before
    with open_memory(f"sqlite:///{kept}") as memory:
        eve = datetime(2026, 2, 1, tzinfo=UTC)
        assert [each for each in memory.instants() if each > eve] == [eve + timedelta(days=day) for day in range(1, 10)]


def test_a_snapshot_of_a_replay_knows_no_later_day_with_data(terminal: Terminal, tmp_path: Path) -> None:
    """What was said on a day names that day's data, not what the book holds now."""
    kept = tmp_path / "kept.db"
    assert terminal("replay", "--from", str(FIRST), "--to", str(FIRST), "--keep", str(kept)).code == 0
    with open_memory(f"sqlite:///{kept}") as memory:
        newest = memory.newest()
    assert newest is not None
    assert newest.data_ends < FIRST


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (("--from", "2026-02-10", "--to", "2026-02-01"), "The first day 2026-02-10 is after the last day 2026-02-01"),
        (("--from", "2021-01-01", "--to", "2021-01-10"), "no account is known"),
        (("--from", "2026-11-01", "--to", "2999-01-01"), "The last day 2999-01-01 has not ended yet"),
    ],
)
def test_days_that_cannot_be_lived_are_refused_in_a_sentence(
    terminal: Terminal, asked: tuple[str, ...], complaint: str
) -> None:
    """The sentence says which day is wrong, before anything is scored."""
    said = terminal("replay", *asked)
    assert said.code != 0
    assert said.is_one_sentence()
    assert complaint in said.err


def test_a_file_that_is_there_already_is_not_written_over(terminal: Terminal, tmp_path: Path) -> None:
    """A kept replay is never lost to the next."""
    kept = tmp_path / "kept.db"
    kept.write_text("mine")
    said = _replayed(terminal, "--keep", str(kept))
    assert (said.code, said.is_one_sentence()) == (2, True)
    assert kept.read_text() == "mine"
