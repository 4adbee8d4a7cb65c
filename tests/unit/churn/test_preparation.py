"""Features are made in the way that was decided in learning, whatever a later file holds."""

import json

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.features import MISSING, OTHER
from cs_engine.churn.preparation import Preparation, prepare
from cs_engine.churn.roles import Role
from cs_engine.errors import BadInput
from tests.unit.churn.people import people

WORDS = pd.DataFrame({"plan": ["pro"] * 9 + ["free"] * 6 + ["old"] * 2 + [None]})
"""Two levels that are known, one too rare, one cell empty."""


def test_rare_new_and_missing_words_have_codes_of_their_own() -> None:
    """They never stop a file from being scored."""
    plan = prepare(WORDS, {"plan": Role.WORDS})
    later = pd.DataFrame({"plan": ["free", "pro", "old", "brand new", None]})
    codes = plan.features(later).codes[:, 0].tolist()
    assert codes == [3, 2, OTHER, OTHER, MISSING]


def test_dates_are_days_and_the_days_between_them() -> None:
    """Both can tell who leaves."""
    frame = pd.DataFrame({"joined": pd.to_datetime(["2024-01-01", "NaT"]), "seen": pd.to_datetime(["2024-03-01"] * 2)})
    made = prepare(frame, {"joined": Role.DATE, "seen": Role.DATE}).features(frame)
    assert made.number_names == ("joined: day", "seen: day", "joined to seen: days")
    assert made.numbers[0].tolist() == [19723.0, 19783.0, 60.0]
    assert np.isnan(made.numbers[1, [0, 2]]).all()


def test_infinite_numbers_are_unknown() -> None:
    """A division by zero in an export is no number."""
    frame = pd.DataFrame({"rate": [1.0, np.inf]})
    assert np.isnan(prepare(frame, {"rate": Role.NUMBER}).features(frame).numbers[1, 0])


def test_it_is_the_same_after_being_kept_as_json() -> None:
    """Nothing of it is code."""
    frame, _ = people(60)
    plan = prepare(frame, {"visits": Role.NUMBER, "contract": Role.WORDS})
    again = Preparation.unpacked(json.loads(json.dumps(plan.packed())))
    assert again == plan


def test_missing_columns_are_named() -> None:
    """All at once."""
    frame, _ = people(60)
    plan = prepare(frame, {"visits": Role.NUMBER, "contract": Role.WORDS})
    with pytest.raises(BadInput, match=r"later\.csv lacks visits, contract, which the model learned from; add them"):
        plan.remarks(frame[["spend"]], "later.csv")


def test_a_column_written_in_another_way_is_refused_and_a_few_new_words_are_told() -> None:
    """Half of unknown words is no accident."""
    plan = prepare(WORDS.head(15), {"plan": Role.WORDS})
    with pytest.raises(BadInput, match="written in another way than in learning: 100% of its values were never seen"):
        plan.remarks(pd.DataFrame({"plan": ["PRO", "FREE"]}), "later.csv")
    told = plan.remarks(pd.DataFrame({"plan": ["pro", "free", "new"]}), "later.csv")
    assert told == ["plan: 1 values that are rare or new, such as new"]


def test_columns_whose_words_are_mostly_new_in_every_file_are_scored_anyway() -> None:
    """Names of families: a few are common, and the next file brings others."""
    names = ["Smith"] * 10 + [f"family {row}" for row in range(30)]
    plan = prepare(pd.DataFrame({"name": names}), {"name": Role.WORDS})
    assert plan.rare["name"] == 0.75
    assert plan.remarks(pd.DataFrame({"name": ["Miller", "Jones"]}), "later.csv") == [
        "name: 2 values that are rare or new, such as Miller"
    ]
