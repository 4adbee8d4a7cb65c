"""What the highest probabilities hold of the losses."""

import numpy as np
import pytest

from cs_engine.churn.caught import SHARES, caught


def test_the_riskiest_hold_what_can_be_counted_by_hand() -> None:
    """Ten accounts, two lost: the riskiest one and the fifth."""
    said, label = np.linspace(0.9, 0.1, 10), np.array([1, 0, 0, 0, 1, 0, 0, 0, 0, 0], dtype=np.int8)
    found = {one.share: one.losses.value for one in caught(said, label, [np.arange(10)])}
    assert [found[share] for share in (0.1, 0.4, 0.5, 1.0)] == [0.5, 0.5, 1.0, 1.0]
    assert found[0.05] == 0.25, "half of the riskiest account"


def test_of_equal_probabilities_their_mean_is_counted() -> None:
    """In whatever order the rows stand: who says the same of everybody does as well as chance."""
    label = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], dtype=np.int8)
    for rows in (label, label[::-1]):
        found = caught(np.full(10, 0.2), rows, [np.arange(10)])
        assert [one.losses.value for one in found] == pytest.approx(SHARES)


def test_intervals_hold_what_other_accounts_would_have_given() -> None:
    """In about 95 of 100 companies of the same kind; here counted over a hundred of them."""
    chance, held = np.random.default_rng(3), []
    for _ in range(100):
        score = chance.normal(size=400)
        label = (chance.random(400) < 1 / (1 + np.exp(2 - score))).astype(np.int8)
        drawn = [chance.integers(0, 400, 400) for _ in range(100)]
        held.append(next(one.losses for one in caught(score, label, drawn) if one.share == 0.3))
    truth = np.mean([one.value for one in held])
    covered = np.mean([(one.low or 0) <= truth <= (one.high or 1) for one in held])
    assert 0.88 <= covered <= 1.0
    assert all(0 <= (one.low or 0) <= one.value <= (one.high or 1) <= 1 for one in held)
