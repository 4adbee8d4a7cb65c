"""Loading, looking, scoring and trying on a command line: answers on stdout, the rest on stderr, no traceback."""

import filecmp
from pathlib import Path

import pytest

from tests.contract.cli_home import FILES, Terminal, usage, write_files

TABLES = ("accounts", "subscriptions", "usage")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home."""
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def terminal(home: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at the empty home."""
    return Terminal(capsys)


def counts(out: str) -> dict[str, list[str]]:
    """Return the cells of a printed table by the first word of each row."""
    rows = (line.split() for line in out.splitlines())
    return {row[0]: row[1:] for row in rows if row}


def test_loading_twice_changes_nothing_and_a_later_file_updates(terminal: Terminal, tmp_path: Path) -> None:
    """The table says read, new, updated, unchanged; progress is on stderr."""
    folder = write_files(tmp_path / "csv")
    first = terminal("load", folder, "--yes")
    assert first.code == 0
    assert "read usage" in first.err
    assert "read usage" not in first.out
    assert counts(first.out)["usage"][:4] == ["90", "90", "0", "0"]
    again = terminal("load", folder, "--yes")
    assert [counts(again.out)[table][1:3] for table in TABLES] == [["0", "0"]] * 3
    assert [counts(again.out)[table][0] == counts(again.out)[table][3] for table in TABLES] == [True] * 3
    changed = write_files(tmp_path / "later", {"accounts.csv": FILES["accounts.csv"].replace("Globex", "Initech")})
    assert counts(terminal("load", changed, "--yes").out)["accounts"][:4] == ["4", "0", "1", "3"]


