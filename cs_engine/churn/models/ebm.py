"""An explainable boosting machine: a table per column, and read without the library that made it."""

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from interpret.glassbox import ExplainableBoostingClassifier
from numpy.typing import NDArray

from cs_engine.churn.features import Features, Floats
from cs_engine.churn.models.fitting import Effects, Setting, Task

FILE = "ebm.json"
BAGS = 4
"""Averages of four halve the noise of one; more cost more than they bring."""
BINS = 256


@dataclass(frozen=True, eq=False)
class Term:
    """What one column, or two together, add to the log-odds.

    Attributes:
        columns: places among numbers and words, numbers first.
        cuts: of each column: where a number's next bin starts, or the bin of each code of words.
        scores: log-odds by bin, one axis per column; bin 0 is for missing.
    """

    columns: tuple[int, ...]
    cuts: tuple[Floats, ...]
    scores: Floats

    def of(self, features: Features) -> Floats:
        """Return what it adds, one per row."""
        bins = tuple(_bins(features, place, cuts) for place, cuts in zip(self.columns, self.cuts, strict=True))
        return np.asarray(self.scores[bins])


@dataclass(frozen=True, eq=False)
class Explainable:
    """Terms and a constant: their sum is the logarithm of the odds."""

    terms: tuple[Term, ...]
    constant: float

    def log_odds(self, features: Features) -> Floats:
        """Return the logarithm of the odds, one per row."""
        total = np.full(len(features), self.constant)
        for term in self.terms:
            total += term.of(features)
        return total

    def effects(self, features: Features) -> Effects:
        """Return what each feature adds to the log-odds; what two add together is halved between them."""
        added = np.zeros((len(features), len(features.number_names) + len(features.words)))
        for term in self.terms:
            added[:, term.columns] += term.of(features)[:, None] / len(term.columns)
        return Effects(self.constant, added)

    def packed(self) -> Mapping[str, bytes]:
        """Return its one file."""
        terms = [
            {
                "columns": list(term.columns),
                "cuts": [cuts.tolist() for cuts in term.cuts],
                "scores": term.scores.tolist(),
            }
            for term in self.terms
        ]
        return {FILE: json.dumps({"constant": self.constant, "terms": terms}).encode()}


def fit_ebm(task: Task, setting: Setting) -> Explainable:
    """Fit a table per column, and for as many pairs as ``pairs`` says."""
    features = task.features
    numbers = len(features.number_names)
    kinds = ["continuous"] * numbers + ["nominal"] * len(features.words)
    model = ExplainableBoostingClassifier(
        feature_types=kinds,
        max_bins=BINS,
        outer_bags=BAGS,
        interactions=int(setting.get("pairs", 0)),
        n_jobs=1,  # its workers are processes, which cost more than they save here
        random_state=task.seed,
        callback=lambda _bag, _step, _progress, _metric: task.is_late,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it warns that its pictures do not show missing values
        model.fit(_table(features), task.label)
    terms = tuple(
        Term(tuple(columns), tuple(_cuts(model, features, place, len(columns)) for place in columns), scores)
        for columns, scores in zip(model.term_features_, model.term_scores_, strict=True)
    )
    return Explainable(terms, float(np.ravel(model.intercept_)[0]))


def load_ebm(files: Mapping[str, bytes]) -> Explainable:
    """Return it from its file."""
    kept: dict[str, Any] = json.loads(files[FILE])
    terms = tuple(
        Term(
            tuple(term["columns"]),
            tuple(np.asarray(cuts, dtype="float64") for cuts in term["cuts"]),
            np.asarray(term["scores"], dtype="float64"),
        )
        for term in kept["terms"]
    )
    return Explainable(terms, float(kept["constant"]))


def _table(features: Features) -> pd.DataFrame:
    numbers = pd.DataFrame(features.numbers)
    codes = pd.DataFrame(features.codes.astype("str"), columns=range(numbers.shape[1], _width(features)))
    return pd.concat([numbers, codes], axis=1)


def _width(features: Features) -> int:
    return len(features.number_names) + len(features.words)


def _cuts(model: ExplainableBoostingClassifier, features: Features, place: int, together: int) -> Floats:
    """Return a number's cuts, or the bin of each code; a code that was not seen has the last bin."""
    finest = model.bins_[place]
    known = finest[min(together, len(finest)) - 1]
    if place < features.numbers.shape[1]:
        return np.asarray(known, dtype="float64")
    levels = len(features.words[place - features.numbers.shape[1]].levels)
    unseen = max(known.values(), default=0) + 1
    return np.array([known.get(str(code), unseen) for code in range(levels)], dtype="float64")


def _bins(features: Features, place: int, cuts: Floats) -> NDArray[np.int64]:
    numbers = features.numbers.shape[1]
    if place >= numbers:
        return cuts.astype(np.int64)[features.codes[:, place - numbers]]
    values = features.numbers[:, place]
    return np.where(np.isnan(values), 0, np.searchsorted(cuts, values, side="right") + 1)
