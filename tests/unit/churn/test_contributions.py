"""What columns add is exact: with the base it is what the machine says, whatever the customer."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_engine.churn.contributions import Contributions, Scale, contributions
from cs_engine.churn.features import Floats
from cs_engine.churn.filing import packed, unpacked
from cs_engine.churn.machine import Machine, Part
from cs_engine.churn.models.fitting import Task
from cs_engine.churn.models.trees import Trees
from cs_engine.churn.models.ways import WAYS
from cs_engine.churn.preparation import prepare
from cs_engine.churn.roles import roles_of
from cs_engine.records.churn import Learned, Model
from tests.unit.churn.people import people

ADDING = [model for model, way in WAYS.items() if way.adds]
SHARING = [model for model, way in WAYS.items() if not way.adds]


def dated(count: int, seed: int) -> pd.DataFrame:
    """Return people with two dates, a word of many levels, and everything missing somewhere."""
    frame, _ = people(count, seed)
    chance = np.random.default_rng(seed)
    joined = pd.Timestamp("2026-01-01") - pd.to_timedelta(frame["tenure"] * 30, unit="D")
    frame["joined"] = joined
    frame["renewed"] = joined + pd.to_timedelta(chance.integers(1, 400, count), unit="D")
    frame["town"] = chance.choice([f"town {number}" for number in range(30)], count)
    for name in frame:
        frame.loc[chance.random(count) < 0.05, name] = None
    return frame


FRAME, LABEL = dated(500, 0), people(500)[1]
PREPARATION = prepare(FRAME, roles_of(FRAME).roles)
LEARNED = Learned("test", len(LABEL), int(LABEL.sum()), (), (), (), (), "visits", 0.0)
UNSEEN = dated(60, 3).assign(contract="for life", region=None)
NEW = pd.concat([dated(200, 5), UNSEEN], ignore_index=True)


def machine(weights: Mapping[Model, float], constant: float = 0.3) -> Machine:
    """Return a calibrated machine of one or several ways, quickly fitted."""
    task = Task(PREPARATION.features(FRAME), LABEL)
    parts = tuple(
        Part(model, setting, weight, WAYS[model].fit(task, setting))
        for model, weight in weights.items()
        for setting in [{**WAYS[model].settings[0], "rounds": 40, "depth": 4, "pairs": 2}]
    )
    return Machine(PREPARATION, parts, constant, LEARNED)


ALONE = {model: machine({model: 0.8}) for model in WAYS}
BLEND = machine({Model.LOGISTIC: 0.3, Model.XGBOOST: 0.3, Model.CATBOOST: 0.2, Model.EBM: 0.25}, -0.2)


@cache
def of_all() -> Contributions:
    """Return what the blend's columns add, of all new customers."""
    return contributions(BLEND, NEW)


def total(found: Contributions) -> Floats:
    """Return the base with everything added to it."""
    return np.asarray(found.base + found.added.to_numpy().sum(axis=1))


@pytest.mark.parametrize("one", [*(ALONE[model] for model in ADDING), BLEND], ids=[*ADDING, "blend"])
def test_log_odds_are_the_base_and_what_columns_add(one: Machine) -> None:
    """Calibration included, with missing values and words that were never seen."""
    found = contributions(one, NEW)
    assert found.scale is Scale.LOG_ODDS
    assert list(found.added) == list(FRAME)
    assert total(found) == pytest.approx(one.log_odds(PREPARATION.features(NEW)), abs=1e-6)
    assert found.on_log_odds() is found.added


@pytest.mark.parametrize("model", SHARING)
def test_of_trees_probabilities_are_the_base_and_what_columns_add(model: Model) -> None:
    """They say so; on log-odds the same is told in proportion, with the same signs."""
    one = ALONE[model]
    found = contributions(one, NEW)
    assert found.scale is Scale.PROBABILITY
    assert total(found) == pytest.approx(one.probability(NEW), abs=1e-6)
    stretched = found.on_log_odds()
    base = np.log(found.base / (1 - found.base))
    assert base + stretched.to_numpy().sum(axis=1) == pytest.approx(one.log_odds(PREPARATION.features(NEW)), abs=1e-6)
    assert (np.sign(stretched) == np.sign(found.added)).all(axis=None)


def test_shares_that_cancel_out_stay_finite() -> None:
    """What raises and what lowers the risk are told, though the customer is like the average."""
    added = pd.DataFrame({"a": [0.1], "b": [-0.1]})
    told = Contributions(0.2, added, Scale.PROBABILITY).on_log_odds().to_numpy()
    assert told[0].tolist() == pytest.approx([0.625, -0.625])


@pytest.mark.parametrize("one", [*ALONE.values(), BLEND], ids=[*ALONE, "blend"])
def test_a_machine_that_was_kept_explains_the_same(one: Machine) -> None:
    """All that is needed is in its file."""
    again = contributions(unpacked(packed(one), "churn.model"), NEW)
    first = contributions(one, NEW)
    assert again.base == pytest.approx(first.base, abs=1e-6)
    assert again.added.to_numpy() == pytest.approx(first.added.to_numpy(), abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(rows=st.lists(st.integers(0, len(NEW) - 1), min_size=1, max_size=12, unique=True))
def test_a_customer_is_explained_the_same_beside_any_others(rows: list[int]) -> None:
    """In any order, and alone."""
    some = contributions(BLEND, NEW.iloc[rows])
    pd.testing.assert_frame_equal(some.added, of_all().added.iloc[rows], atol=1e-9)


def test_what_no_way_looks_at_adds_nothing() -> None:
    """A column of chance that a tree never splits on stands there with nothing."""
    tree = ALONE[Model.TREE]
    fitted, names = tree.parts[0].fitted, tree.preparation.features(NEW).indicator_names
    assert isinstance(fitted, Trees)
    used = {names[place] for place in fitted.column if place >= 0}
    added = contributions(tree, NEW).added
    idle = [name for name in added if not any(one.startswith(name) or f"to {name}:" in one for one in used)]
    assert idle
    assert (added[idle] == 0).all(axis=None)


def test_the_average_customer_has_nothing_to_explain() -> None:
    """Over those that a regression learned from, what a column adds is nothing on average."""
    added = contributions(ALONE[Model.LOGISTIC], FRAME).added
    assert added.mean().to_numpy() == pytest.approx(np.zeros(added.shape[1]), abs=1e-9)
