"""A machine: what was learned, ready to say how likely it is for customers it has not seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cs_engine.churn.features import Features, Floats, Rows
from cs_engine.churn.models.fitting import Fitted, Setting, to_log_odds, to_probability
from cs_engine.churn.preparation import Preparation
from cs_engine.records.churn import Band, Learned, Model
from cs_engine.records.churn_accounts import Grounds
from cs_engine.records.loss_curve import LossCurve

ODDS_OF_HIGH = 2.0
"""High is who has at least twice the odds of the average customer; below the average is low."""
CHUNK = 100_000
"""Rows at a time: features of a million would not fit beside the file."""


@dataclass(frozen=True, eq=False)
class Part:
    """One model of a blend.

    Attributes:
        model: the way.
        setting: with which it was fitted.
        weight: of its log-odds.
        fitted: what was learned.
    """

    model: Model
    setting: Setting
    weight: float
    fitted: Fitted


@dataclass(frozen=True, eq=False)
class Held:
    """What is said of customers by models that have not learned from them.

    Attributes:
        rows: places among those learned from.
        said: probability of each.
    """

    rows: Rows
    said: Floats


@dataclass(frozen=True, eq=False)
class Machine:
    """Log-odds of its parts, weighed and added to a constant.

    Attributes:
        preparation: how columns become features.
        parts: at least one.
        constant: added; with the weights it is the calibration.
        learned: what learning found.
        label: column that was learned.
        positive: its value that stands for *it happened*.
        id_column: names customers, where there is one.
        kinds: how each column of a file is read.
        telling: by topic, the smallest effect on the log-odds that is no noise; other topics tell nothing.
        typical: medians of the numbers of those learned from, by column.
        grounds: what it stands on, where it was learned from the book.
        curve: how the year goes on after a chance, where it was learned from the book.
        held: out of fold, while it is learned; it is not kept in the file.
    """

    preparation: Preparation
    parts: tuple[Part, ...]
    constant: float
    learned: Learned
    label: str = ""
    positive: str = ""
    id_column: str | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    telling: Mapping[str, float] = field(default_factory=dict)
    typical: Mapping[str, float] = field(default_factory=dict)
    grounds: Grounds | None = None
    curve: LossCurve | None = None
    held: Held | None = None

    @property
    def base_rate(self) -> float:
        """Share of the customers learned from to whom it happened."""
        return self.learned.positives / self.learned.rows

    def log_odds(self, features: Features) -> Floats:
        """Return calibrated log-odds, one per row."""
        return self.constant + sum(
            (part.weight * part.fitted.log_odds(features) for part in self.parts), start=np.zeros(len(features))
        )

    def probability(self, frame: pd.DataFrame) -> Floats:
        """Return probabilities, 0 to 1, one per row of a frame with all the columns that are needed."""
        said = [np.zeros(0)]
        for start in range(0, len(frame), CHUNK):
            piece = frame.iloc[start : start + CHUNK]
            said.append(to_probability(self.log_odds(self.preparation.features(piece))))
        return np.concatenate(said)

    def bands(self, probability: Floats) -> list[Band]:
        """Return how each probability compares with the average customer's odds."""
        average = float(to_log_odds(np.array([self.base_rate]))[0])
        places = np.digitize(to_log_odds(probability), (average, average + float(np.log(ODDS_OF_HIGH))))
        names = (Band.LOW, Band.MEDIUM, Band.HIGH)
        return [names[place] for place in places.tolist()]
