"""Passing from stage to stage, counted by hand."""

import pandas as pd
import pytest

from cs_engine.journey.passage import EVERYBODY, pace, transitions
from cs_engine.journey.rules import RELATIONSHIP, Axis
from cs_engine.journey.stages import stage_history
from cs_engine.metrics.satisfaction import wilson
from tests.unit.journey.lives import RULES, TODAY, file, life

SPELLS = stage_history(life(lines=file("lines")), RULES, TODAY)[Axis.RELATIONSHIP]


def test_transitions_are_those_counted_by_hand() -> None:
    """New: over for calm, gone, back twice and grows: four times to long-term, once to former; tries goes on."""
    moved = transitions(SPELLS, RELATIONSHIP)
    assert moved.n["new"] == 5
    assert moved.counts.loc["new"].to_dict() == {"prospect": 0, "new": 0, "long_term": 4, "loyal": 0, "former": 1}
    assert moved.shares.loc["new", "long_term"] == pytest.approx(0.8)
    assert moved.still.to_dict() == {"prospect": 0, "new": 1, "long_term": 3, "loyal": 0, "former": 1}


def test_a_stage_that_nobody_left_has_no_shares() -> None:
    """Nothing to divide by is unknown, not zero."""
    moved = transitions(SPELLS, RELATIONSHIP)
    assert moved.n["loyal"] == 0
    assert moved.shares.loc["loyal"].isna().all()


def test_the_pace_counts_those_who_are_still_there() -> None:
    """Three open prospects of 200, 100 and 40 days and one that converted after 30: two are beyond 90 days."""
    days = [("a", 200, None), ("b", 100, None), ("c", 40, None), ("d", 100, 30)]
    spells = pd.DataFrame(
        {
            "account_id": [name for name, _, _ in days],
            "stage": "prospect",
            "since": [TODAY - pd.Timedelta(days=ago - 1) for _, ago, _ in days],
            "until": [None if took is None else TODAY - pd.Timedelta(days=ago - 1 - took) for _, ago, took in days],
        }
    ).astype({"until": "datetime64[us]"})
    whole, none, _mid = pace(spells, {"a": "mid"}, {"prospect": 90}, TODAY)
    assert (whole.segment, whole.entered, whole.ended, whole.now) == (EVERYBODY, 4, 1, 3)
    assert whole.median_days_now == 100
    assert whole.median_days is None  # only one of four has left so far: fewer than half
    assert whole.beyond == wilson(2, 3)
    assert whole.longest == ("a", "b")
    assert none.longest == ("b",)


def test_a_stage_that_may_last_has_nobody_stuck_in_it() -> None:
    """Long-term customers are where they should be."""
    (long_term,) = [each for each in pace(SPELLS, {}, {"new": 120}, TODAY) if each.stage == "long_term"]
    assert (long_term.usual_days, long_term.beyond, long_term.longest) == (None, None, ())
