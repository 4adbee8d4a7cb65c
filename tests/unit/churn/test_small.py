"""What is learned from few losses goes by measures whose directions are known, and never against them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Features, Label
from cs_engine.churn.learning import learn
from cs_engine.churn.models.fitting import Task, to_probability
from cs_engine.churn.models.monotone import fit_monotone, load_monotone
from cs_engine.churn.preparation import prepare
from cs_engine.churn.ranking import roc_auc
from cs_engine.churn.roles import roles_of
from cs_engine.churn.small import DIRECTIONS, Worse, knows
from cs_engine.errors import BadInput
from cs_engine.records.churn import Model, Wanted
from tests.unit.churn.people import customers, features

WANTED = Wanted(lambda: 0.0, Model.MONOTONE)
SETTING = {"trees": 40}


def accounts(count: int = 1500, seed: int = 0) -> tuple[pd.DataFrame, Label]:
    """Return accounts that leave when use falls and the decision is near; a tenth of all values is missing."""
    chance = np.random.default_rng(seed)
    frame = pd.DataFrame({name: chance.normal(size=count) for name in DIRECTIONS})
    frame["price"] = chance.normal(size=count)
    log_odds = -2.5 - 1.2 * frame["usage_trend"] - 0.8 * frame["decision_days"] + 0.6 * frame["price"]
    label: Label = (chance.random(count) < 1 / (1 + np.exp(-log_odds))).astype(np.int8)
    return frame.mask(chance.random(frame.shape) < 0.1), label


FRAME, LABEL = accounts()
FITTED = fit_monotone(Task(features(FRAME), LABEL), SETTING)
NEW = features(accounts(400, seed=5)[0])


@pytest.mark.parametrize(("name", "worse"), DIRECTIONS.items())
@settings(max_examples=20, deadline=None)
@given(row=st.integers(0, len(NEW) - 1), better=st.floats(-4, 4), worsened=st.floats(0, 8))
def test_a_measure_that_gets_worse_never_lowers_the_risk(
    name: str, worse: Worse, row: int, better: float, worsened: float
) -> None:
    """Whatever else is known of the account."""
    both = np.repeat(NEW.numbers[[row]], 2, axis=0)
    place = NEW.number_names.index(name)
    both[:, place] = better, better + worse * worsened
    low, high = FITTED.log_odds(Features(both, NEW.number_names, np.zeros((2, 0), dtype=np.int32), ()))
    assert low <= high


def test_the_measures_rank_and_no_other_column_is_looked_at() -> None:
    """Prices go either way from company to company."""
    frame, label = accounts(seed=5)
    assert roc_auc(label, FITTED.log_odds(features(frame))) > 0.7
    changed = features(frame.assign(price=-frame["price"]))
    assert FITTED.log_odds(changed) == pytest.approx(FITTED.log_odds(features(frame)))


def test_unknown_is_a_level_of_its_own() -> None:
    """Accounts without data on use leave here, so it is neither fine nor the average."""
    chance = np.random.default_rng(1)
    frame = FRAME.assign(usage_trend=FRAME["usage_trend"].where(chance.random(len(FRAME)) > 0.2))
    label = np.where(frame["usage_trend"].isna(), chance.random(len(frame)) < 0.5, LABEL).astype(np.int8)
    fitted = fit_monotone(Task(features(frame), label), SETTING)
    two = pd.concat([frame.iloc[[0]]] * 2).assign(usage_trend=[2.0, np.nan])
    rows = prepare(frame, roles_of(frame).roles).features(two)
    fine, unknown = to_probability(fitted.log_odds(rows))
    assert unknown > 2 * fine


def test_it_says_the_same_after_being_kept_as_files() -> None:
    """And what measures add is exact."""
    again = load_monotone(FITTED.packed())
    assert again.log_odds(NEW) == pytest.approx(FITTED.log_odds(NEW), abs=1e-6)
    effects = again.effects(NEW)
    assert effects.base + effects.added.sum(axis=1) == pytest.approx(again.log_odds(NEW), abs=1e-6)


def test_it_is_for_accounts_whose_measures_are_known() -> None:
    """A file of strangers' columns has none of them."""
    frame, label = accounts(400)
    assert knows(frame.columns)
    assert learn(Customers(frame, label), WANTED).learned.method == "monotone"
    assert not knows(customers().frame.columns)
    with pytest.raises(BadInput, match="--model"):
        learn(customers(), WANTED)
