"""A fault of ours on the command line is a sentence for the person and a traceback in the log."""

import re
import stat
from pathlib import Path

import pytest

from bot.cli.program import run


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def broken(home: Path) -> Path:
    """Put a folder where `steward init` writes its file, which nobody expects."""
    (home.parent / "steward.toml.new").mkdir()
    return home


def test_a_fault_is_one_sentence_with_a_reference_and_the_place_of_its_log(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The terminal shows no traceback; the log has it under the same eight characters."""
    assert run(["init", "--yes"]) == 70
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    reference = re.search(r"reference ([0-9a-f]{8})", said)
    assert reference
    log = broken / "steward.log"
    assert str(log) in said
    kept = log.read_text(encoding="utf-8")
    assert f"reference {reference[1]}" in kept
    assert "Traceback" in kept
    assert "IsADirectoryError" in kept


def test_the_log_of_faults_is_for_its_owner_only(broken: Path) -> None:
    """A traceback may quote what was being loaded."""
    run(["init", "--yes"])
    assert stat.S_IMODE((broken / "steward.log").stat().st_mode) == 0o600


def test_a_fault_without_a_place_for_its_log_is_still_a_sentence(
    broken: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full or read-only disk is often what broke in the first place."""
    (broken.parent / "file").touch()
    monkeypatch.setenv("STEWARD_HOME", str(broken.parent / "file" / "home"))
    assert run(["init", "--yes"]) == 70
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "could not be kept" in said


def test_what_we_can_explain_is_no_fault(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It has its own sentence and needs no log."""
    assert run(["book"]) == 2
    assert "reference" not in capsys.readouterr().err
    assert not (home / "steward.log").exists()
