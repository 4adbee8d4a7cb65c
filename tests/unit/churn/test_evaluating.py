"""An evaluation tells how true a model is on customers it has not seen, beside what is free."""

import numpy as np
import pytest

from cs_engine.churn.customers import Customers
from cs_engine.churn.evaluating import evaluate
from cs_engine.churn.measuring import by_cost, estimates, reliability, share_interval
from cs_engine.churn.ranking import roc_auc
from cs_engine.records.churn import Evaluation, Model, Trialed, Wanted
from tests.unit.churn.people import copied, people

WANTED = Wanted(lambda: 0.0, Model.LOGISTIC)


@pytest.fixture(scope="module")
def found() -> Evaluation:
    """Return what an evaluation of honest customers finds."""
    frame, label = people(600)
    return evaluate(Customers(frame, label), Trialed(WANTED, folds=3, repeats=2), frame["spend"].to_numpy())


def test_every_figure_has_an_interval_around_it(found: Evaluation) -> None:
    """And stands beside naive ways."""
    auc = found.metrics["roc_auc"]
    assert auc.low is not None
    assert auc.high is not None
    assert 0.65 < auc.low < auc.value < auc.high < 0.85
    assert found.metrics["log_loss"].value < found.baselines["base rate"]["log_loss"]
    assert auc.value > found.baselines["only visits"]["roc_auc"] > found.baselines["base rate"]["roc_auc"]
    assert found.metrics["revenue_per_contact"].value > 0


def test_intervals_of_shares_stay_between_none_and_all() -> None:
    """However few customers there are; a log loss may be above 1."""
    label, said = np.array([1, 0, 0, 0] * 5, dtype=np.int8), np.array([0.9, 0.1, 0.8, 0.3] * 5)
    named = {"recall": roc_auc, "log_loss": lambda one, other: 3 * float(one.mean() + other.mean())}
    ends = estimates(named, label, [said], [[np.arange(20)]], None)
    assert (ends["recall"].value, ends["recall"].high) == (1.0, 1.0)
    assert ends["log_loss"].high is not None
    assert ends["log_loss"].high > ends["log_loss"].value > 1


def test_the_report_adds_up(found: Evaluation) -> None:
    """As many are called at risk as it happens to, so precision and recall are alike."""
    lost, stays = found.report
    assert lost.support == found.positives
    assert lost.support + stays.support == found.rows
    assert lost.precision == pytest.approx(lost.recall, abs=0.02)
    assert sum(one.count for one in found.reliability) == found.rows


def test_copies_are_kept_together_and_no_longer_flatter() -> None:
    """Chance labels of copied customers look forecast only to folds that divide them."""
    frame, _ = copied(60, 6)
    label = np.tile(np.random.default_rng(2).integers(0, 2, 60), 6).astype(np.int8)
    groups = np.tile(np.arange(60), 6)
    asked = Trialed(Wanted(lambda: 0.0, Model.TREE), folds=3, repeats=1)
    honest = evaluate(Customers(frame, label, groups), asked).metrics["roc_auc"].value
    flattered = evaluate(Customers(frame, label), asked).metrics["roc_auc"].value
    assert flattered > 0.8
    assert honest < 0.65


def test_a_threshold_by_cost_is_where_a_contact_pays() -> None:
    """A loss that costs four contacts: from one in five on."""
    assert by_cost(4).at == 0.2


def test_shares_have_wilson_intervals() -> None:
    """0 of 10: 0 to 27.8 % (published)."""
    low, high = share_interval(0, 10)
    assert (low, round(high, 3)) == (0.0, 0.278)
    (bar,) = [one for one in reliability(np.array([0, 1], dtype=np.int8), np.array([0.1, 0.9])) if one.said > 0.5]
    assert bar.happened == 1.0
