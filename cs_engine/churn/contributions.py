"""What each column adds to what a machine says of a customer: exactly, so that nothing is left to explain."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from cs_engine.churn.features import Features, Floats
from cs_engine.churn.machine import CHUNK, Machine
from cs_engine.churn.models.fitting import to_log_odds, to_probability
from cs_engine.churn.models.ways import WAYS

ALIKE = 1e-9
"""Probabilities nearer than this are the same: their quotient would be all rounding."""


class Scale(StrEnum):
    """On which contributions add up."""

    LOG_ODDS = "log-odds"
    PROBABILITY = "probability"


@dataclass(frozen=True, eq=False)
class Contributions:
    """What the columns add, calibration included: the base and a row together are what the machine says of it.

    Attributes:
        base: what is said of the average customer, on the scale.
        added: the rows of the frame, one column for each that the machine uses.
        scale: on which they add up; trees add up shares, all other ways log-odds.
    """

    base: float
    added: pd.DataFrame
    scale: Scale

    def on_log_odds(self) -> pd.DataFrame:
        """Return what the columns add to the log-odds; what adds up as probability is stretched in proportion."""
        if self.scale is Scale.LOG_ODDS:
            return self.added
        said = self.base + self.added.sum(axis=1).to_numpy()
        stretched = _quotient(to_log_odds(said), to_log_odds(np.array([self.base])), said - self.base)
        return self.added.mul(np.where(np.isnan(stretched), 1 / (said * (1 - said)), stretched), axis=0)


def contributions(machine: Machine, frame: pd.DataFrame) -> Contributions:
    """Return what each column adds, for every row of a frame with all the columns that are needed.

    Columns are those of the frame: what the levels of its words, the knots of a number or the days between two dates
    add is summed up, days between two dates by half for each.
    """
    pieces = [_of_features(machine, machine.preparation.features(piece)) for piece in _pieces(frame)]
    sources = machine.preparation.sources
    names = list(machine.preparation.columns)
    shares = np.zeros((len(sources), len(names)))
    for place, columns in enumerate(sources):
        shares[place, [names.index(name) for name in columns]] = 1 / len(columns)
    added = np.concatenate([piece for _, piece in pieces]) @ shares
    return Contributions(pieces[0][0], pd.DataFrame(added, index=frame.index, columns=names), _scale(machine))


def _pieces(frame: pd.DataFrame) -> list[pd.DataFrame]:
    return [frame.iloc[start : start + CHUNK] for start in range(0, max(1, len(frame)), CHUNK)]


def _scale(machine: Machine) -> Scale:
    return Scale.LOG_ODDS if all(WAYS[part.model].adds for part in machine.parts) else Scale.PROBABILITY


def _of_features(machine: Machine, features: Features) -> tuple[float, Floats]:
    if _scale(machine) is Scale.PROBABILITY:
        return _of_shares(machine, features)
    found = [(part.weight, part.fitted.effects(features)) for part in machine.parts]
    base = machine.constant + sum(weight * one.base for weight, one in found)
    return base, np.sum([weight * one.added for weight, one in found], axis=0)


def _of_shares(machine: Machine, features: Features) -> tuple[float, Floats]:
    """Return the same for trees, which stand alone: what they add to the share, stretched to what calibration adds."""
    (part,) = machine.parts
    found = part.fitted.effects(features)
    share = found.base + found.added.sum(axis=1)
    usual = np.array([found.base])
    base = to_probability(machine.constant + part.weight * to_log_odds(usual))
    said = to_probability(machine.constant + part.weight * to_log_odds(share))
    stretched = _quotient(said, base, share - found.base)
    slope = part.weight * said * (1 - said) / (share * (1 - share))
    return float(base[0]), found.added * np.where(np.isnan(stretched), slope, stretched)[:, None]


def _quotient(said: Floats, base: Floats, distance: Floats) -> Floats:
    """Return by how much a distance from the base was stretched; NaN where there is none."""
    alike = np.abs(distance) < ALIKE
    return np.where(alike, np.nan, (said - base) / np.where(alike, 1.0, distance))
