"""A probability comes with what became of accounts of about the same one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_engine.churn.certainty import FEWEST_ROWS, alike, interval_of
from cs_engine.churn.features import Floats, Label
from cs_engine.churn.folds import Groups
from cs_engine.records.churn_accounts import Alike

ACCOUNTS, DAYS = 150, 9
GROUP = (Alike(0.1, 0.05, 0.06, 0.03, 0.11, 200), Alike(0.6, 0.2, 0.2, 0.1, 0.35, 60))


def company(seed: int) -> tuple[Floats, Label, Groups]:
    """Return true chances, whether a loss came within the next three as-of days, and accounts, until they are lost."""
    chance = np.random.default_rng(seed)
    log_odds = chance.normal(-3.5, 1, ACCOUNTS)[:, None] + chance.normal(0, 0.4, (ACCOUNTS, DAYS))
    said = 1 / (1 + np.exp(-log_odds))
    each = 1 - (1 - np.column_stack([said, said[:, -1:].repeat(3, axis=1)])) ** (1 / 3)
    hit = chance.random(each.shape) < each
    lost = np.where(hit.any(axis=1), hit.argmax(axis=1), 99)[:, None] - np.arange(DAYS)
    there = lost >= 0
    groups = np.repeat(np.arange(ACCOUNTS), DAYS).reshape(there.shape)
    return said[there], (lost[there] <= 2).astype(np.int8), groups[there]


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    """Though every account stands in many rows, whose windows overlap."""
    held = [one.low <= one.said <= one.high for seed in range(60) for one in alike(*company(seed))]
    assert 0.95 <= np.mean(held) < 1


def test_groups_are_ascending_and_hold_enough_rows() -> None:
    """Where there are too few rows for one, nothing is said of how sure it is."""
    said, label, groups = company(1)
    found = alike(said, label, groups)
    assert len(found) == min(10, len(said) // FEWEST_ROWS)
    assert [one.until for one in found] == sorted(one.until for one in found)
    assert alike(said[:50], label[:50], groups[:50]) == ()
    assert interval_of(0.2, ()) is None


def test_the_interval_of_a_mean_probability_is_that_of_its_group() -> None:
    """Above it the interval moves along, on the log-odds; beyond all groups the highest one speaks."""
    assert interval_of(0.05, GROUP) == pytest.approx((0.03, 0.11))
    assert interval_of(0.2, GROUP) == pytest.approx((0.1, 0.35))
    odds = 0.5 / 0.5 * (0.1 / 0.9) / (0.2 / 0.8), 0.5 / 0.5 * (0.35 / 0.65) / (0.2 / 0.8)
    assert interval_of(0.5, GROUP) == pytest.approx([one / (1 + one) for one in odds])
    beyond = interval_of(0.9, GROUP)
    assert beyond is not None
    assert 0.7 < beyond[0] < 0.9 < beyond[1] < 1


@given(st.floats(1e-6, 1 - 1e-6))
def test_a_probability_lies_in_its_interval(probability: float) -> None:
    """Also where what happened was not what was said."""
    off = (Alike(0.1, 0.05, 0.2, 0.1, 0.3, 100), Alike(0.6, 0.3, 0.1, 0.05, 0.2, 100))
    for groups in (GROUP, off):
        found = interval_of(probability, groups)
        assert found is not None
        assert 0 < found[0] <= probability <= found[1] < 1
