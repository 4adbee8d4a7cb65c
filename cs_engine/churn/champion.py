"""May a newly learned model take the place of the one in use? Only if it is better on later days, beyond chance."""

from dataclasses import dataclass

import numpy as np

from cs_engine.churn.losses import log_losses
from cs_engine.churn.machine import Machine
from cs_engine.churn.measuring import draws
from cs_engine.churn.models.fitting import to_log_odds
from cs_engine.churn.out_of_time import Forecasts
from cs_engine.metrics.satisfaction import Z_95
from cs_engine.records.churn import Estimate

FEWEST_LOST = 5
"""Losses among the rows that are fair to both: with fewer, one of them decides."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two models on the same rows, which neither has learned from.

    Attributes:
        rows: that many.
        lost: rows that a loss followed.
        gain: mean log loss that the challenger saves, with its 95 % interval over accounts.
    """

    rows: int
    lost: int
    gain: Estimate

    @property
    def is_better(self) -> bool:
        """The challenger is less wrong, beyond chance."""
        return self.gain.low is not None and self.gain.low > 0

    @property
    def is_worse(self) -> bool:
        """The challenger is more wrong, beyond chance."""
        return self.gain.high is not None and self.gain.high < 0


def match(challenger: Forecasts, champion: Machine) -> Match | None:
    """Return how a challenger does against the champion on days after all that the champion learned.

    What a challenger forecast, it forecast without having learned the outcome; the champion is asked about the same
    rows, but only those after the last day of which it knew who was lost.

    Args:
        challenger: forecasts by the new way of learning.
        champion: the model in use.

    Returns:
        ``None`` where there are too few such rows to tell, or where it is not known what the champion learned from.
    """
    tested, groups = challenger.tested, challenger.tested.groups
    if champion.grounds is None or groups is None:
        return None
    rows = np.flatnonzero(np.asarray(tested.known) > np.datetime64(champion.grounds.until))
    label = tested.label[rows]
    if int(label.sum()) < FEWEST_LOST:
        return None
    frame = tested.frame.iloc[rows].reindex(columns=list(champion.preparation.columns))
    theirs = log_losses(label, to_log_odds(champion.probability(frame)))
    saved = theirs - log_losses(label, to_log_odds(challenger.said[rows]))
    spread = float(np.std([saved[drawn].mean() for drawn in draws(np.arange(len(rows)), groups[rows])]))
    gain = float(saved.mean())
    return Match(len(rows), int(label.sum()), Estimate(gain, gain - Z_95 * spread, gain + Z_95 * spread))


def replaces(found: Match | None, *, champion_is_fresh: bool) -> bool:
    """Tell whether the challenger takes the champion's place.

    Where the champion still stands, only if it is better beyond chance. A champion that is stale or has drifted is not
    used any more: then it is enough not to be worse beyond chance.
    """
    if champion_is_fresh:
        return found is not None and found.is_better
    return found is None or not found.is_worse
