"""Gradient boosting of few measures, each of which may move the risk one way only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xgboost

from cs_engine.churn.features import Features, Floats
from cs_engine.churn.models.fitting import Effects, Setting, Task
from cs_engine.churn.models.xgb import Boosted, load_xgboost
from cs_engine.churn.small import DIRECTIONS

FILE = "measures.json"
RIDGE = 5.0
"""Five times what is usual: measured on 10 to 40 losses of the sample company, less learns accidents."""


@dataclass(frozen=True, eq=False)
class Monotone:
    """Trees on some of the numbers; the others are not looked at.

    Attributes:
        measures: names of the numbers.
        boosted: what was learned of them; of a missing one that it is missing.
    """

    measures: tuple[str, ...]
    boosted: Boosted

    def log_odds(self, features: Features) -> Floats:
        """Return the logarithm of the odds, one per row."""
        return self.boosted.log_odds(_some(features, self.measures))

    def effects(self, features: Features) -> Effects:
        """Return what each measure adds to the log-odds; what is not looked at adds nothing."""
        found = self.boosted.effects(_some(features, self.measures))
        added = np.zeros((len(features), len(features.number_names) + len(features.words)))
        added[:, _places(features, self.measures)] = found.added[:, : len(self.measures)]
        return Effects(found.base, added)

    def packed(self) -> Mapping[str, bytes]:
        """Return its two files."""
        return {**self.boosted.packed(), FILE: json.dumps(self.measures).encode()}


def fit_monotone(task: Task, setting: Setting) -> Monotone:
    """Grow ``trees`` of ``depth`` on the measures of known direction; without any it says the rate."""
    measures = tuple(name for name in task.features.number_names if name in DIRECTIONS)
    knobs = {
        "objective": "binary:logistic",
        "tree_method": "hist",
        "max_depth": int(setting.get("depth", 3)),
        "eta": setting.get("rate", 0.05),
        "subsample": 0.8,
        "colsample_bytree": 0.5,
        "min_child_weight": 3,
        "lambda": RIDGE,
        "monotone_constraints": tuple(int(DIRECTIONS[name]) for name in measures) or (0,),
        "seed": task.seed,
        "nthread": task.threads,
        "verbosity": 0,
    }
    matrix = xgboost.DMatrix(_some(task.features, measures).indicators, task.label)
    booster = xgboost.train(knobs, matrix, num_boost_round=int(setting["trees"]))
    return Monotone(measures, Boosted(booster, np.array([])))


def load_monotone(files: Mapping[str, bytes]) -> Monotone:
    """Return it from its files."""
    return Monotone(tuple(json.loads(files[FILE])), load_xgboost(files))


def _some(features: Features, names: tuple[str, ...]) -> Features:
    """Return some of the numbers; where there is none of them, a column that says nothing."""
    numbers = features.numbers[:, _places(features, names)] if names else np.zeros((len(features), 1))
    return Features(numbers, names or ("",), np.zeros((len(features), 0), dtype=np.int32), ())


def _places(features: Features, names: tuple[str, ...]) -> list[int]:
    return [features.number_names.index(name) for name in names]
