"""The hidden weekly course of every account: health, outside pull, and the chance of a loss.

Health shows in use, tickets, answers and meetings; the outside pull (budget, competitor, politics) hardly shows
anywhere, which is why some accounts leave without a drop in use and why no model can be right every time.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cs_engine.sample.days import NEVER, WEEK, Span, next_turn
from cs_engine.sample.draws import BoolArray, Draws, FloatArray, IntArray, TextArray, between, uniform, wander
from cs_engine.sample.seasons import Seasons

HEALTH_MEMORY = 0.957
"""Weekly; half of a deviation is gone after 16 weeks."""
PULL_MEMORY = 0.975
FIT_SHARE = 0.45
EXPOSURE_SHARE = 0.45
"""Lasting part of the standard deviation of health and pull; the rest comes and goes."""
HEALTH_WEIGHT = 1.55
PULL_WEIGHT = 0.65
"""What one standard deviation adds to the log of the rate of notice."""
NOTICE_PER_YEAR = 0.036
"""Rate of an average account; the mean is higher because the weak weigh more."""
STOPS_PER_YEAR = 0.012
"""Customers that simply stop paying."""
SOLVENCY_WEIGHT = 0.8
WINDOW_DAYS = 42
"""Annual customers decide within six weeks before the notice deadline."""
LEAST_TENURE_DAYS = 45
CHAMPION_LEAVES_PER_YEAR = 0.12
SUCCESSORS = 0.55
"""Share of champions who are followed by somebody within two months."""
CHAMPION_SHOCK = -1.0
SUCCESSOR_RELIEF = 0.4
PAUSES_PER_YEAR = 0.015
WEEKS_PER_YEAR = 52.0
UNPAID_DAYS = 60
"""An account is closed 60 days after the due date of the first invoice it did not pay."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some accounts of the company: the days, their random numbers, their fixed traits, and everybody's seasons."""

    span: Span
    draws: Draws
    traits: pd.DataFrame
    seasons: Seasons

    def ints(self, trait: str) -> IntArray:
        """Return a trait as whole numbers."""
        return self.traits[trait].to_numpy(dtype=np.int64)

    def floats(self, trait: str) -> FloatArray:
        """Return a trait as numbers."""
        return self.traits[trait].to_numpy(dtype=np.float64)

    def flags(self, trait: str) -> BoolArray:
        """Return a trait as yes or no."""
        return self.traits[trait].to_numpy(dtype=bool)

    def texts(self, trait: str) -> TextArray:
        """Return a trait as texts."""
        return self.traits[trait].to_numpy(dtype=object)

    @property
    def paid_from(self) -> IntArray:
        """First paid day; NEVER for a trial that was not taken up."""
        return np.where(self.flags("converts"), self.ints("signup") + self.ints("trial_days"), NEVER)

    @property
    def contract_from(self) -> IntArray:
        """The first paid day as month arithmetic needs it: a day even where there never is one."""
        return np.minimum(self.paid_from, self.span.until + 10 * 366)


@dataclass(frozen=True, slots=True)
class Departures:
    """When each account's first champion left and was followed, NEVER where not; and when it paused."""

    champion_left: IntArray
    successor_since: IntArray
    pause_from: IntArray
    pause_until: IntArray


@dataclass(frozen=True, slots=True)
class Course:
    """Weekly paths, one row per account and one column per week of the span."""

    health: FloatArray
    pull: FloatArray
    shock: FloatArray
    notice_exposure: FloatArray
    """Rate of notice of an average account in each week; zero outside the weeks in which it may decide."""
    stop_rate: FloatArray


def departures(block: Block) -> Departures:
    """Draw who leaves and who pauses; the named accounts keep to their tales."""
    steady = block.flags("steady")
    left = _first_day(block, "champion-leaves", CHAMPION_LEAVES_PER_YEAR)
    followed = uniform(block.draws.outer("successor")) < SUCCESSORS
    since = left + between(block.draws.outer("successor-after"), 10, 60)
    pause = _first_day(block, "pause", PAUSES_PER_YEAR)
    until = pause + between(block.draws.outer("pause-length"), 30, 86)
    return Departures(
        champion_left=np.where(steady, NEVER, left),
        successor_since=np.where(followed & (left < NEVER) & ~steady, since, NEVER),
        pause_from=np.where(steady, block.ints("pause_from"), pause),
        pause_until=np.where(steady, block.ints("pause_until"), np.where(pause < NEVER, until, NEVER)),
    )


