"""Every way to learn finds what is there, and says the same after being kept as files."""

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from cs_engine.churn.models import ebm
from cs_engine.churn.models.fitting import Grown, Setting, Task
from cs_engine.churn.models.trees import TREES, fit_forest
from cs_engine.churn.models.ways import WAYS
from cs_engine.churn.ranking import roc_auc
from cs_engine.records.churn import Model
from tests.unit.churn.people import features, people

FRAME, LABEL = people(500)
FEATURES = features(FRAME)
HELD = (features(people(300, seed=9)[0]), people(300, seed=9)[1])


def quick(model: Model) -> Setting:
    """Return the first setting of a way, with few rounds."""
    return {**WAYS[model].settings[0], "rounds": 40}


@pytest.mark.parametrize("model", [model for model in WAYS if model is not Model.MONOTONE])
def test_a_model_ranks_new_customers_and_survives_its_files(model: Model) -> None:
    """No file of it is code."""
    fitted = WAYS[model].fit(Task(FEATURES, LABEL), quick(model))
    said = fitted.log_odds(HELD[0])
    assert roc_auc(HELD[1], said) > 0.7
    files = fitted.packed()
    assert not any(name.endswith((".pkl", ".pickle", ".joblib")) for name in files)
    assert WAYS[model].load(files).log_odds(HELD[0]) == pytest.approx(said, abs=1e-6)


@pytest.mark.parametrize("model", [model for model, way in WAYS.items() if way.grows])
def test_growing_stops_when_held_customers_gain_nothing(model: Model) -> None:
    """And it can be asked what it said earlier."""
    setting = {name: value for name, value in quick(model).items() if name != "rounds"}
    grown: Grown = WAYS[model].fit(Task(FEATURES, LABEL, held=HELD), {**setting, "rate": 0.3})  # type: ignore[assignment]  # it grows
    best = int(np.argmin(grown.curve)) + 1
    assert len(grown.curve) < 400
    early, late = grown.log_odds_after(HELD[0], best), grown.log_odds(HELD[0])
    assert np.logaddexp(0, np.where(HELD[1] == 1, -early, early)).mean() == pytest.approx(grown.curve.min(), abs=1e-5)
    assert not np.allclose(early, late)
    assert grown.after(best).log_odds(HELD[0]) == pytest.approx(early, abs=1e-6)
    assert grown.log_odds(HELD[0]) == pytest.approx(late)


@pytest.mark.parametrize("model", [Model.XGBOOST, Model.CATBOOST, Model.FOREST, Model.EBM])
def test_a_fit_ends_when_time_is_up(model: Model) -> None:
    """With what it has by then."""
    setting = {**WAYS[model].settings[0], "rounds": 5_000}
    fitted = WAYS[model].fit(Task(FEATURES, LABEL, clock=lambda: 1.0, deadline=0.0), setting)
    assert np.isfinite(fitted.log_odds(HELD[0])).all()


def test_trees_read_without_their_library_say_what_it_says() -> None:
    """But for the little by which pure leaves are drawn to the average."""
    setting = {"leaf": 5, "share": 0}
    ours = fit_forest(Task(FEATURES, LABEL), setting).probability(HELD[0])
    theirs = RandomForestClassifier(TREES, min_samples_leaf=5, random_state=0).fit(FEATURES.indicators, LABEL)
    assert ours == pytest.approx(theirs.predict_proba(HELD[0].indicators)[:, 1], abs=0.06)
    assert np.corrcoef(ours, theirs.predict_proba(HELD[0].indicators)[:, 1])[0, 1] > 0.99


def test_the_tables_of_an_explainable_machine_add_up_with_pairs_of_columns() -> None:
    """Each adds its own; missing numbers and unseen words have a place."""
    fitted = ebm.fit_ebm(Task(FEATURES, LABEL), {"pairs": 2})
    assert any(len(term.columns) == 2 for term in fitted.terms)
    assert np.isfinite(fitted.log_odds(HELD[0])).all()
