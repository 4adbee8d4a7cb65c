"""``steward churn train`` and ``score`` without a file learn from the past of the book."""

import csv
import json
import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.contract.cli_home import Terminal, write_files

FIRST = date(2024, 9, 2)
WEEKS, ACCOUNTS, LOST = 80, 60, 30
TREE = ("--model", "tree")


def company(lost: int = LOST) -> dict[str, str]:
    """Return accounts, some of which are lost, whose use falls in the ten weeks before they are lost, as files.

    The list of accounts carries what a CRM writes on the day of the export.
    """
    chance = np.random.default_rng(0)
    accounts = ["account_id,name,status,signup_date,segment,country,currency,lifecycle_status,last_activity_date"]
    lines = ["subscription_id,account_id,start_date,end_date,end_reason,term_months,seats,mrr,currency"]
    used = ["account_id,feature,period_start,period_days,events,active_users"]
    for number in range(ACCOUNTS):
        name, end = f"A{number:02}", int(chance.integers(20, WEEKS)) if number < lost else WEEKS
        left = FIRST + timedelta(weeks=end) if number < lost else None
        stage = "churned" if left else "customer"
        seen = left or FIRST + timedelta(weeks=WEEKS)
        accounts.append(f"{name},Customer {name},,2024-01-01,mid,DE,EUR,{stage},{seen}")
        lines.append(f"S{number},{name},2024-01-01,{left or ''},{'churn' if left else ''},1,40,{500 + number},EUR")
        for week in range(end):
            users = max(1, round(chance.normal(12 if left and end - week <= 10 else 30, 4)))
            used.append(f"{name},*,{FIRST + timedelta(weeks=week)},7,{users * 10},{users}")
    tables = {"accounts.csv": accounts, "subscriptions.csv": lines, "usage.csv": used}
    return {name: "\n".join(rows) + "\n" for name, rows in tables.items()}


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at a home of its own."""
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path / "home"))
    return Terminal(capsys)


def test_the_past_of_the_book_is_learned_and_its_accounts_are_scored(terminal: Terminal, tmp_path: Path) -> None:
    """Tried on later days first; what was written on the day of the export was never loaded, so it cannot leak."""
    assert terminal("load", write_files(tmp_path / "in", company()), "--yes").code == 0
    said = terminal("churn", "train", *TREE)
    assert said.code == 0, said.err
    assert "Losses count from the day of notice." in said.out
    assert "learned each time only from what was known before: ROC-AUC 0." in said.out
    assert "lifecycle_status" not in said.out
    area = re.search(r"ROC-AUC (0\.\d+)", said.out)
    assert area is not None
    assert 0.75 < float(area[1]) < 0.99
    scored = terminal("churn", "score", "--out", tmp_path / "scores.csv")
    assert scored.code == 0, scored.err
    with (tmp_path / "scores.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == ACCOUNTS - LOST
    assert all(0 < float(row["probability"]) < 1 for row in rows)
    assert all(float(row["probability"]) < float(row["within_12_months"]) < 1 for row in rows)


def test_few_losses_make_no_model_and_say_what_is_used_instead(terminal: Terminal, tmp_path: Path) -> None:
    """That is no error: the bands say what is known."""
    assert terminal("load", write_files(tmp_path / "in", company(lost=4)), "--yes").code == 0
    said = terminal("churn", "train")
    assert said.code == 0, said.err
    assert re.search(r"Past losses that are known: \d\. From \d+ on a small model", said.out)
    assert not list(tmp_path.glob("home/models/*.model"))
    told = json.loads(terminal("churn", "train", "--json").out)
    assert told["step"] == "bands"
    assert told["model"] is None


def test_some_losses_make_a_small_model(terminal: Terminal, tmp_path: Path) -> None:
    """Of measures whose directions are known; it says so, and what a larger one takes."""
    assert terminal("load", write_files(tmp_path / "in", company()), "--yes").code == 0
    said = terminal("churn", "train")
    assert said.code == 0, said.err
    assert "Method: monotone" in said.out
    assert "They allow a small model of few measures" in said.out
    asked = terminal("churn", "train", *TREE)
    assert re.search(r"! tree was asked for, but there are only \d+ past losses", asked.out)


def test_forecasts_of_the_book_are_tried_beside_naive_ones(terminal: Terminal, tmp_path: Path) -> None:
    """On later days, with intervals; the health score is beside them where it was kept on those days."""
    assert terminal("load", write_files(tmp_path / "in", company()), "--yes").code == 0
    said = terminal("churn", "evaluate")
    assert said.code == 0, said.err
    assert "tenure alone" in said.out
    assert "health score alone" not in said.out
    assert re.search(r"ROC-AUC +0\.\d{3} +0\.\d{3} to 0\.\d{3}", said.out)
    assert re.search(r"At 90 days the curve is \d\.\d points from the chance, on average\.", said.out)
    terminal("refresh", "--from", "2025-06-01")
    told = json.loads(terminal("churn", "evaluate", "--json").out)
    assert set(told["baselines"]) == {"base rate", "tenure alone", "last month's usage alone", "health score alone"}
    assert told["gains"]["base rate"]["low"] > 0
    assert {30, 60, 90} <= {one["days"] for one in told["curve"]["days"]}
    few = terminal("churn", "evaluate", "--losses", "involuntary")
    assert few.code == 2
    assert few.is_one_sentence()


def test_contacted_and_untouched_accounts_are_told_apart(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every other account is spoken to every month; what the difference is not is said. Nobody is held out."""
    talks = ["touch_id,account_id,at,type,direction,outcome"]
    for number in range(0, ACCOUNTS, 2):
        days = (FIRST + timedelta(weeks=week) for week in range(0, WEEKS, 4))
        talks += [f"T{number}-{day},A{number:02},{day}T10:00:00Z,call,two_way,positive" for day in days]
    files = company() | {"touchpoints.csv": "\n".join(talks) + "\n"}
    assert terminal("load", write_files(tmp_path / "in", files), "--yes").code == 0
    said = terminal("churn", "evaluate", *TREE)
    assert said.code == 0, said.err
    assert re.search(r"contacted +\d+ +\d+", said.out)
    assert "The difference is not the effect of contact" in said.out
    assert "Held out" not in said.out
    monkeypatch.setenv("STEWARD_HOLDOUT", "0.2")
    about = json.loads(terminal("churn", "refresh", "--learn", "--json").out)
    assert about["holdout"]["share"] == 0.2
    told = json.loads(terminal("churn", "evaluate", *TREE, "--json").out)
    groups = told["by_contact"]
    assert groups["contacted"]["rows"] > 0
    assert groups["contacted"]["rows"] + groups["untouched"]["rows"] == told["tested"]["rows"]
    assert told["held_out"]["held"] == {"forecasts": 0, "losses": 0, "said": None, "happened": None}


@pytest.mark.parametrize("share", ["0.6", "-0.1", "nan", "many"])
def test_a_share_that_cannot_be_held_out_is_one_sentence(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, share: str
) -> None:
    """From 0 to 0.5."""
    monkeypatch.setenv("STEWARD_HOLDOUT", share)
    said = terminal("churn", "evaluate")
    assert said.code == 2
    assert "STEWARD_HOLDOUT" in said.err
    assert said.is_one_sentence()


def test_an_empty_home_says_what_to_load(terminal: Terminal) -> None:
    """Without a book, and without a model."""
    for command in ("train", "score", "evaluate"):
        said = terminal("churn", command)
        assert said.code == 2
        assert said.is_one_sentence()


def test_a_file_needs_its_label_named(terminal: Terminal, tmp_path: Path) -> None:
    """Only the book knows by itself what a loss is."""
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    said = terminal("churn", "train", tmp_path / "a.csv")
    assert said.code == 2
    assert "--label" in said.err
    assert said.is_one_sentence()
