"""Random numbers by address."""

import numpy as np
import pytest

from cs_engine.sample.draws import Draws, between, normal, pick, poisson, uniform, wander

ACCOUNTS = np.arange(2000)
WEEKS = np.arange(50)


def test_a_draw_depends_on_its_address_alone() -> None:
    """The same account and week give the same number, whatever else is drawn beside them."""
    alone = uniform(Draws(7, np.array([41])).outer("stream", np.array([12])))
    among = uniform(Draws(7, ACCOUNTS).outer("stream", WEEKS))
    assert alone[0, 0] == among[41, 12]


def test_paired_draws_are_the_outer_ones_picked_out() -> None:
    """A row-by-row draw equals the one of the matrix at the same account and counter."""
    rows, weeks = np.array([3, 3, 8]), np.array([0, 4, 4])
    picked = Draws(7, ACCOUNTS).of(rows).paired("stream", weeks)
    assert np.array_equal(picked, Draws(7, ACCOUNTS).outer("stream", WEEKS)[rows, weeks])


@pytest.mark.parametrize(("seed", "stream"), [(8, "stream"), (7, "other")])
def test_another_seed_or_stream_gives_other_numbers(seed: int, stream: str) -> None:
    """No number is shared with another seed or another stream."""
    ours, theirs = Draws(7, ACCOUNTS).outer("stream", WEEKS), Draws(seed, ACCOUNTS).outer(stream, WEEKS)
    assert not np.intersect1d(ours, theirs).size


def test_uniform_numbers_fill_the_unit_interval() -> None:
    """A hundred thousand draws have the mean and variance of the uniform distribution."""
    drawn = uniform(Draws(7, ACCOUNTS).outer("stream", WEEKS))
    assert (drawn.min() >= 0.0, drawn.max() < 1.0) == (True, True)
    assert drawn.mean() == pytest.approx(0.5, abs=0.005)
    assert drawn.var() == pytest.approx(1 / 12, abs=0.002)


def test_normal_numbers_have_mean_0_and_variance_1() -> None:
    """A hundred thousand draws look standard normal, tails included."""
    drawn = normal(Draws(7, ACCOUNTS).outer("stream", WEEKS))
    assert drawn.mean() == pytest.approx(0.0, abs=0.015)
    assert drawn.std() == pytest.approx(1.0, abs=0.01)
    assert np.mean(np.abs(drawn) > 1.96) == pytest.approx(0.05, abs=0.003)


def test_neighbours_are_not_alike() -> None:
    """Draws of one week and the next, and of one account and the next, are uncorrelated."""
    drawn = uniform(Draws(7, ACCOUNTS).outer("stream", WEEKS))
    assert np.corrcoef(drawn[:, :-1].ravel(), drawn[:, 1:].ravel())[0, 1] == pytest.approx(0.0, abs=0.015)
    assert np.corrcoef(drawn[:-1].ravel(), drawn[1:].ravel())[0, 1] == pytest.approx(0.0, abs=0.015)


@pytest.mark.parametrize("rate", [0.0, 0.2, 1.5])
def test_counts_have_the_mean_asked_for(rate: float) -> None:
    """Poisson counts average their rate; a rate of zero never counts."""
    keys = Draws(7, ACCOUNTS).outer("stream", WEEKS)
    assert poisson(keys, np.full(keys.shape, rate)).mean() == pytest.approx(rate, abs=0.02)


def test_choices_follow_their_weights() -> None:
    """A choice three times as heavy comes three times as often; one without weight never comes."""
    drawn = pick(Draws(7, ACCOUNTS).outer("stream", WEEKS), (3, 1, 0))
    assert np.bincount(drawn.ravel(), minlength=3)[:2] / drawn.size == pytest.approx([0.75, 0.25], abs=0.01)
    assert drawn.max() == 1


def test_whole_numbers_stay_below_the_upper_bound() -> None:
    """The lower bound is drawn, the upper one is not."""
    assert set(between(Draws(7, ACCOUNTS).outer("stream"), 3, 6).tolist()) == {3, 4, 5}


def test_a_path_keeps_its_variance_and_remembers() -> None:
    """A wandering path has variance 1 at its end and the correlation of its memory between steps."""
    path = wander(Draws(7, ACCOUNTS).outer("stream", WEEKS), 0.9)
    assert path[:, -1].std() == pytest.approx(1.0, abs=0.06)
    assert np.corrcoef(path[:, -2], path[:, -1])[0, 1] == pytest.approx(0.9, abs=0.02)
