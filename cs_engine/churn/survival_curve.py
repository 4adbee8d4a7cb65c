"""How likely a loss is by one day after another, up to a year: the chance within the horizon, carried on.

The chance is the covariate of a discrete-time hazard model with a baseline of its own for every stretch of days and
for every situation of contracts: most annual customers leave around the day on which they decide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

from cs_engine.churn.certainty import alike, interval_of
from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Floats, Label
from cs_engine.churn.folds import Groups, Moments
from cs_engine.churn.machine import Held
from cs_engine.metrics.stake import MONTHLY
from cs_engine.records.churn_accounts import HORIZON_DAYS
from cs_engine.records.loss_curve import LossCurve, Situation, Stretch
from cs_engine.records.risk import CurvePoint

ENDS = (30, 60, 90, 180, 270, 365)
"""Days that are told: months of the next quarter, then quarters."""
SPANS = tuple(zip((0, *ENDS[:-1]), ENDS, strict=True))
LEAD_DAYS = 14
"""Notice comes about two weeks before the last day on which it can be given: there the loss is expected."""
MONTH = 365.25 / 12
"""Days of a month of a contract's term."""
APART_DAYS = 28
"""As-of days lie so far apart: a longer stretch is seen from several of them, and counts only once."""
FEWEST_SEEN = 30
"""Accounts seen in a stretch: with fewer, its share of losses would be a few accounts' luck."""
LEVEL_SPREAD, SLOPE_SPREAD = 3.0, 0.5
"""Standard deviations of the belief that the hazard stays as it is: twenty times as much takes few losses to say."""
SUREST = 1e-6
"""No chance is nearer to never or to certain."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Seen:
    """Chances that were told on earlier days, and what became of the accounts.

    Attributes:
        said: chance within the horizon, by a model that had not learned from the account.
        frame: with ``term_months`` and ``decision_days``.
        days: as-of day of each row.
        losses: the day of the first loss after it; not a time where there was none.
        groups: the account of each row.
        until: the last day of which it is known who was lost.
    """

    said: Floats
    frame: pd.DataFrame
    days: Moments
    losses: Moments
    groups: Groups
    until: np.datetime64

    def alive(self, start: int) -> Flags:
        """Tell which rows were not lost so many days later."""
        return np.asarray(np.isnat(self.losses) | (self.losses > self.days + np.timedelta64(start, "D")))

    def lost(self, end: int) -> Flags:
        """Tell which rows were lost by so many days later."""
        return np.asarray(self.losses <= self.days + np.timedelta64(end, "D"))

    def settled(self, end: int) -> Flags:
        """Tell of which rows it is known who was lost by so many days later."""
        return np.asarray(self.days + np.timedelta64(end, "D") <= self.until)


def curve_of(customers: Customers, held: Held | None, until: np.datetime64) -> LossCurve | None:
    """Return what the past up to a day says of the year after a chance; ``None`` where nothing was ever said.

    Args:
        customers: those learned from, with the days of their losses.
        held: what was said of them out of fold.
        until: the last day of which it is known who was lost.
    """
    seen = _seen(customers, held, until)
    return None if seen is None else learn_curve(seen)


def learn_curve(seen: Seen, horizon: int = HORIZON_DAYS) -> LossCurve:
    """Return what the past says of the year after a chance was told.

    Accounts enter on the day their chance was told and leave with the loss or the last day of the past: stretches that
    reach beyond it do not count.
    """
    found = tuple(
        stretch
        for span in SPANS
        for situation, there in situations(seen.frame, span).items()
        if (stretch := _stretch(seen, there & seen.alive(span[0]) & seen.settled(span[1]), (situation, span), horizon))
    )
    curve = LossCurve(horizon, found, {})
    said = probabilities(curve, seen.said, seen.frame)
    known = [seen.settled(end) & ~np.isnan(said[:, place]) for place, end in enumerate(ENDS)]
    groups = {
        end: alike(said[rows, place], seen.lost(end)[rows].astype(np.int8), seen.groups[rows])
        for place, (end, rows) in enumerate(zip(ENDS, known, strict=True))
    }
    return LossCurve(horizon, found, groups)


def probabilities(curve: LossCurve, said: Floats, frame: pd.DataFrame) -> Floats:
    """Return how likely a loss is by each of ``ENDS``, one row per row of the frame, NaN beyond what was seen.

    Args:
        curve: what was learned.
        said: chance within the horizon.
        frame: with ``term_months`` and ``decision_days``.

    Formula:
        1 - exp(-sum over stretches of days / horizon x H exp(level + slope (log H - middle))), H = -log(1 - chance)
    Source:
        proportional hazards in grouped time (Prentice and Gloeckler 1978), landmarked on the day the chance is told
        (van Houwelingen 2007)
    """
    known = {(one.situation, one.start): one for one in curve.stretches}
    chance = _log_hazard(said)
    added = np.full((len(chance), len(ENDS)), np.nan)
    for place, span in enumerate(SPANS):
        for situation, there in situations(frame, span).items():
            one = known.get((situation, span[0]))
            if one is not None:
                share = np.log((one.end - one.start) / curve.horizon)
                added[there, place] = np.exp(share + _log_rate(chance[there], one))
    return np.asarray(-np.expm1(-np.cumsum(added, axis=1)))


def points(curve: LossCurve | None, said: Floats, frame: pd.DataFrame) -> Iterator[tuple[CurvePoint, ...]]:
    """Yield the curve of each row, up to the last day of which enough is known; without a curve empty ones.

    The interval is what became of accounts of about the same probability by that day.
    """
    if curve is None:
        yield from ((),) * len(said)
        return
    for row in probabilities(curve, said, frame).tolist():
        found: list[CurvePoint] = []
        for end, probability in zip(ENDS, row, strict=True):
            if np.isnan(probability):
                break
            low, high = interval_of(probability, curve.alike.get(end, ())) or (None, None)
            found.append(CurvePoint(end, probability, low, high))
        yield tuple(found)


def situations(frame: pd.DataFrame, span: tuple[int, int]) -> Mapping[Situation, Flags]:
    """Return which rows are in which situation in a stretch of days."""
    term, ahead = (frame[name].to_numpy("float64") for name in ("term_months", "decision_days"))
    waits = (term > MONTHLY) & ~np.isnan(ahead)
    near = waits & (ahead <= HORIZON_DAYS)
    decides = waits & _decides(np.maximum(ahead - LEAD_DAYS, 0.0), term * MONTH, span)
    return {
        Situation.ANY_DAY: ~waits,
        Situation.NEAR_DECIDES: near & decides,
        Situation.NEAR_WAITS: near & ~decides,
        Situation.FAR_DECIDES: waits & ~near & decides,
        Situation.FAR_WAITS: waits & ~near & ~decides,
    }


def _seen(customers: Customers, held: Held | None, until: np.datetime64) -> Seen | None:
    if held is None or customers.known is None or customers.losses is None or customers.groups is None:
        return None
    rows = held.rows
    losses = customers.losses[rows]
    known = np.where(losses <= until, losses, np.datetime64("NaT"))
    return Seen(held.said, customers.frame.iloc[rows], customers.known[rows], known, customers.groups[rows], until)


def _decides(first: Floats, term: Floats, span: tuple[int, int]) -> Flags:
    """Tell who decides in a stretch, for the first time or a whole number of terms later."""
    start, end = span
    turns = np.maximum(np.ceil((start - first) / term), 0.0)
    return np.asarray(first + turns * term < end)


def _stretch(seen: Seen, rows: Flags, where: tuple[Situation, tuple[int, int]], horizon: int) -> Stretch | None:
    """Return what was seen of one situation in one stretch, ``None`` where that is too little."""
    situation, (start, end) = where
    accounts = len(np.unique(seen.groups[rows]))
    if accounts < FEWEST_SEEN:
        return None
    chance, lost = _log_hazard(seen.said[rows]), seen.lost(end)[rows]
    middle = float(chance.mean())
    offset = float(np.log((end - start) / horizon))
    level, slope = _fitted(chance, offset, lost.astype(np.int8), min(1.0, APART_DAYS / (end - start)))
    losses = len(np.unique(seen.groups[rows][lost]))
    return Stretch(situation, start, end, level, slope, middle, accounts, losses)


def _fitted(chance: Floats, offset: float, lost: Label, weight: float) -> tuple[float, float]:
    """Return level and slope that fit best, held back towards a hazard that stays as it is.

    Formula:
        min over level, slope >= -1 of -weight sum log likelihood + (level / 3)^2 / 2 + (slope / 0.5)^2 / 2,
        P(lost) = 1 - exp(-exp(offset + z + level + slope (z - mean z)))
    """
    beside = chance - chance.mean()

    def cost(at: Floats) -> tuple[float, Floats]:
        rate = np.exp(np.clip(offset + chance + at[0] + at[1] * beside, -50, 5))
        hazard = -np.expm1(-rate)
        said = np.where(lost == 1, np.log(np.maximum(hazard, 1e-300)), -rate)
        pull = np.where(lost == 1, rate * (1 - hazard) / np.maximum(hazard, 1e-300), -rate)
        spreads = np.array([LEVEL_SPREAD, SLOPE_SPREAD])
        value = -weight * said.sum() + ((at / spreads) ** 2).sum() / 2
        slope = -weight * np.array([pull.sum(), pull @ beside]) + at / spreads**2
        return float(value), slope

    found = minimize(cost, np.zeros(2), jac=True, bounds=[(None, None), (-1.0, None)], method="L-BFGS-B").x
    return float(found[0]), float(found[1])


def _log_rate(chance: Floats, one: Stretch) -> Floats:
    return np.asarray(chance + one.level + one.slope * (chance - one.middle))


def _log_hazard(said: Floats) -> Floats:
    """Return the log of the cumulative hazard that makes a chance."""
    return np.asarray(np.log(-np.log1p(-np.clip(said, SUREST, 1 - SUREST))))
