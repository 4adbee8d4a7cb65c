"""Every command works with both stores in PostgreSQL."""

from pathlib import Path

import pytest

from tests.contract.cli_home import FILES, ROOT, Terminal, write_files


@pytest.fixture
def terminal(
    tmp_path: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    """Return the command line at a home whose book and memory are in one PostgreSQL database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path / "home"))
    for name in ("STEWARD_BOOK_URL", "STEWARD_DATABASE_URL"):
        monkeypatch.setenv(name, postgresql.replace("postgres:@", "postgres:hush@"))
    return Terminal(capsys)


def test_a_day_with_steward_on_postgresql(terminal: Terminal, tmp_path: Path) -> None:
    """Load, look, mend quarantine, score and ask; no password is ever shown."""
    bad = FILES["subscriptions.csv"] + "S3,A1,2026-01-01,,12,30,fifty,named,1000,EUR\n"
    folder = write_files(tmp_path / "csv", {**FILES, "subscriptions.csv": bad})
    said = [terminal("load", folder, "--yes"), terminal("book"), terminal("book", "quarantine")]
    assert "subscriptions" in said[1].out
    assert "seats is no whole number" in said[2].out
    said.append(terminal("book", "quarantine", "export", tmp_path / "out.csv"))
    assert "fifty" in (tmp_path / "out.csv").read_text()
    said += [terminal("book", "quarantine", "retry"), terminal("refresh"), terminal("health"), terminal("health", "A1")]
    assert "Acme" in said[-1].out
    assert [one.code for one in said] == [0] * 8
    assert not [one for one in said if "hush" in one.out + one.err]


def test_a_sample_in_postgresql_is_scored_and_answered(terminal: Terminal) -> None:
    """The simulated company goes into the book, is scored week by week, and tried with another scorecard."""
    assert terminal("sample", "--accounts", "15", "--months", "14", "--until", "2026-11-15").code == 0
    assert terminal("refresh", "--as-of", "2026-11-15", "--from", "2026-11-01").code == 0
    listed = terminal("health")
    assert (listed.code, "ACC-" in listed.out or "accounts" in listed.out) == (0, True)
    answer = terminal("health", "ACC-00001", "--why", "--json")
    assert (answer.code, answer.json["account_id"]) == (0, "ACC-00001")
    assert terminal("simulate", ROOT / "cs_engine" / "presets" / "balanced.toml").code == 0
