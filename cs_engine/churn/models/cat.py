"""Gradient boosting by CatBoost, which knows what to do with words of many levels."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import catboost
import numpy as np
import pandas as pd

from cs_engine.churn.features import Features, Floats, Label
from cs_engine.churn.models.fitting import Effects, Setting, Task

FILE = "catboost.cbm"
MOST_ROUNDS = 1_500
PATIENCE = 60
"""Rounds without getting better on held customers before growing stops."""


@dataclass(frozen=True, eq=False)
class CatBoosted:
    """Symmetric trees whose log-odds add up."""

    model: catboost.CatBoostClassifier
    curve: Floats

    def log_odds(self, features: Features) -> Floats:
        """Return the logarithm of the odds, one per row."""
        return self.log_odds_after(features, 0)

    def log_odds_after(self, features: Features, rounds: int) -> Floats:
        """Return what it said after so many rounds; 0 stands for all."""
        most = min(rounds, int(self.model.tree_count_))
        said = self.model.predict(_pool(features, None), prediction_type="RawFormulaVal", ntree_end=most)
        return np.asarray(said, dtype="float64")

    def after(self, rounds: int) -> "CatBoosted":
        """Return the model as it was after so many rounds."""
        shorter = self.model.copy()
        shorter.shrink(min(rounds, int(shorter.tree_count_)))
        return CatBoosted(shorter, self.curve[:rounds])

    def effects(self, features: Features) -> Effects:
        """Return what each feature adds to the log-odds, by the library's own exact Shapley values."""
        found = self.model.get_feature_importance(_pool(features, None), type="ShapValues", thread_count=1)
        return Effects(float(found[:, -1].mean()), features.by_feature(found[:, :-1]))

    def packed(self) -> Mapping[str, bytes]:
        """Return its one file, in CatBoost's own binary format."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / FILE
            self.model.save_model(str(path), format="cbm")
            return {FILE: path.read_bytes()}


class _Deadline:
    def __init__(self, task: Task) -> None:
        self.task = task

    def after_iteration(self, info: Any) -> bool:  # noqa: ANN401 - as CatBoost calls it
        del info
        return not self.task.is_late


def fit_catboost(task: Task, setting: Setting) -> CatBoosted:
    """Grow ``rounds`` trees of ``depth`` with ``rate``; with held customers, as many as still help them."""
    model = catboost.CatBoostClassifier(
        iterations=int(setting.get("rounds", MOST_ROUNDS)),
        depth=int(setting["depth"]),
        learning_rate=setting["rate"],
        l2_leaf_reg=setting.get("ridge", 3.0),
        bootstrap_type="MVS",
        subsample=0.8,
        rsm=setting.get("columns", 1.0),
        random_seed=task.seed,
        thread_count=task.threads,
        allow_writing_files=False,
        logging_level="Silent",
        early_stopping_rounds=PATIENCE if task.held else None,
        use_best_model=False,
    )
    held = _pool(*task.held) if task.held else None
    model.fit(_pool(task.features, task.label), eval_set=held, callbacks=[_Deadline(task)])
    curve = model.get_evals_result()["validation"]["Logloss"] if held is not None else []
    return CatBoosted(model, np.asarray(curve, dtype="float64"))


def load_catboost(files: Mapping[str, bytes]) -> CatBoosted:
    """Return it from its file."""
    model = catboost.CatBoostClassifier()
    model.load_model(blob=files[FILE])
    return CatBoosted(model, np.array([]))


def _pool(features: Features, label: Label | None) -> catboost.Pool:
    """Return the indicators, with codes of wide words as words."""
    wide = list(features.wide_places)
    if not wide:
        return catboost.Pool(features.indicators, label)
    table = pd.DataFrame(features.indicators)
    return catboost.Pool(table.astype(dict.fromkeys(wide, "int32")), label, cat_features=wide)
