"""``steward journey`` and ``steward growth`` answer people with pages and scripts with JSON."""

from pathlib import Path

import pytest

from bot.cli.program import run
from tests.contract.cli_home import FILES, Terminal, write_files

PROSPECTS = """\
prospect_id,created_at,converted_at,account_id,campaign_id
p1,2026-02-01T09:00:00,2026-03-01T09:00:00,A1,c1
p2,2026-02-03T09:00:00,,,c1
"""
CAMPAIGNS = """\
campaign_id,channel,start_date,cost,contacts,currency
c1,paid,2026-02-01,2000,100,EUR
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with a few accounts, a campaign and two prospects in its book."""
    home = tmp_path_factory.mktemp("home")
    files = {**FILES, "prospects.csv": PROSPECTS, "campaigns.csv": CAMPAIGNS}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STEWARD_HOME", str(home))
        assert run(["load", str(write_files(home / "csv", files)), "--yes"]) == 0
    return home


@pytest.fixture
def terminal(loaded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at that home."""
    monkeypatch.setenv("STEWARD_HOME", str(loaded))
    return Terminal(capsys)


def test_the_journey_of_all_has_stages_passages_and_both_ways_of_counting(terminal: Terminal) -> None:
    """With the instant that everything is known at."""
    said = terminal("journey")
    assert said.code == 0
    assert "accounts and 1 prospects, as known on " in said.out
    assert "\nRelationship\n" in said.out
    assert "\nCycle\n" in said.out
    assert "median" in said.out


def test_the_journey_of_one_is_found_by_name(terminal: Terminal) -> None:
    """Several and none are told by exit codes, as elsewhere."""
    assert terminal("journey", "Acme").out.startswith("Acme (A1, mid), as known on ")
    assert terminal("journey", "Nobody Ever").code == 4


def test_the_journey_in_json_has_every_part(terminal: Terminal) -> None:
    """Unknown is null; the median has its interval."""
    whole = terminal("journey", "--json").json
    assert whole.keys() == {"as_of", "accounts", "prospects", "pains_since", "axes", "features"}
    pace = whole["axes"][0]["pace"][0]
    assert {"median_days", "median_low", "median_high"} <= pace.keys()
    assert terminal("journey", "Acme", "--json").json["account_id"] == "A1"


def test_growth_tells_cost_conversion_and_what_is_missing(terminal: Terminal) -> None:
    """Without a margin there is no payback, and the sentence says what to give."""
    said = terminal("growth")
    assert said.code == 0
    assert "Cost of a new customer in EUR" in said.out
    assert "Payback: no margin is set" in said.out
    assert "Response: " in said.out


def test_a_plan_is_calculated_with_what_the_book_tells(terminal: Terminal) -> None:
    """And with what each input changes."""
    said = terminal("growth", "--budget", "1000", "--response", "0.1", "--conversion", "0.5")
    assert "1,000 contacts bring 50.0 new customers, 20.00 each." in said.out
    assert "Value: unknown; it needs --lifetime-value" in said.out
    found = terminal("growth", "--budget", "1000", "--response", "0.1", "--conversion", "0.5", "--json").json
    assert found["plan"]["result"]["new_users"] == 50.0
    assert found["plan"]["swings"]


@pytest.mark.parametrize(
    ("options", "words"),
    [(("--response", "0.1"), "A plan begins with its budget"), (("--rates", "none.csv"), "There is no file none.csv")],
)
def test_what_cannot_be_is_one_sentence(terminal: Terminal, options: tuple[str, ...], words: str) -> None:
    """Without an answer."""
    said = terminal("growth", *options)
    assert said.is_one_sentence()
    assert words in said.err