def test_bad_rows_are_quarantined_and_said(terminal: Terminal, tmp_path: Path) -> None:
    """The good ones are in the book."""
    bad = FILES["subscriptions.csv"] + "S3,A1,never,,12,30,50,named,1000,EUR\n"
    said = terminal("load", write_files(tmp_path / "csv", {**FILES, "subscriptions.csv": bad}), "--yes")
    assert said.code == 0
    assert counts(said.out)["subscriptions"] == ["3", "2", "0", "0", "0", "1"]
    assert "quarantine" in said.err
    assert "In quarantine: 1 rows." in terminal("book").out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("nowhere.csv",), "nowhere.csv"),
        (("csv", "--mapping", "nowhere.toml"), "nowhere.toml"),
        (("csv", "--mapping", "broken.toml"), "broken.toml"),
        (("empty",), "empty"),
    ],
)
def test_a_wrong_path_or_mapping_is_one_sentence(
    terminal: Terminal, tmp_path: Path, arguments: tuple[str, ...], word: str
) -> None:
    """With exit code 2, and nothing is loaded."""
    write_files(tmp_path / "csv")
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.toml").write_text("[accounts\n")
    said = terminal("load", *arguments, "--yes")
    assert said.code == 2
    assert said.is_one_sentence()
    assert word in said.err
    assert terminal("book").code == 2


def test_without_a_book_every_question_names_the_next_command(terminal: Terminal, tmp_path: Path) -> None:
    """One sentence each, exit code 2."""
    card = tmp_path / "new.toml"
    card.write_text("name = 'new'\n")
    for arguments in (("book",), ("refresh",), ("health",), ("health", "acme", "--json")):
        said = terminal(*arguments)
        assert (said.code, said.is_one_sentence()) == (2, True)
        assert "steward " in said.err.removeprefix("steward: ")


def test_a_book_is_shown_with_rows_days_and_contradictions(terminal: Terminal, tmp_path: Path) -> None:
    """Usage before the contract starts is worth knowing."""
    early = usage().replace("A1,*,2026-05-", "A1,*,2023-05-")
    terminal("load", write_files(tmp_path / "csv", {**FILES, "usage.csv": early}), "--yes")
    said = terminal("book")
    assert (said.code, said.err) == (0, "")
    assert counts(said.out)["usage"][0] == "90"
    assert counts(said.out)["usage"][1].startswith("2023-05-")
    assert "Empty: " in said.out
    assert "before" in said.out


def test_a_refresh_counts_weeks_back_and_repeats_itself(terminal: Terminal, tmp_path: Path) -> None:
    """The digest is the same the second time, and with another number of threads."""
    terminal("load", write_files(tmp_path / "csv"), "--yes")
    first = terminal("refresh", "--as-of", "2026-11-15", "--from", "2026-10-31", "--every", "week")
    assert first.code == 0
    assert "as of 2026-11-16 00:00, 3 snapshots each" in first.out
    assert "Scoring" in first.err
    digest = first.out.partition("Digest ")[2].split(".")[0]
    assert digest in terminal("refresh", "--as-of", "2026-11-15", "--threads", "1").out
    refused = terminal("refresh", "--as-of", "2026-11-15", "--from", "2026-11-16")
    assert (refused.code, refused.is_one_sentence()) == (2, True)


def test_old_data_is_scored_as_of_its_last_day(terminal: Terminal, tmp_path: Path) -> None:
    """Without a day, data that ended in 2024 is not scored as of yesterday."""
    old = {name: text.replace("2026-", "2024-").replace("2027-", "2025-") for name, text in FILES.items()}
    terminal("load", write_files(tmp_path / "csv", old), "--yes")
    said = terminal("refresh")
    assert "as of 2024-11-16 00:00, 1 snapshots each" in said.out
    assert "Data ends 2024-11-15" in said.out
    assert "2024" in terminal("health", "acme").out


def test_a_new_scorecard_is_tried_and_a_malformed_one_refused(terminal: Terminal, tmp_path: Path) -> None:
    """With file, line and key; nothing is written by either."""
    terminal("load", write_files(tmp_path / "csv"), "--yes")
    terminal("refresh", "--as-of", "2026-11-15")
    before = terminal("health", "acme", "--json").out
    simple = Path("cs_engine/presets/simple.toml")
    card = tmp_path / "mine.toml"
    card.write_text((Path(__file__).parents[2] / simple).read_text(encoding="utf-8"), encoding="utf-8")
    said = terminal("simulate", card)
    assert said.code == 0
    assert said.out.startswith("simple@")
    assert "Nothing was changed." in said.err
    card.write_text(card.read_text(encoding="utf-8").replace("weight = 50", "weight = 'much'", 1), encoding="utf-8")
    refused = terminal("simulate", card)
    assert (refused.code, refused.is_one_sentence()) == (2, True)
    assert f"{card}:" in refused.err
    assert "weight" in refused.err
    assert terminal("health", "acme", "--json").out == before


def test_a_sample_is_byte_equal_for_the_same_arguments(terminal: Terminal, tmp_path: Path) -> None:
    """And its truth is beside it, for checking only."""
    arguments = ("sample", "--accounts", "8", "--months", "3", "--seed", "5", "--until", "2026-11-15", "--out")
    first = terminal(*arguments, tmp_path / "one")
    assert first.code == 0
    assert "truth.csv" in first.out
    assert "Simulating" in first.err
    terminal(*arguments, tmp_path / "two")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "truth.csv" in names
    assert filecmp.cmpfiles(tmp_path / "one", tmp_path / "two", names, shallow=False) == (names, [], [])
    assert not (tmp_path / "home").exists()
    refused = terminal("sample", "--accounts", "0")
    assert (refused.code, refused.is_one_sentence()) == (2, True)


def test_a_sample_can_be_loaded_and_its_truth_stays_behind(terminal: Terminal, home: Path) -> None:
    """No table of the book holds it."""
    said = terminal("sample", "--accounts", "8", "--months", "3", "--until", "2026-11-15")
    assert said.code == 0
    assert counts(said.out)["accounts"][1] != "0"
    assert "truth" not in said.out
    assert list(home.glob("**/*.csv")) == []


def test_bad_settings_are_one_sentence_for_every_command(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Naming the setting."""
    monkeypatch.setenv("STEWARD_TIMEZONE", "Mars/Olympus")
    for command in ("health", "book", "refresh", "work"):
        said = terminal(command)
        assert (said.code, said.is_one_sentence()) == (2, True)
        assert "STEWARD_TIMEZONE" in said.err


def test_serving_without_tokens_names_all_that_is_missing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the way that needs none."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)
    said = terminal("serve")
    assert (said.code, said.is_one_sentence()) == (2, True)
    assert "SLACK_BOT_TOKEN" in said.err
    assert "steward demo" in said.err
