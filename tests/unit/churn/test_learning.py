"""Learning compares ways out of fold, in time, and blends only where it pays."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from cs_engine.churn.blending import choose
from cs_engine.churn.customers import Customers
from cs_engine.churn.folds import by_customer
from cs_engine.churn.learning import learn
from cs_engine.churn.losses import blend_weights
from cs_engine.churn.ranking import calibration_error, roc_auc
from cs_engine.churn.selecting import Trial
from cs_engine.errors import BadInput
from cs_engine.records.churn import Band, Model, Wanted
from tests.unit.churn.people import customers, people


def still() -> float:
    """Return a clock that stands still: time is never up."""
    return 0.0


def test_a_machine_ranks_and_is_true_on_customers_it_has_not_seen() -> None:
    """As often as it says."""
    machine = learn(customers(800), Wanted(still, Model.LOGISTIC))
    frame, label = people(2000, seed=3)
    said = machine.probability(frame)
    assert roc_auc(label, said) > 0.75
    assert calibration_error(label, said) < 0.06
    assert said.mean() == pytest.approx(label.mean(), rel=0.1)
    assert machine.learned.method == "logistic"
    assert machine.learned.selected[0].column in {"visits", "contract"}
    assert {one.model for one in machine.learned.candidates} == {Model.LOGISTIC}


def test_bands_compare_odds_with_the_average() -> None:
    """Twice the average odds are high."""
    machine = learn(customers(), Wanted(still, Model.LOGISTIC))
    odds = machine.base_rate / (1 - machine.base_rate)
    around = np.array([odds * factor for factor in (0.9, 1.1, 1.9, 2.1)])
    assert machine.bands(around / (1 + around)) == [Band.LOW, Band.MEDIUM, Band.MEDIUM, Band.HIGH]


def test_too_few_of_one_kind_are_refused() -> None:
    """With how many there are."""
    frame, _ = people(100)
    label = np.zeros(100, dtype=np.int8)
    label[:5] = 1
    with pytest.raises(BadInput, match="It happened to 5 of 100 customers; to learn from takes at least 10"):
        learn(Customers(frame, label), Wanted(still, Model.TREE))


def test_nothing_to_learn_from_is_refused() -> None:
    """With what the columns are."""
    frame, label = people(100)
    frame = frame[["visits"]].assign(visits=1.0)
    with pytest.raises(BadInput, match="No column is left to learn from: visits is the same for everybody"):
        learn(Customers(frame, label), Wanted(still, Model.TREE))


def test_what_does_not_fit_the_time_is_left_out_and_said() -> None:
    """A clock that runs a second at every look leaves time for the first ways only."""
    clock = count().__next__
    machine = learn(customers(200), Wanted(lambda: float(clock()), budget=60))
    said = [one.said for one in machine.learned.candidates if one.log_loss is None]
    assert said
    assert all(one is not None and one.startswith("left out for lack of time") for one in said)
    with pytest.raises(BadInput, match="2 s are too short for catboost to learn from 200 customers"):
        learn(customers(200), Wanted(lambda: float(clock()), Model.CATBOOST, budget=2))


def test_when_time_is_up_after_reading_the_quickest_way_is_learned_alone_and_said_so() -> None:
    """Nothing is left of ten seconds that began eleven seconds ago; an answer that is told as such beats none."""
    began = Wanted(still, budget=10).starting()
    machine = learn(customers(200), replace(began, clock=lambda: 11.0))
    assert machine.learned.method == "logistic"
    assert [one.startswith("Time was up before ways could be compared") for one in machine.learned.warnings] == [True]
    others = [one.said for one in machine.learned.candidates if one.model is not Model.LOGISTIC]
    assert set(others) == {"left out for lack of time"}
    assert len(machine.parts) == 1
    asked = learn(customers(200), replace(began, clock=lambda: 11.0, model=Model.LOGISTIC)).learned.warnings
    assert [one.startswith("Time was up before settings could be compared") for one in asked] == [True]


def test_what_is_left_of_a_budget_is_spent_later() -> None:
    """Of ten seconds that began four seconds ago six are left, and never fewer than none."""
    began = Wanted(still, budget=10).starting()
    assert replace(began, clock=lambda: 4.0).left().since is None
    assert replace(began, clock=lambda: 4.0).left().budget == 6.0
    assert replace(began, clock=lambda: 11.0).left().budget == 0.0


def trial(model: Model, log_odds: np.ndarray) -> Trial:
    """Return a way that said this."""
    return Trial(model, {}, log_odds, seconds=1.0)


def test_a_blend_is_used_where_it_earns_its_keep() -> None:
    """Two ways that each see half of the truth."""
    chance = np.random.default_rng(0)
    one, other = chance.normal(size=(2, 3000))
    label = (chance.random(3000) < 1 / (1 + np.exp(-one - other))).astype(np.int8)
    ways = [trial(Model.LOGISTIC, one), trial(Model.EBM, other)]
    found = choose(ways, label, by_customer(label, 5, 0))
    assert found.method.startswith("blend of ")
    assert [weight for _, weight in found.parts] == pytest.approx([1.0, 1.0], abs=0.15)


def test_a_blend_is_left_where_the_best_way_knows_all() -> None:
    """The other is the same with noise."""
    chance = np.random.default_rng(0)
    truth = chance.normal(size=3000)
    label = (chance.random(3000) < 1 / (1 + np.exp(-truth))).astype(np.int8)
    noisy = trial(Model.EBM, truth + chance.normal(size=3000))
    found = choose([trial(Model.LOGISTIC, truth), noisy], label, by_customer(label, 5, 0))
    assert found.method == "logistic"


def test_calibration_mends_log_odds_that_are_twice_too_large() -> None:
    """And shifted by one."""
    chance = np.random.default_rng(0)
    truth = chance.normal(size=4000)
    label = (chance.random(4000) < 1 / (1 + np.exp(-truth))).astype(np.int8)
    constant, weights = blend_weights(label, (2 * truth + 1)[:, None])
    assert weights[0] == pytest.approx(0.5, abs=0.05)
    assert constant == pytest.approx(-0.5, abs=0.1)
