"""The curves of an evaluation: how well probabilities rank, what contacting reaches, what more customers bring."""

import numpy as np

from cs_engine.churn import ranking
from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Floats, Label, Rows
from cs_engine.churn.folds import Folds
from cs_engine.churn.models.fitting import Task, to_probability
from cs_engine.churn.models.logistic import fit_logistic
from cs_engine.churn.preparation import prepare
from cs_engine.churn.roles import roles_of
from cs_engine.records.churn_curves import Amount, Curves, Point, Reached, Told

MOST_POINTS = 100
"""An eye tells no more apart on a page."""
SHARES = tuple(step / 20 for step in range(1, 21))
"""Of the customers that are contacted: every twentieth."""
PARTS = (0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
"""Of the customers there are to learn from."""
FEWEST = 10
"""Of either kind, from which a regression learns something."""
STRENGTH = 0.1
STEPS = 20
"""Of probability, in which customers are counted."""
MOST_LEARNED = 20_000
"""Customers from whom the curve is drawn: beyond it is flat."""


def curves(customers: Customers, said: Floats, folds: Folds, money: Floats | None, left_out: frozenset[str]) -> Curves:
    """Return all curves.

    Args:
        customers: whose label is known.
        said: probability of each out of fold, missing where never tested.
        folds: in which it was said.
        money: revenue of each row, missing where unknown.
        left_out: columns that are not learned from.
    """
    tested = ~np.isnan(said)
    label, chance = customers.label[tested], said[tested]
    roc, precision_recall = _ranked(label, chance)
    paid = None if money is None else np.nan_to_num(money[tested])
    reached = tuple(_reached(label, chance, paid, share) for share in SHARES)
    return Curves(roc, precision_recall, reached, _amounts(customers, folds, left_out), _told(label, chance))


def _ranked(label: Label, said: Floats) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Return the ROC curve and precision by recall, with one point per distinct probability before thinning."""
    order = np.argsort(-said, kind="stable")
    hits, ranked = np.cumsum(label[order], dtype="float64"), said[order]
    last = np.flatnonzero(np.append(np.diff(ranked) != 0, True))
    found, counted, at = hits[last], last + 1.0, ranked[last]
    recall, false = found / hits[-1], (counted - found) / max(len(label) - hits[-1], 1.0)
    shown = _thinned(len(last))
    roc = [Point(0.0, 0.0, 1.0), *(Point(float(false[i]), float(recall[i]), float(at[i])) for i in shown)]
    return tuple(roc), tuple(Point(float(recall[i]), float(found[i] / counted[i]), float(at[i])) for i in shown)


def _thinned(count: int) -> Rows:
    return np.unique(np.linspace(0, count - 1, min(count, MOST_POINTS)).round().astype(np.int64))


def _told(label: Label, said: Floats) -> tuple[Told, ...]:
    """Count customers by what they were told, up to the last step in which there are any."""
    step = np.minimum((said * STEPS).astype(np.int64), STEPS - 1)
    counts, lost = np.bincount(step), np.bincount(step, weights=label)
    return tuple(
        Told(place / STEPS, (place + 1) / STEPS, int(count), int(lost[place])) for place, count in enumerate(counts)
    )


def _reached(label: Label, said: Floats, money: Floats | None, share: float) -> Reached:
    count, caught = max(1, round(share * len(label))), ranking.top_recall(label, said, share)
    lift = ranking.top_lift(label, said, share)
    lost = 0.0 if money is None else float((label * money).sum())
    if money is None or lost <= 0:
        return Reached(share, count, caught, lift)
    amount = ranking.caught_per_contact(label, said, money, share) * count
    return Reached(share, count, caught, lift, amount / lost, amount)


def _amounts(customers: Customers, folds: Folds, left_out: frozenset[str]) -> tuple[Amount, ...]:
    """Return how a regression does by customers learned from; nothing where it does no better than the base rate."""
    roles = {name: role for name, role in roles_of(customers.frame).roles.items() if name not in left_out}
    features = prepare(customers.frame, roles).features(customers.frame)
    orders = [np.random.default_rng(0).permutation(learned)[:MOST_LEARNED] for learned, _ in folds]
    found = []
    for part in PARTS:
        learned = [order[: round(part * len(order))] for order in orders]
        kinds = [np.bincount(customers.label[rows], minlength=2) for rows in learned]
        if kinds and min(int(one.min()) for one in kinds) >= FEWEST:
            scores = []
            for rows, (_, tested) in zip(learned, folds, strict=True):
                model = fit_logistic(Task(features.take(rows), customers.label[rows]), {"strength": STRENGTH})
                said, label = to_probability(model.log_odds(features.take(tested))), customers.label[tested]
                scores.append((ranking.log_loss(label, said), ranking.roc_auc(label, said)))
            loss, auc = np.nanmean(scores, axis=0)
            found.append(Amount(round(float(np.mean([len(rows) for rows in learned]))), float(loss), float(auc)))
    rate = np.full(len(customers), customers.label.mean())
    return tuple(found) if found and found[-1].log_loss < ranking.log_loss(customers.label, rate) else ()
