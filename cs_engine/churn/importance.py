"""Which columns matter: how much worse it gets when one column's values are mixed up among customers."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from cs_engine.churn.blending import Choice
from cs_engine.churn.features import Features, Label
from cs_engine.churn.folds import Folds
from cs_engine.churn.losses import log_losses
from cs_engine.churn.models.fitting import Fitted
from cs_engine.records.churn import Importance

LOOKED_AT = 1_000
"""Rows per fold: enough to tell columns that matter from those that do not."""
MOST = 200
"""Columns of a wide file that are mixed up, first to last."""


def importances(
    choice: Choice,
    features: Features,
    label: Label,
    folds: Folds,
    seed: int,
    is_late: Callable[[], bool] = lambda: False,
) -> tuple[Importance, ...]:
    """Return the columns of the file, those that matter most first; when time is up, as far as they were looked at.

    Formula:
        mean over folds of log loss with the column mixed up - log loss; stability: share of folds where it is above 0
    Source:
        permutation importance (Breiman 2001), out of fold
    """
    trial = max(choice.parts, key=lambda part: part[1])[0]
    chance = np.random.default_rng(seed)
    rises: Mapping[str, list[float]] = defaultdict(list)
    for fitted, (_, tested) in zip(trial.fitted, folds, strict=True):
        rows = tested[:LOOKED_AT]
        _mix_up(fitted, features.take(rows), label[rows], chance, rises, is_late)
    found = [Importance(name, float(np.mean(one)), float(np.mean(np.array(one) > 0))) for name, one in rises.items()]
    return tuple(sorted(found, key=lambda one: -one.loss))


def _mix_up(
    fitted: Fitted,
    held: Features,
    label: Label,
    chance: np.random.Generator,
    rises: Mapping[str, list[float]],
    is_late: Callable[[], bool],
) -> None:
    usual = float(log_losses(label, fitted.log_odds(held)).mean())
    order = chance.permutation(len(held))
    for name, (numbers, words) in _places(held).items():
        if is_late():
            return
        mixed = Features(
            _with(held.numbers, numbers, order), held.number_names, _with(held.codes, words, order), held.words
        )
        rises[name].append(float(log_losses(label, fitted.log_odds(mixed)).mean()) - usual)


def _places(features: Features) -> dict[str, tuple[list[int], list[int]]]:
    """Return where each column of the file is, among numbers and among words."""
    found: dict[str, tuple[list[int], list[int]]] = {}
    for place, name in enumerate(features.number_names):
        found.setdefault(name, ([], []))[0].append(place)
    for place, one in enumerate(features.words):
        found.setdefault(one.name, ([], []))[1].append(place)
    return dict(list(found.items())[:MOST])


def _with(table: np.ndarray, places: Sequence[int], order: np.ndarray) -> np.ndarray:
    if not places:
        return table
    mixed = table.copy()
    mixed[:, places] = table[order][:, places]
    return mixed
