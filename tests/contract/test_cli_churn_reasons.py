"""``steward churn score --reasons`` says why each account of the book stands where it stands."""

from pathlib import Path

import pytest

from tests.contract.cli_home import Terminal, write_files
from tests.contract.test_cli_churn_accounts import ACCOUNTS, LOST, company


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at a home of its own."""
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path / "home"))
    return Terminal(capsys)


def test_accounts_are_told_with_what_goes_with_their_chance(terminal: Terminal, tmp_path: Path) -> None:
    """As a table in words, the likeliest losses first, and as JSON with every number; use falls before a loss."""
    assert terminal("load", write_files(tmp_path / "in", company()), "--yes").code == 0
    assert terminal("churn", "train", "--model", "tree").code == 0
    said = terminal("churn", "score", "--reasons")
    assert said.code == 0, said.err
    lines = said.out.strip().splitlines()
    assert lines[0].split() == ["account", "chance", "in", "12", "months", "goes", "with"]
    assert len(lines) == 1 + ACCOUNTS - LOST
    chances = [float(line.split()[1].rstrip("%")) for line in lines[1:]]
    assert chances == sorted(chances, reverse=True)
    assert "odds ×" in said.out
    assert "_" not in said.out
    assert "does not have to be its cause" in said.err
    told = terminal("churn", "score", "--json").json
    assert [each["id"] for each in told] == [line.split()[0] for line in lines[1:]]
    curves = [[(one["days"], one["probability"]) for one in each["curve"]] for each in told]
    assert [[days for days, _ in curve] for curve in curves] == [[30, 60, 90, 180, 270, 365]] * len(told)
    assert all(curve == sorted(curve, key=lambda one: one[1]) for curve in curves)
    reasons = [reason for each in told for reason in each["reasons"]]
    assert {"usage", "seats"} & {reason["kind"] for reason in reasons}
    assert all(reason["times"] > 0 for reason in reasons)


def test_reasons_of_a_file_are_refused(terminal: Terminal, tmp_path: Path) -> None:
    """What its columns mean is not known."""
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    said = terminal("churn", "score", tmp_path / "a.csv", "--reasons")
    assert said.code == 2
    assert said.is_one_sentence()
