"""Contacts between us and the customers: the weak are called more often, and answer less."""

import numpy as np

from cs_engine.sample.days import NEVER, second_text
from cs_engine.sample.draws import BoolArray, FloatArray, IntArray, TextArray, pick, poisson, uniform
from cs_engine.sample.people import Roster, contact_ids
from cs_engine.sample.scene import Columns, Scene, arrivals, kept, known_text, moments, row_ids

_PER_WEEK = {"digital": 0.05, "mid": 0.26, "enterprise": 0.55}
RISK_IN_TOUCHES = 0.4
"""How much more we call per unit of risk: this is why touches go with losses without causing them."""
TWO_WAY = 0.55
"""Share of contacts in which an average customer takes part."""
INBOUND = 0.12
"""Share of contacts that the customer began."""
_TYPES_TWO_WAY = ("call", "meeting", "email", "qbr", "onsite", "slack")
_TYPES_OUTBOUND = ("email", "call", "slack")
_PLACES = (5, 2, 4, 2, 1, 5)
"""How often each place at the account is the one we speak with, if it is taken."""
LATE_SHARE, LATE_DAYS = 0.06, 9
_MET_EDGES, _MISSED_EDGES = (0.22, 0.62), (0.6, 0.85)
"""Where outcomes change: negative, neutral, positive; no_answer, left_message, rescheduled."""
_MET = np.array(("negative", "neutral", "positive"), dtype=object)
_MISSED = np.array(("no_answer", "left_message", "rescheduled"), dtype=object)
HANDOVERS_PER_YEAR = 0.06


def handovers(scene: Scene) -> IntArray:
    """Return the day on which each account got its next CSM, NEVER where it kept the first."""
    weeks = scene.span.weeks
    hit = uniform(scene.draws.outer("handover", weeks)) < HANDOVERS_PER_YEAR / 52.0
    hit &= (weeks >= scene.block.ints("signup")[:, None]) & (weeks > scene.span.start)
    hit &= ~scene.block.flags("steady")[:, None]
    return np.where(hit.any(axis=1), weeks[hit.argmax(axis=1)], NEVER)


def touchpoints(scene: Scene, people: Roster) -> Columns:
    """Return one row per contact known by the last day; some are logged days later."""
    row, day, number = _drawn(scene)
    draws, span = scene.draws.of(row), scene.span
    place, there = _with_whom(scene, people, row, day, number)
    health = scene.path.health[row, span.week_of(day)]
    two_way, direction = _direction(scene, row, day, number)
    outcome = _outcome(two_way, health, uniform(draws.paired("touch-outcome", day, number)))
    known = arrivals(day, draws.paired("late-touch", day, number), LATE_SHARE, LATE_DAYS)
    owner = np.where(
        day >= handovers(scene)[row], scene.block.texts("next_owner")[row], scene.block.texts("owner")[row]
    )
    columns = {
        "row": row,
        "touch_id": row_ids(scene.block.texts("account_id")[row], "U", day, number),
        "account_id": scene.block.texts("account_id")[row],
        "contact_id": np.where(there, contact_ids(scene, row, place), ""),
        "at": second_text(moments(day, draws.paired("touch-hour", day, number)), span.end_second),
        "type": _type(scene, row, day, number, two_way),
        "direction": direction,
        "outcome": outcome,
        "by": owner,
        "known_at": known_text(known, span),
    }
    return kept(columns, known < span.end_second)


def _drawn(scene: Scene) -> tuple[IntArray, IntArray, IntArray]:
    weeks = scene.span.weeks
    base = np.array([_PER_WEEK[segment] for segment in scene.block.texts("segment")])[:, None]
    risk = np.clip(0.5 * scene.path.pull - 0.8 * scene.path.health, -2.0, 2.5)
    counts = poisson(scene.draws.outer("touches", weeks), base * np.exp(RISK_IN_TOUCHES * risk))
    row, week = np.nonzero(counts)
    repeats = counts[row, week]
    row, week = np.repeat(row, repeats), np.repeat(week, repeats)
    number = np.arange(len(row)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    day = weeks[week] + pick(scene.draws.of(row).paired("touch-day", weeks[week], number), [1] * 5)
    first = np.maximum(scene.block.ints("signup"), scene.span.start)[row]
    open_ = (day >= first) & (day <= np.minimum(scene.served_until[row], scene.span.until))
    return row[open_], day[open_], number[open_]


def _with_whom(
    scene: Scene, people: Roster, row: IntArray, day: IntArray, number: IntArray
) -> tuple[IntArray, BoolArray]:
    """Return the place of the person and whether anybody was there."""
    there = (day[:, None] >= people.since[row]) & (day[:, None] < people.left[row])
    weight = np.cumsum(there * np.array(_PLACES, dtype=np.float64), axis=1)
    draw = uniform(scene.draws.of(row).paired("touch-who", day, number)) * weight[:, -1]
    return (draw[:, None] >= weight).sum(axis=1).clip(0, len(_PLACES) - 1), weight[:, -1] > 0


def _direction(scene: Scene, row: IntArray, day: IntArray, number: IntArray) -> tuple[BoolArray, TextArray]:
    health = scene.path.health[row, scene.span.week_of(day)]
    chance = uniform(scene.draws.of(row).paired("touch-direction", day, number))
    answers = day < scene.block.ints("silent_from")[row]
    two_way = answers & (chance < np.clip(TWO_WAY + 0.22 * health, 0.15, 0.9))
    inbound = two_way & (chance < INBOUND)
    return two_way, np.select([inbound, two_way], ["inbound", "two_way"], "outbound").astype(object)


def _type(scene: Scene, row: IntArray, day: IntArray, number: IntArray, two_way: BoolArray) -> TextArray:
    keys = scene.draws.of(row).paired("touch-type", day, number)
    spoken = np.array(_TYPES_TWO_WAY, dtype=object)[pick(keys, (34, 26, 24, 6, 3, 7))]
    sent = np.array(_TYPES_OUTBOUND, dtype=object)[pick(keys, (60, 32, 8))]
    return np.where(two_way, spoken, sent)


def _outcome(two_way: BoolArray, health: FloatArray, chance: FloatArray) -> TextArray:
    met = _MET[np.searchsorted(_MET_EDGES, chance + 0.12 * health)]
    missed = _MISSED[np.searchsorted(_MISSED_EDGES, chance)]
    return np.where(two_way, met, missed)
