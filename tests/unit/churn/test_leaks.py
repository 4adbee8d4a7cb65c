"""What could not have been known is refused or left out, and said."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.customers import Customers
from cs_engine.churn.leaks import refuse_copies_of_label, screen
from cs_engine.churn.roles import roles_of
from cs_engine.errors import BadInput
from tests.unit.churn.people import people


def told(extra: dict[str, pd.Series]) -> dict[str, str]:
    """Return which columns are left out, and why."""
    frame, label = people(600)
    frame = frame.assign(**extra)
    found = screen(Customers(frame, label), roles_of(frame).roles, 0)
    return {one.column: str(one.said) for one in found.told}


def test_honest_columns_stay() -> None:
    """Even strong ones."""
    assert told({}) == {}


def test_a_column_that_ranks_nearly_perfectly_is_left_out() -> None:
    """A score written after the fact."""
    _, label = people(600)
    score = label * 10 + np.random.default_rng(1).normal(size=600)
    assert "tells the label by itself" in told({"risk": pd.Series(score)})["risk"]


def test_a_form_filled_in_when_customers_leave_is_left_out() -> None:
    """Even if it was filled in for a third of them only."""
    _, label = people(600)
    asked = np.random.default_rng(1).random(600) < 0.35
    reason = pd.Series(["price"] * 600).where((label == 1) & asked)
    assert "it was written afterwards" in told({"reason": reason})["reason"]


def test_a_column_that_says_what_the_label_says_is_refused() -> None:
    """In other words, or by being empty."""
    frame, label = people(60)
    with pytest.raises(BadInput, match="Column gone says exactly what the label Churn says"):
        refuse_copies_of_label(frame.assign(gone=pd.Series(["yes"] * 60).where(label == 1)), label, "Churn")
    refuse_copies_of_label(frame, label, "Churn")
