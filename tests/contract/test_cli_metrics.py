"""``steward metrics`` answers people with a page, scripts with JSON and finance with a sheet."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.program import run
from tests.contract.cli_home import Terminal, write_files


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with a few accounts in its book."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STEWARD_HOME", str(home))
        assert run(["load", str(write_files(home / "csv")), "--yes"]) == 0
    return home


@pytest.fixture
def terminal(loaded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at that home."""
    monkeypatch.setenv("STEWARD_HOME", str(loaded))
    return Terminal(capsys)


def test_the_page_has_each_figure_with_basis_and_change(terminal: Terminal) -> None:
    """Two customers over 1,250 euros kept everything in a quarter, which is little to go by."""
    said = terminal("metrics", "--period", "2025Q3")
    assert said.code == 0
    lines = {line.split()[0]: line for line in said.out.splitlines() if line.strip()}
    assert said.out.startswith("2025Q3, beside 2025Q2\n")
    assert "100.0%*" in lines["NRR"]
    assert "2 customers" in lines["NRR"]
    assert "1,250.00" in lines["MRR"] or "1,250.00" in said.out
    assert "REFERRAL (nothing in the book says who referred whom)" in said.out
    assert "figures marked * stand on fewer than ten" in said.err


def test_json_has_every_part_and_unknown_is_null(terminal: Terminal) -> None:
    """By segment: everybody first, then each."""
    found = terminal("metrics", "--period", "2025Q3", "--by", "segment", "--json").json
    assert found.keys() == {"period", "start", "end", "previous", "by", "groups", "notes"}
    assert [group["name"] for group in found["groups"]] == [None, "mid"]
    figures = {figure["key"]: figure for figure in found["groups"][0]["figures"]}
    assert figures["REFERRAL"]["value"] is None
    assert (figures["NRR"]["value"], figures["NRR"]["n"], figures["NRR"]["small"]) == (1.0, 2, True)


def test_without_a_period_it_is_the_last_twelve_closed_months(terminal: Terminal) -> None:
    """Up to the month before this one."""
    found = terminal("metrics", "--json").json
    today = datetime.now(UTC).date()
    assert found["end"] == today.replace(day=1).isoformat()


def test_a_sheet_is_shown_or_written(terminal: Terminal, tmp_path: Path) -> None:
    """With how its totals make the figure."""
    shown = terminal("metrics", "--period", "2025Q3", "--explain", "nrr")
    assert "NRR = total of kept / total of start" in shown.out
    out = tmp_path / "nrr.csv"
    written = terminal("metrics", "--period", "2025Q3", "--explain", "NRR", "--out", out)
    assert (written.code, written.out) == (0, "")
    assert "2 rows of NRR, 2025Q3, are in" in written.err
    *_, total = out.read_text(encoding="utf-8").splitlines()
    assert total.startswith("TOTAL,,EUR,1250.00,")
    assert total.endswith(",1250.00,2,2,1250.00,1250.00")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--period", "soon"), "is no period"),
        (("--period", "2999Q1"), "is not over yet"),
        (("--by", "color"), "told by segment"),
        (("--explain", "NRRR"), "did you mean NRR?"),
        (("--explain", "G1"), "has no sheet"),
        (("--out", "nrr.csv"), "--explain NRR"),
        (("--rates", "none.csv"), "There is no file none.csv"),
        (("--period", "2025Q3", "--explain", "NPS"), "nothing that NPS"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence_and_exit_code_2(
    terminal: Terminal, arguments: tuple[str, ...], word: str
) -> None:
    """On stderr, without a traceback."""
    said = terminal("metrics", *arguments)
    assert said.code == 2
    assert said.is_one_sentence()
    assert word in said.err


def test_a_report_is_one_file(terminal: Terminal, tmp_path: Path) -> None:
    """Where nothing can be written is one sentence."""
    written = terminal("report", "--period", "2025Q3", "--out", tmp_path / "report.html")
    assert (written.code, written.out) == (0, "")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Net revenue retention" in page
    assert page.count("Sep 30, 2025") >= 4
    refused = terminal("report", "--out", tmp_path)
    assert refused.code == 2
    assert "cannot be written" in refused.err


def test_targets_are_shown_with_progress_and_forecast(terminal: Terminal, tmp_path: Path) -> None:
    """From the months that are over; a file that is not there is one sentence."""
    targets = tmp_path / "targets.toml"
    kpi = '[[kpi]]\nteam = "EMEA"\nmetric = "NRR"\ntarget = 1.1\nowner = "ana@ours.example"\ndue = 2099-12-31\n'
    targets.write_text(kpi, encoding="utf-8")
    shown = terminal("kpi", "--file", targets)
    assert shown.code == 0
    assert "≥ 110.0%" in shown.out
    (found,) = terminal("kpi", "--file", targets, "--json").json
    assert (found["key"], found["target"], found["due"]) == ("NRR", 1.1, "2099-12-31")
    missing = terminal("kpi")
    assert missing.code == 2
    assert "There are no targets" in missing.err
