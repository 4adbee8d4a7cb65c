"""``steward health`` answers people with text and scripts with JSON and exit codes."""

import json
from pathlib import Path

import pytest

from bot.cli.program import run
from tests.contract.cli_home import Terminal, steward, write_files

KEYS = {
    *(
        "account_id",
        "name",
        "status",
        "as_of",
        "data_ends",
        "formula_version",
        "scorecard",
        "score",
        "band",
        "coverage",
    ),
    *("change_7d", "change_30d", "change_split", "drivers_down", "drivers_up", "arr", "decision_date"),
    *("expected_revenue_at_risk", "basis", "receipt"),
}
RECEIPT = {"factor", "raw", "target", "sub_score", "weight", "points", "change_7d", "as_of", "source"}


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home whose accounts were scored for five weeks."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STEWARD_HOME", str(home))
        assert run(["load", str(write_files(home / "csv")), "--yes"]) == 0
        assert run(["refresh", "--as-of", "2026-11-15", "--from", "2026-10-18", "--every", "week"]) == 0
    return home


@pytest.fixture
def terminal(scored: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at that home."""
    monkeypatch.setenv("STEWARD_HOME", str(scored))
    return Terminal(capsys)


def test_json_has_every_promised_key(terminal: Terminal) -> None:
    """And the points of its receipt add up to the score to the cent."""
    said = terminal("health", "acme", "--json")
    assert (said.code, said.err) == (0, "")
    found = said.json
    assert KEYS - found.keys() == set()
    assert all(RECEIPT - line.keys() == set() for line in found["receipt"])
    assert (found["account_id"], found["data_ends"], found["arr"]) == ("A1", "2026-11-15", 12_000.0)
    assert found["as_of"].startswith("2026-11-16T00:00")
    assert found["decision_date"] == "2027-01-02"
    assert sum(round((line["points"] or 0) * 100) for line in found["receipt"]) == round(found["score"] * 100)
    assert set(found["change_split"]) == {"customer", "data", "formula"}
    parts = sum(round(part * 100) for part in found["change_split"].values())
    assert parts == round(found["change_7d"] * 100)
    assert found["basis"] == "assumed"


def test_unknown_is_null_and_never_zero(terminal: Terminal) -> None:
    """A trial has no score, an account without a contract no money."""
    trial = terminal("health", "globex", "--json").json
    assert trial["status"] == "trial"
    assert [trial[key] for key in ("score", "band", "change_7d", "change_30d", "change_split", "arr")] == [None] * 6
    bare = terminal("health", "C1", "--json").json
    keys = ("score", "arr", "decision_date", "expected_revenue_at_risk", "basis", "change_7d")
    assert [bare[key] for key in keys] == [None] * 6
    assert bare["band"] == "unknown"
    assert all(
        line["raw"] is None and line["sub_score"] is None for line in bare["receipt"] if line["state"] == "missing"
    )


def test_several_leave_with_3_and_none_with_4(terminal: Terminal) -> None:
    """Both with candidates on stdout, which scripts can read."""
    several = terminal("health", "acm", "--json")
    assert (several.code, several.err) == (3, "")
    assert several.json == {
        "candidates": [{"account_id": "A1", "name": "Acme"}, {"account_id": "A2", "name": "Acme Corp"}]
    }
    none = terminal("health", "zzyzx", "--json")
    assert (none.code, none.err) == (4, "")
    assert len(none.json["candidates"]) == 3
    assert all(each.keys() == {"account_id", "name"} for each in none.json["candidates"])


def test_people_get_text_with_the_same_exit_codes(terminal: Terminal) -> None:
    """Names of several words need no quotes."""
    assert terminal("health", "acme", "corp").out.splitlines()[0].count("Acme Corp") == 1
    assert "Acme Corp" in terminal("health", "acm").out
    assert terminal("health", "acm").code == 3
    assert terminal("health", "zzyzx").code == 4


def test_a_hostile_name_is_printed_as_it_is(terminal: Terminal) -> None:
    """Nothing is escaped twice, nothing is lost."""
    assert terminal("health", "C1", "--json").json["name"] == 'The "Quoted" <!channel>'


def test_why_is_the_receipt_and_history_the_weeks(terminal: Terminal) -> None:
    """As text and as JSON."""
    assert "usage" in terminal("health", "acme", "--why").out.lower()
    assert terminal("health", "acme", "--why", "--json").json["receipt"]
    points = terminal("health", "acme", "--history", "--json").json["points"]
    assert [point["as_of"] for point in points] == [
        f"2026-{day}" for day in ("10-18", "10-25", "11-01", "11-08", "11-15")
    ]
    assert terminal("health", "acme", "--history").code == 0


def test_without_an_account_all_are_listed_worst_first(terminal: Terminal) -> None:
    """Accounts with a status instead of a score are counted apart."""
    listed = terminal("health", "--json").json
    assert {row["account_id"] for row in listed["accounts"]} == {"A1", "A2", "C1"}
    assert listed["without_score"] == {"trial": 1}
    assert (listed["page"], listed["pages"]) == (1, 1)
    assert "Acme" in terminal("health").out
    assert terminal("health", "--page", "9", "--json").json["page"] == 1


def test_in_a_process_of_its_own_stdout_is_json_and_nothing_else(scored: Path) -> None:
    """Whatever libraries print at their import."""
    said = steward(scored, "health", "acme", "--json")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out)["name"] == "Acme"


def test_an_empty_memory_is_one_sentence_with_the_next_command(tmp_path: Path) -> None:
    """No traceback, and exit code 2."""
    said = steward(tmp_path, "health", "acme")
    assert said.code == 2
    assert said.is_one_sentence()
    assert "steward refresh" in said.err
