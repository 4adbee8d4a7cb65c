"""What is drawn of an evaluation agrees with its figures."""

import time
from dataclasses import replace

import numpy as np
import pytest

from cs_engine.churn.curves import curves
from cs_engine.churn.evaluating import evaluate
from cs_engine.churn.ranking import roc_auc
from cs_engine.records.churn import Model, Trialed, Wanted
from cs_engine.records.churn_curves import Curves
from tests.unit.churn.people import customers


def drawn(money: bool = True) -> tuple[Curves, np.ndarray, np.ndarray]:  # noqa: FBT001, FBT002 - with or without
    """Return the curves of customers whose probability is known to be half right."""
    people = customers(600)
    chance = np.random.default_rng(0)
    said = np.clip(0.3 * people.label + chance.random(600) * 0.6, 0.01, 0.99)
    paid = chance.exponential(100, 600) if money else None
    return curves(people, said, people.folds(3, 0), paid, frozenset({"region"})), people.label, said


def test_the_area_below_the_roc_curve_is_the_roc_auc() -> None:
    """Within what thinning takes away."""
    found, label, said = drawn()
    area = np.trapezoid([one.y for one in found.roc], [one.x for one in found.roc])
    assert area == pytest.approx(roc_auc(label, said), abs=0.005)
    assert (found.roc[0].x, found.roc[-1].x, found.roc[-1].y) == (0.0, 1.0, 1.0)
    assert len(found.roc) <= 101


def test_precision_ends_at_the_share_of_losses() -> None:
    """Calling everybody is right as often as it happens."""
    found, label, _ = drawn()
    assert found.precision_recall[-1].x == 1.0
    assert found.precision_recall[-1].y == pytest.approx(label.mean())


def test_contacting_everybody_catches_all_and_lifts_nothing() -> None:
    """And fewer are caught more than in proportion; money only where there is some."""
    found, _, _ = drawn()
    last = found.reached[-1]
    assert (last.share, last.customers, last.caught, last.lift) == (1.0, 600, 1.0, 1.0)
    assert last.revenue == pytest.approx(1.0)
    assert all(one.lift >= 1 for one in found.reached)
    assert all(one.revenue is None and one.money is None for one in drawn(money=False)[0].reached)


def test_everybody_is_counted_once_by_what_they_were_told() -> None:
    """With those to whom it happened."""
    found, label, said = drawn()
    assert sum(one.customers for one in found.told) == len(label)
    assert sum(one.happened for one in found.told) == label.sum()
    assert found.told[-1].low <= said.max() <= found.told[-1].high


def test_more_customers_teach_more() -> None:
    """Sizes grow, and the last is all that a fold has."""
    found, _, _ = drawn()
    sizes = [one.customers for one in found.amounts]
    assert sizes == sorted(sizes)
    assert sizes[-1] == 400
    assert found.amounts[-1].log_loss < found.amounts[0].log_loss


def test_where_nothing_is_learned_more_customers_are_not_said_to_help() -> None:
    """Labels of chance."""
    people = customers(300)
    chance = replace(people, label=np.random.default_rng(1).permutation(people.label))
    assert curves(chance, np.full(300, 0.3), chance.folds(3, 0), None, frozenset()).amounts == ()


def test_curves_are_only_drawn_where_they_are_wanted() -> None:
    """A figure needs none."""
    asked = Trialed(Wanted(time.monotonic, Model.TREE), folds=2, repeats=1)
    assert evaluate(customers(200), asked).curves is None
    both = evaluate(customers(200), Trialed(asked.wanted, folds=2, repeats=2, drawn=True)).curves
    assert both is not None
    assert both.roc[-1].y == 1.0
