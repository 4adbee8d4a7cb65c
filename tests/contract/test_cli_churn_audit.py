"""``steward churn audit`` answers from the stored snapshots, or says that there are too few."""

from pathlib import Path

import pytest

from cs_engine.service.memory import open_memory
from tests.contract.cli_home import Terminal
from tests.unit.health.accounts import DIAL_TOML
from tests.unit.service.test_churn_audit import LOSSES, past


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home."""
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path))
    return tmp_path


def remember(home: Path) -> None:
    """Put a past into the memory of a home, and its scorecard beside it."""
    (home / "scorecards").mkdir()
    (home / "scorecards" / "dial.toml").write_text(DIAL_TOML, encoding="utf-8")
    with open_memory(f"sqlite:///{home}/steward.db") as store:
        past(store)


def test_too_little_history_is_one_sentence(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what it takes, exit code 2, and how to get more."""
    said = Terminal(capsys)("churn", "audit")
    assert said.code == 2
    assert said.is_one_sentence()
    assert "it takes 10 losses and 180 days" in said.err
    assert home.exists()


def test_the_answer_comes_first(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For people: does it predict, of how many lost how many were seen, what followed each band."""
    remember(home)
    said = Terminal(capsys)("churn", "audit", "--out", home / "new")
    assert said.code == 0, said.err
    assert "Does the score predict? Yes: ROC-AUC " in said.out
    assert "Of 12 lost accounts, 12 were below the border to At risk 60 days earlier; 0 of 12 accounts" in said.out
    assert "Scorecard dial: no change, " in said.out
    assert not list((home / "new").glob("*"))


def test_json_has_every_figure(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Stable keys; unknown is null."""
    remember(home)
    found = Terminal(capsys)("churn", "audit", "--json").json
    assert found["lost"] == LOSSES
    assert found["bands"]["healthy"]["90"]["rows"] > 0
    assert found["leads"]["monthly"] == {"lost": 0, "seen": 0, "median": None, "early": None}
    assert found["suggestions"][0]["weights"] is None
    assert found["by_contact"]["untouched"]["lost"] + found["by_contact"]["contacted"]["lost"] == LOSSES
    assert "not the effect of contact" in found["by_contact"]["note"]
