"""Who leaves, when, why, and the true chance of it: the part of the truth that the engine must guess."""

from dataclasses import dataclass

import numpy as np

from cs_engine.sample.days import NEVER, next_turn
from cs_engine.sample.draws import BoolArray, FloatArray, IntArray, TextArray, between, pick, uniform
from cs_engine.sample.life import (
    EXPOSURE_SHARE,
    FIT_SHARE,
    HEALTH_MEMORY,
    PULL_MEMORY,
    UNPAID_DAYS,
    Block,
    Course,
    Departures,
    log_risk,
)

AHEAD_WEEKS = 13
"""90 days, the horizon of every probability we show."""
_WEAK_REASONS = ("low_adoption", "missing_feature", "support", "price")
_PULLED_REASONS = ("competitor", "budget", "price", "acquired")
CHAMPION_REASON_DAYS = 200
CHAMPION_REASONS = 0.6
"""For so long, and in this share of the losses, the leaving of the champion is named as the reason."""


@dataclass(frozen=True, slots=True)
class Losses:
    """One entry per account; NEVER and an empty reason where it stays.

    ``lost_on`` is the event date: notice, else the first missed renewal, else the first unpaid invoice.
    """

    notice: IntArray
    lost_on: IntArray
    end: IntArray
    """Last day of service."""
    reason: TextArray
    involuntary: BoolArray


def losses(block: Block, away: Departures, path: Course) -> Losses:
    """Return the first loss of each account over the whole span."""
    rate = path.notice_exposure * np.exp(log_risk(path.health, path.pull))
    decided = _first_week(block, "notice", rate)
    stopped = _first_week(block, "stop-paying", path.stop_rate)
    notice, lapse = _notice_and_lapse(block, decided)
    unpaid = _turn(block, stopped, "billing")
    involuntary = unpaid < np.minimum(notice, lapse)
    notice = np.where(involuntary, NEVER, notice)
    lost_on = np.minimum(np.minimum(notice, lapse), unpaid)
    end = np.where(involuntary, unpaid + block.ints("due_days") + UNPAID_DAYS, _service_end(block, notice, lapse))
    reason = _reasons(block, away, path, lost_on)
    reason = np.where(involuntary, "nonpayment", reason)
    return Losses(notice, lost_on, np.minimum(end, NEVER), np.where(lost_on < NEVER, reason, ""), involuntary)


def _first_week(block: Block, stream: str, rate: FloatArray) -> IntArray:
    """Return the Monday of the first week in which the event comes."""
    weeks = block.span.weeks
    hit = uniform(block.draws.outer(stream, weeks)) < 1.0 - np.exp(-rate)
    return np.where(hit.any(axis=1), weeks[hit.argmax(axis=1)], NEVER)


def _notice_and_lapse(block: Block, decided: IntArray) -> tuple[IntArray, IntArray]:
    """Return the day of notice and, for those who let the contract run out in silence, of the missed renewal."""
    lapses = block.flags("lapses")
    day = decided + between(block.draws.outer("notice-day"), 0, 5)
    told = np.where(lapses | (decided == NEVER), NEVER, day)
    return np.minimum(told, block.ints("notice_on")), np.where(lapses, _turn(block, decided, "term"), NEVER)


def _turn(block: Block, week: IntArray, months: str) -> IntArray:
    """Return the renewal or invoice day that falls into the week, NEVER where there is no week."""
    known = np.where(week < NEVER, week, block.span.until)
    return np.where(week < NEVER, next_turn(known, block.contract_from, block.ints(months)), NEVER)


def _service_end(block: Block, notice: IntArray, lapse: IntArray) -> IntArray:
    known = np.where(notice < NEVER, notice, block.span.until) + block.ints("notice_days")
    last = next_turn(known, block.contract_from, block.ints("term")) - 1
    return np.where(notice < NEVER, last, np.where(lapse < NEVER, lapse - 1, NEVER))


def _reasons(block: Block, away: Departures, path: Course, lost_on: IntArray) -> TextArray:
    rows = np.arange(len(lost_on))
    week = block.span.week_of(lost_on)
    pulled = path.pull[rows, week] > -path.health[rows, week]
    keys = block.draws.outer("reason")
    weak = np.array(_WEAK_REASONS, dtype=object)[pick(keys, (4, 3, 2, 1))]
    drawn = np.array(_PULLED_REASONS, dtype=object)[pick(keys, (4, 3, 2, 1))]
    since = lost_on - away.champion_left
    orphaned = (
        (since >= 0) & (since < CHAMPION_REASON_DAYS) & (uniform(block.draws.outer("orphaned")) < CHAMPION_REASONS)
    )
    return np.where(orphaned, "champion_left", np.where(pulled, drawn, weak))


def chance_90_days(block: Block, path: Course, week: IntArray) -> FloatArray:
    """Return the true chance of a loss within 90 days as seen at the start of the given weeks: (accounts, weeks).

    Formula: 1 - exp(-sum over 13 weeks of E[rate]); health and pull are expected to return to their lasting
    level at their own pace, E[exp(x)] = exp(mean + variance / 2) for what is still open about them.
    """
    lasting_health = block.floats("mood")[:, None] + _wild(block) * FIT_SHARE * block.floats("fit")[:, None]
    lasting_pull = _wild(block) * EXPOSURE_SHARE * block.floats("exposure")[:, None]
    shock = path.shock[:, week]
    swing = path.health[:, week] - shock - lasting_health
    drift = path.pull[:, week] - lasting_pull
    total = np.zeros(swing.shape)
    for ahead in range(AHEAD_WEEKS):
        health = lasting_health + shock + swing * HEALTH_MEMORY**ahead
        pull = lasting_pull + drift * PULL_MEMORY**ahead
        notice = np.exp(log_risk(health, pull) + _open_variance(ahead) / 2) * path.notice_exposure[:, week + ahead]
        total += notice + path.stop_rate[:, week + ahead]
    return 1.0 - np.exp(-total)


def _wild(block: Block) -> FloatArray:
    return (1.0 - block.floats("steady"))[:, None]


def _open_variance(ahead: int) -> float:
    health = (
        float(log_risk(np.array(1.0), np.array(0.0)) ** 2) * (1 - FIT_SHARE**2) * (1 - HEALTH_MEMORY ** (2 * ahead))
    )
    pull = float(log_risk(np.array(0.0), np.array(1.0)) ** 2) * (1 - EXPOSURE_SHARE**2)
    return health + pull * (1 - PULL_MEMORY ** (2 * ahead))