def _first_day(block: Block, stream: str, per_year: float) -> IntArray:
    """Return the day of the first event at a constant rate, at least 90 days after sign-up."""
    weeks = block.span.weeks
    hit = uniform(block.draws.outer(stream, weeks)) < per_year / WEEKS_PER_YEAR
    hit &= weeks >= np.maximum(block.ints("signup") + 90, block.span.start)[:, None]
    first = weeks[hit.argmax(axis=1)] + between(block.draws.outer(f"{stream}-day"), 0, 5)
    return np.where(hit.any(axis=1), first, NEVER)


def course(block: Block, away: Departures) -> Course:
    """Return the latent paths and the weekly rates of notice and of not paying any more."""
    weeks = block.span.weeks
    wild = (1.0 - block.floats("steady"))[:, None]
    steps = weeks - weeks[0]
    swing = np.sqrt(1.0 - FIT_SHARE**2) * wander(block.draws.outer("health", steps), HEALTH_MEMORY)
    drift = np.sqrt(1.0 - EXPOSURE_SHARE**2) * wander(block.draws.outer("pull", steps), PULL_MEMORY)
    pull = EXPOSURE_SHARE * block.floats("exposure")[:, None] + drift
    shock = _champion_shock(weeks, away) * wild
    calm = wild * (FIT_SHARE * block.floats("fit")[:, None] + swing) + block.floats("mood")[:, None]
    paused = (weeks >= away.pause_from[:, None]) & (weeks < away.pause_until[:, None])
    open_weeks = wild * ~paused * (weeks >= block.span.start)
    return Course(
        calm + shock, pull * wild, shock, _notice_exposure(block) * open_weeks, _stop_rate(block) * open_weeks
    )


def _champion_shock(weeks: IntArray, away: Departures) -> FloatArray:
    since = weeks - away.champion_left[:, None]
    relief = np.where(weeks >= away.successor_since[:, None], SUCCESSOR_RELIEF, 1.0)
    return np.where(since >= 0, CHAMPION_SHOCK * np.exp(-np.maximum(since, 0) / (25.0 * WEEK)) * relief, 0.0)


def _notice_exposure(block: Block) -> FloatArray:
    """Return the average account's rate of notice per week: spread over the decision window of long contracts."""
    weeks = block.span.weeks[None, :]
    start, term = block.contract_from[:, None], block.ints("term")[:, None]
    turn = next_turn(weeks, start, term)
    deadline = turn - block.ints("notice_days")[:, None]
    per_term = NOTICE_PER_YEAR * np.minimum(term / 12.0, 1.6)
    window = np.minimum(WINDOW_DAYS, term * 30)
    deciding = (weeks >= deadline - window) & (weeks + WEEK <= deadline)
    spread = np.where(deciding, per_term / (window // WEEK), 0.0)
    lapsing = np.where((turn - weeks < WEEK) & (turn > start), per_term, 0.0)
    monthly = np.full_like(spread, NOTICE_PER_YEAR / WEEKS_PER_YEAR)
    rate = np.where(term == 1, monthly, np.where(block.flags("lapses")[:, None], lapsing, spread))
    return np.where(weeks >= start + LEAST_TENURE_DAYS, rate, 0.0)


def _stop_rate(block: Block) -> FloatArray:
    """Return the chance per week that the invoice of that week is the first one never paid."""
    weeks = block.span.weeks[None, :]
    start, months = block.contract_from[:, None], block.ints("billing")[:, None]
    issued = next_turn(weeks, start, months) - weeks < WEEK
    weakness = np.exp(-SOLVENCY_WEIGHT * block.floats("solvency") - SOLVENCY_WEIGHT**2 / 2)[:, None]
    return np.where(issued & (weeks >= start + LEAST_TENURE_DAYS), STOPS_PER_YEAR * months / 12.0 * weakness, 0.0)


def log_risk(health: FloatArray, pull: FloatArray) -> FloatArray:
    """Return what an account's state adds to the log of its rate of notice."""
    return PULL_WEIGHT * pull - HEALTH_WEIGHT * health
