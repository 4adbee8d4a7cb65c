"""Mixed columns on their way to comparable ones."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import skew

from cs_engine.segments.preparing import prepare
from tests.unit.segments.customers import names

COUNT = 100


@pytest.fixture
def mixed() -> pd.DataFrame:
    """Return one column of every kind."""
    draws = np.random.default_rng(1)
    size = draws.normal(50, 10, COUNT)
    spend = np.exp(draws.normal(5, 1.5, COUNT))
    return pd.DataFrame(
        {
            "size": np.r_[size[:-1], 5000.0],
            "spend": spend,
            "spend a year": spend * 12,
            "plan": [["free", "team", "big"][place % 3] for place in range(COUNT)],
            "trial": [place % 4 == 0 for place in range(COUNT)],
            "active": [float(place % 5 == 0) for place in range(COUNT)],
            "note": [f"note {place}" for place in range(COUNT)],
            "account_no": range(COUNT),
            "country": "de",
            "rarely": [1.0 if place < 10 else None for place in range(COUNT)],
            "since": pd.date_range("2026-01-01", periods=COUNT),
            "holes": [None if place % 10 == 0 else float(place) for place in range(COUNT)],
        },
        names(COUNT),
    )


def test_what_tells_nobody_apart_is_left_out_with_its_reason(mixed: pd.DataFrame) -> None:
    """Names, ids, constants, dates, what is mostly unknown, and what says the same twice."""
    reasons = {each.column: str(each.said) for each in prepare(mixed).left_out}
    assert reasons.keys() == {"note", "account_no", "country", "rarely", "since", "spend a year"}
    assert reasons["spend a year"] == "says the same as spend"
    assert reasons["rarely"] == "unknown for 90% of customers"
    assert "names or ids" in reasons["account_no"]


def test_what_is_done_is_said(mixed: pd.DataFrame) -> None:
    """Skew, outliers and holes."""
    done = [f"{each.column}: {each.said}" for each in prepare(mixed).treated]
    assert any(each.startswith("spend: taken as logarithm") for each in done)
    assert any(each.startswith("size: ") and "outliers" in each for each in done)
    assert "holes: 10% unknown, taken as the middle" in done


def test_every_column_weighs_alike(mixed: pd.DataFrame) -> None:
    """A number has variance 1; the indicators of a word have 1 together, however many words there are."""
    prepared = prepare(mixed)
    weight = prepared.matrix.var(ddof=0)
    assert weight[list(prepared.shaped.columns)].tolist() == pytest.approx([1.0] * len(prepared.shaped.columns))
    for word in ("plan", "trial", "active"):
        assert weight.filter(regex=f"^{word}=").sum() == pytest.approx(1.0)


def test_no_outlier_stands_alone(mixed: pd.DataFrame) -> None:
    """One customer a hundred times as large as the others is among the largest, not a group of its own."""
    assert prepare(mixed).matrix["size"].abs().max() < 4.5


def test_yes_and_no_are_words(mixed: pd.DataFrame) -> None:
    """Flags and 0/1 are shown as people say them."""
    words = prepare(mixed).words
    assert set(words["trial"]) == set(words["active"]) == {"yes", "no"}


def test_rare_words_are_taken_together() -> None:
    """Three countries with one customer each make one group, not three columns."""
    frame = pd.DataFrame({"country": ["de"] * 150 + ["fr"] * 47 + ["pe", "is", "nz"]}, names(200))
    prepared = prepare(frame)
    assert set(prepared.words["country"]) == {"de", "fr", "other"}
    assert "3 rare words" in str(prepared.treated[0].said)


def test_negative_and_lopsided_numbers_are_straightened() -> None:
    """Changes of revenue may fall far and rarely."""
    values = -np.exp(np.random.default_rng(1).normal(3, 1, 300))
    prepared = prepare(pd.DataFrame({"change": values}, names(300)))
    assert "Yeo-Johnson" in str(prepared.treated[0].said)
    assert abs(float(skew(prepared.shaped["change"].to_numpy()))) < 0.3
