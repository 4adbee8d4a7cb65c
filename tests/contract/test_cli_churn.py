"""``steward churn`` learns from a file, scores another, and says in one sentence what is wrong with either."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.contract.cli_home import Terminal
from tests.unit.churn.people import copied, people

LOGISTIC = ("--model", "logistic")


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at a home of its own."""
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path / "home"))
    return Terminal(capsys)


def table(count: int = 200, seed: int = 0) -> pd.DataFrame:
    """Return customers with an id and a label, as an export has them."""
    frame, label = people(count, seed)
    ids = [f"C-{9000 - row}" for row in range(count)]
    return frame.assign(customer=ids, Churn=np.where(label == 1, "Yes", "No"))


def written(path: Path, frame: pd.DataFrame) -> str:
    """Write a file of customers and return its name."""
    frame.to_csv(path, index=False)
    return str(path)


def test_a_model_is_trained_and_scores_another_file(terminal: Terminal, tmp_path: Path) -> None:
    """Every customer by id, with probability, band and method."""
    train, other = written(tmp_path / "a.csv", table()), written(tmp_path / "b.csv", table(50, 1).drop(columns="Churn"))
    said = terminal("churn", "train", train, "--label", "Churn", *LOGISTIC)
    assert said.code == 0, said.err
    assert "Learned from 200 customers; Churn is Yes for " in said.out
    assert (tmp_path / "home" / "models" / "churn.model").exists()
    scored = terminal("churn", "score", other, "--out", str(tmp_path / "preds.csv"))
    assert scored.code == 0, scored.err
    with (tmp_path / "preds.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "probability", "band", "method"]
    assert [row["id"] for row in rows] == [f"C-{9000 - row}" for row in range(50)]
    assert all(0 < float(row["probability"]) < 1 for row in rows)
    assert {row["method"] for row in rows} == {"logistic"}
    assert terminal("churn", "score", other).out == (tmp_path / "preds.csv").read_text(encoding="utf-8")


def test_an_evaluation_tells_figures_and_what_is_free(terminal: Terminal, tmp_path: Path) -> None:
    """For people, and as JSON."""
    file = written(tmp_path / "a.csv", table())
    found = terminal(
        "churn", "evaluate", file, "--label", "Churn", *LOGISTIC, "--folds", "3", "--repeats", "1", "--json"
    )
    assert found.code == 0, found.err
    assert found.json["metrics"]["roc_auc"]["low"] < found.json["metrics"]["roc_auc"]["value"]
    assert found.json["baselines"]["base rate"]["roc_auc"] == 0.5
    assert [one["class"] for one in found.json["report"]] == ["lost", "stays"]
    page = terminal("churn", "evaluate", file, "--label", "Churn", *LOGISTIC, "--folds", "2", "--repeats", "1").out
    assert "ROC-AUC" in page
    assert "95 % interval" in page


@pytest.mark.parametrize(
    ("left", "stayed", "said"),
    [("1", "0", "1"), ("1.0", "0.0", "1"), ("TRUE", "FALSE", "TRUE"), ("left", "here", "left"), ("2", "1", "2")],
)
def test_what_happened_is_told_from_the_values(
    terminal: Terminal, tmp_path: Path, left: str, stayed: str, said: str
) -> None:
    """By what they say, and where they say nothing it is the rarer of the two."""
    frame = table().assign(Churn=[left] * 60 + [stayed] * 140)
    found = terminal("churn", "train", written(tmp_path / "a.csv", frame), "--label", "Churn", *LOGISTIC, "--json")
    assert (found.code, found.json["positive"], found.json["positives"]) == (0, said, 60)


def test_copied_customers_are_told_first(terminal: Terminal, tmp_path: Path) -> None:
    """Before any figure."""
    frame, label = copied(80, 4)
    file = written(tmp_path / "a.csv", frame.assign(churn=label))
    page = terminal("churn", "evaluate", file, "--label", "churn", *LOGISTIC, "--folds", "2", "--repeats", "1").out
    assert page.startswith("! COPIED CUSTOMERS: the 320 rows are 80 customers written 4.0 times over")


def test_a_leaky_column_is_left_out_and_told(terminal: Terminal, tmp_path: Path) -> None:
    """Until somebody insists."""
    frame = table()
    score = (frame["Churn"] == "Yes") * 10 + np.random.default_rng(0).normal(size=len(frame))
    file = written(tmp_path / "a.csv", frame.assign(exit_score=score))
    said = terminal("churn", "train", file, "--label", "Churn", *LOGISTIC)
    assert said.out.startswith("! exit_score is left out: tells the label by itself")
    kept = terminal("churn", "train", file, "--label", "Churn", *LOGISTIC, "--keep", "exit_score")
    assert "left out" not in kept.out


Change = Callable[[pd.DataFrame], pd.DataFrame]
BAD: dict[str, tuple[Change, str]] = {
    "one class": (lambda one: one.assign(Churn="No"), "says No in every row"),
    "probabilities": (
        lambda one: one.assign(Churn=np.linspace(0, 1, len(one)).round(3)),
        "so it does not say to whom it happened; name a column of two values",
    ),
    "three classes": (lambda one: one.assign(Churn=np.resize(["a", "b", "c"], len(one))), "3 different values"),
    "all missing": (lambda one: one.assign(Churn=""), "is empty, so there is nothing to learn"),
    "five positives": (lambda one: one.assign(Churn=["Yes"] * 5 + ["No"] * (len(one) - 5)), "happened to 5 of 200"),
    "equal": (lambda one: one.assign(gone=one["Churn"] == "Yes"), "gone says exactly what the label Churn says"),
    "three rows": (lambda one: one.head(3), "of 3 customers"),
    "no label": (lambda one: one.drop(columns="Churn"), "has no column Churn; its columns are"),
    "another label": (lambda one: one.rename(columns={"Churn": "churned"}), "no column Churn; did you mean churned?"),
    "twice": (lambda one: one.assign(customer="C-1"), "names C-1 200 times"),
    "no columns": (lambda one: one[["customer", "Churn"]], "No column is left to learn from"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence_and_overwrites_nothing(terminal: Terminal, tmp_path: Path, case: str) -> None:
    """Exit code 2, and the model of before stays."""
    change, expected = BAD[case]
    file = written(tmp_path / "a.csv", change(table()))
    model = tmp_path / "kept.model"
    model.write_bytes(b"before")
    said = terminal("churn", "train", file, "--label", "Churn", "--id", "customer", *LOGISTIC, "--out", str(model))
    assert said.code == 2
    assert expected in said.err
    assert "Traceback" not in said.err
    assert model.read_bytes() == b"before"


def test_an_evaluation_of_too_few_or_of_what_is_no_money_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    """Before anything is learned; of 13 losses every fifth is tested, and ten are left to learn from."""
    frame = table().assign(Churn=["Yes"] * 12 + ["No"] * 188)
    said = terminal("churn", "evaluate", written(tmp_path / "a.csv", frame), "--label", "Churn")
    assert (said.code, said.err.count("\n")) == (2, 2)
    assert "happened to 12 of 200 customers; to learn from takes at least 13" in said.err
    file = written(tmp_path / "b.csv", table())
    said = terminal("churn", "evaluate", file, "--label", "Churn", "--revenue", "contract")
    assert said.code == 2
    assert "Column contract of b.csv holds no amounts of money but such as" in said.err


def test_a_model_is_not_overwritten_by_the_scores_it_gives(terminal: Terminal, tmp_path: Path) -> None:
    """Nor is anything written where nobody may."""
    train, model = written(tmp_path / "a.csv", table()), tmp_path / "a.model"
    assert terminal("churn", "train", train, "--label", "Churn", *LOGISTIC, "--out", str(model)).code == 0
    before = model.read_bytes()
    said = terminal("churn", "score", train, "--model", str(model), "--out", str(model))
    assert (said.code, model.read_bytes()) == (2, before)
    said = terminal("churn", "score", train, "--model", str(model), "--out", "/proc/preds.csv")
    assert said.code == 2
    assert "/proc/preds.csv cannot be written" in said.err


def test_a_file_as_wide_as_a_program_makes_it_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    """At once."""
    frame = pd.DataFrame(np.zeros((30, 3000)), columns=[f"c{place}" for place in range(3000)])
    said = terminal("churn", "train", written(tmp_path / "a.csv", frame), "--label", "c0")
    assert said.code == 2
    assert "has 3,000 columns; Steward learns from at most 2,000" in said.err


def test_scoring_says_what_does_not_fit(terminal: Terminal, tmp_path: Path) -> None:
    """Missing columns, another way of writing, somebody twice, no model; a few new words are only told."""
    train = written(tmp_path / "a.csv", table())
    assert terminal("churn", "train", train, "--label", "Churn", *LOGISTIC).code == 0
    later = table(40, 1)
    cases = {
        "lacks contract, which the model learned from": later.drop(columns="contract"),
        "written in another way than in learning": later.assign(contract=later["contract"].str.upper()),
        "names C-9000 2 times": pd.concat([later, later.head(1)]),
        "tenure of b.csv holds numbers in learning, but 100% of its cells here": later.assign(tenure="two years"),
    }
    preds = tmp_path / "preds.csv"
    for expected, frame in cases.items():
        said = terminal("churn", "score", written(tmp_path / "b.csv", frame), "--out", str(preds))
        assert said.code == 2
        assert expected in said.err
        assert not preds.exists()
    new = later.assign(contract=["weekly", *later["contract"][1:]])
    said = terminal("churn", "score", written(tmp_path / "b.csv", new), "--out", str(preds))
    assert said.code == 0
    assert "contract: 1 values that are rare or new, such as weekly" in said.err
    missing = terminal("churn", "score", train, "--model", str(tmp_path / "none.model"))
    assert missing.code == 2
    assert "There is no model at" in missing.err


def test_scores_for_a_folder_never_stand_where_a_model_is(terminal: Terminal, tmp_path: Path) -> None:
    """They go to ``preds.csv`` in it."""
    train = written(tmp_path / "a.csv", table())
    assert terminal("churn", "train", train, "--label", "Churn", *LOGISTIC, "--out", str(tmp_path)).code == 0
    before = (tmp_path / "churn.model").read_bytes()
    scored = terminal("churn", "score", train, "--model", str(tmp_path), "--out", str(tmp_path))
    assert scored.code == 0, scored.err
    assert (tmp_path / "churn.model").read_bytes() == before
    assert (tmp_path / "preds.csv").read_text(encoding="utf-8").startswith("id,probability,band,method\n")


def test_nothing_is_written_over_the_file_that_is_read(terminal: Terminal, tmp_path: Path) -> None:
    """Nor into a folder that is not there."""
    train = written(tmp_path / "a.csv", table())
    before = Path(train).read_bytes()
    said = terminal("churn", "train", train, "--label", "Churn", "--out", train)
    assert (said.code, Path(train).read_bytes()) == (2, before)
    nowhere = terminal("churn", "train", train, "--label", "Churn", "--out", str(tmp_path / "no" / "a.model"))
    assert nowhere.code == 2
    assert "there is no folder" in nowhere.err


def test_a_report_is_a_page_that_needs_nothing_else(terminal: Terminal, tmp_path: Path) -> None:
    """No script, no other host; every picture has its numbers below it."""
    file, page = written(tmp_path / "a.csv", table()), tmp_path / "churn.html"
    said = terminal(
        "churn", "report", file, "--label", "Churn", *LOGISTIC, "--folds", "3", "--revenue", "spend", "--out", str(page)
    )
    assert said.code == 0, said.err
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "http://" not in text.replace("http-equiv", "")
    assert "https://" not in text
    assert "default-src 'none'" in text
    assert text.count('role="img"') == 8
    assert text.count("<details>") == 5
    assert "of the revenue lost" in text


def test_a_report_needs_a_label_and_a_place(terminal: Terminal, tmp_path: Path) -> None:
    """Nothing is learned before that is known, and a book without a past is said to be empty."""
    file = written(tmp_path / "a.csv", table())
    said = terminal("churn", "report", file, "--out", str(tmp_path / "churn.html"))
    assert said.code == 2
    assert "Name the column that says what happened" in said.err
    nowhere = terminal("churn", "report", file, "--label", "Churn", "--out", str(tmp_path / "no" / "churn.html"))
    assert nowhere.code == 2
    assert "there is no folder" in nowhere.err
    said = terminal("churn", "report", "--out", str(tmp_path / "churn.html"))
    assert said.code == 2
    assert "There is no book at" in said.err
