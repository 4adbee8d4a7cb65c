"""Use of the product: every day over all features, every week per feature."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cs_engine.sample.contracts import DESK, INSIGHT, Lines, units_over_time
from cs_engine.sample.days import DAY_SECONDS, NEVER, WEEK, WORKING_DAYS, day_text, weekday
from cs_engine.sample.draws import BoolArray, FloatArray, IntArray, TextArray, between, normal, uniform, wander
from cs_engine.sample.scene import Columns, Scene, known_text
from cs_engine.sample.stories import Points, Story

FEATURES = {
    DESK: ("boards", "planning", "reports", "automation", "api", "mobile", "comments"),
    INSIGHT: ("dashboards", "forecasts", "exports", "alerts"),
}
_REACH = {
    DESK: (0.95, 0.6, 0.45, 0.3, 0.12, 0.35, 0.5),
    INSIGHT: (0.9, 0.35, 0.4, 0.25),
}
"""Share of the active people who use each feature in an average account."""
_ADOPTED = {DESK: (1.0, 0.95, 0.9, 0.75, 0.5, 0.8, 0.85), INSIGHT: (1.0, 0.8, 0.85, 0.6)}
"""Share of accounts that use a feature at all."""
HEALTH_IN_USE = 0.75
LAG_WEEKS = 2
"""Use follows health two weeks later: habits last a little longer than goodwill."""
DRIFT_MEMORY, DRIFT_SIZE = 0.95, 0.1
"""Moves of use that mean nothing for the contract."""
DIPS_PER_YEAR = 0.3
"""Projects end, teams move office: use falls by a third or more for some weeks and comes back."""
DAILY_SHARE = 0.7
"""Of the people active in a week, this share is active on a working day."""
RAMP_DAYS = 45
MINUTES_PER_EVENT, MINUTES_PER_PERSON = 1.7, 4.0
CROWDED = 1.15
"""Shared log-ins let use exceed what was bought, a little."""
LATE_SHARE, LATE_DAYS = 0.012, 12
"""Weeks whose rows a sync delivered late, and by how much at most."""
AFTER_NOTICE = 0.45
"""What is left of the use on the last day after notice was given."""


@dataclass(frozen=True, slots=True)
class _Product:
    name: str
    since: IntArray
    share: float


@dataclass(frozen=True, slots=True)
class _Days:
    """How busy every day is (accounts, days) and by how many days each week's rows came late (accounts, weeks)."""

    busy: FloatArray
    late: IntArray


def usage(scene: Scene, table: Lines, stories: dict[int, Story]) -> Iterator[Columns]:
    """Yield daily rows over all features and weekly rows per feature, product by product.

    ``stories`` are the named accounts by their row. Working days without use are rows with 0;
    free days without use, pauses and the time outside the contract have no rows.
    """
    level, days = _level(scene, table), _Days(_busy(scene), _late_weeks(scene))
    for product in _products(scene, table):
        tales = {row: s.second_usage if product.name == INSIGHT else s.usage for row, s in stories.items()}
        people = _people(scene, product, level, tales)
        yield _daily(scene, product, people, days)
        yield _weekly(scene, product, people, days)


def _products(scene: Scene, table: Lines) -> tuple[_Product, ...]:
    second = np.full(len(scene.losses.end), NEVER)
    lines = table.second
    second[table.row[lines]] = table.start[lines]
    return _Product(DESK, scene.block.ints("signup"), 1.0), _Product(INSIGHT, second, 0.5)


def _level(scene: Scene, table: Lines) -> FloatArray:
    """Return people active per week before seasons: (accounts, weeks)."""
    block, wild = scene.block, (1.0 - scene.block.floats("steady"))[:, None]
    drift = wander(scene.draws.outer("use-drift", scene.span.weeks - scene.span.weeks[0]), DRIFT_MEMORY)
    lagged = np.concatenate([np.repeat(scene.path.health[:, :1], LAG_WEEKS, axis=1), scene.path.health], axis=1)
    moves = HEALTH_IN_USE * lagged[:, :-LAG_WEEKS] + wild * (DRIFT_SIZE * drift + np.log(_dips(scene)))
    units = np.where(block.texts("seat_model") == "named", block.ints("seats"), block.ints("expected"))
    full = units[:, None] * units_over_time(scene, table) ** 0.8
    people: FloatArray = np.minimum(full * block.floats("utilization")[:, None] * np.exp(moves), full * CROWDED)
    return people


def _dips(scene: Scene) -> FloatArray:
    """Return what dips that have nothing to do with the contract leave of the use."""
    weeks = scene.span.weeks
    begins = uniform(scene.draws.outer("dip", weeks)) < DIPS_PER_YEAR / 52.0
    depth = 0.35 + 0.35 * uniform(scene.draws.outer("dip-depth", weeks))
    length = between(scene.draws.outer("dip-length", weeks), 4, 9)
    left = np.ones(begins.shape)
    for age in range(min(9, len(weeks))):
        lasting = begins & (length > age)
        cut = np.where(lasting, 1.0 - depth, 1.0)
        left[:, age:] = np.minimum(left[:, age:], cut[:, : len(weeks) - age])
    return left


def _busy(scene: Scene) -> FloatArray:
    """Return how busy each account is on each day, by country and trade."""
    schools = scene.block.texts("industry") == "education"
    kinds = zip(scene.block.texts("country").tolist(), schools.tolist(), strict=True)
    return np.stack([scene.block.seasons[kind] for kind in kinds])


def _people(scene: Scene, product: _Product, level: FloatArray, tales: dict[int, Points]) -> FloatArray:
    """Return people active in a week as of every day, before seasons: (accounts, days); 0 outside the contract."""
    days = scene.span.days
    people: FloatArray = level[:, scene.span.week_of(days)] * product.share
    age = days - product.since[:, None]
    ramp = 1.0 - 0.85 * np.exp(-np.maximum(age, 0) / RAMP_DAYS)
    open_ = scene.here(days) & ~scene.away_on(days) & (age >= 0)
    people = people * ramp * open_ * _left_after_notice(scene, days)
    for row, points in tales.items():
        if points:
            offsets, left = zip(*points, strict=True)
            people[row] *= np.interp(days - scene.span.anchor, offsets, left)
    return people


def _left_after_notice(scene: Scene, days: IntArray) -> FloatArray:
    gone = scene.losses
    length = np.maximum(gone.end - gone.lost_on, 1)[:, None]
    passed: FloatArray = ((days - gone.lost_on[:, None]) / length).clip(0.0, 1.0)
    left: FloatArray = 1.0 - (1.0 - AFTER_NOTICE) * passed
    return left


def _late_weeks(scene: Scene) -> IntArray:
    """Return for each account and week the days by which its rows arrived late, 0 = in time."""
    keys = scene.draws.outer("late-usage", scene.span.weeks)
    return np.where(uniform(keys) < LATE_SHARE, between(keys, 0, 10**6) % LATE_DAYS + 1, 0)


def _known(scene: Scene, end: IntArray, late: IntArray) -> tuple[IntArray, BoolArray]:
    """Return when rows became known (0 = in time) and which are known by the last day."""
    known = np.where(late > 0, (end + late) * DAY_SECONDS + 6 * 3600, 0)
    return known, known < scene.span.end_second


def _daily(scene: Scene, product: _Product, people: FloatArray, season: _Days) -> Columns:
    days = scene.span.days
    mean = people * season.busy * DAILY_SHARE
    noise = normal(scene.draws.outer(f"{product.name}-users", days))
    users = np.maximum(0, np.round(mean + noise * np.sqrt(0.3 * mean)))
    written = scene.here(days) & ~scene.away_on(days) & (days >= product.since[:, None])
    row, at = np.nonzero(written & ((users > 0) | (weekday(days) < WORKING_DAYS)))
    known, arrived = _known(scene, days[at] + 1, season.late[row, scene.span.week_of(days[at])])
    row, at, known = row[arrived], at[arrived], known[arrived]
    keys = scene.draws.of(row)
    active = np.abs(users[row, at])
    pace = scene.block.floats("intensity")[row] * np.exp(0.2 * normal(keys.paired(f"{product.name}-pace", days[at])))
    events = np.round(active * pace)
    faults = np.floor(events * 0.004 + uniform(keys.paired(f"{product.name}-errors", days[at])))
    return {
        **_who(scene, product, row),
        "feature": np.full(len(row), "*", dtype=object),
        "period_start": day_text(days[at], scene.span.until),
        "period_days": np.ones(len(row), dtype=np.int64),
        "events": events.astype(np.int64),
        "active_users": active.astype(np.int64),
        "minutes": np.round(events * MINUTES_PER_EVENT + active * MINUTES_PER_PERSON, 1),
        "errors": np.where(active > 0, faults, 0).astype(np.int64),
        "known_at": known_text(known, scene.span),
    }


def _who(scene: Scene, product: _Product, row: IntArray) -> dict[str, TextArray | IntArray]:
    names = np.full(len(row), product.name, dtype=object)
    return {"row": row, "account_id": scene.block.texts("account_id")[row], "product": names}


def _weekly(scene: Scene, product: _Product, people: FloatArray, season: _Days) -> Columns:
    """Return one row per feature and whole week in which the account could use the product."""
    features, weeks = FEATURES[product.name], scene.span.weeks
    week = np.flatnonzero((weeks >= scene.span.start) & (weeks + WEEK - 1 <= scene.span.until))
    places = np.arange(len(features))
    reach = _reach(scene, product)
    mean = _weekly_mean(people, season.busy, weeks[week] - scene.span.start)[:, None, :] * reach[:, :, None]
    noise = normal(scene.draws.outer(f"{product.name}-feature", places[:, None], weeks[week][None, :]))
    users = np.maximum(0, np.round(mean + noise * np.sqrt(0.5 * mean)))
    row, feature, at = np.nonzero(users > 0)
    monday = weeks[week][at]
    known, arrived = _known(scene, monday + WEEK, season.late[row, week[at]])
    row, feature, at, monday, known = (part[arrived] for part in (row, feature, at, monday, known))
    active = users[row, feature, at]
    pace = scene.block.floats("intensity")[row] * 2.2
    keys = scene.draws.of(row).paired(f"{product.name}-feature-pace", feature, monday)
    events = np.maximum(active, np.round(active * pace * np.exp(0.25 * normal(keys))))
    return {
        **_who(scene, product, row),
        "feature": np.array(features, dtype=object)[feature],
        "period_start": day_text(monday, scene.span.until),
        "period_days": np.full(len(row), WEEK),
        "events": events.astype(np.int64),
        "active_users": active.astype(np.int64),
        "known_at": known_text(known, scene.span),
    }


def _weekly_mean(people: FloatArray, busy: FloatArray, monday: IntArray) -> FloatArray:
    """Return people active in each week: the middle day's level, lowered in weeks that were mostly free."""
    week = np.stack([busy[:, monday + day] for day in range(WORKING_DAYS)])
    lowered: FloatArray = people[:, monday + 3] * week.max(axis=0) * (0.5 + 0.5 * week.mean(axis=0))
    return lowered


def _reach(scene: Scene, product: _Product) -> FloatArray:
    """Return the share of active people per account and feature; 0 where the account never took it up."""
    places = np.arange(len(FEATURES[product.name]))
    adopted = uniform(scene.draws.outer(f"{product.name}-adopts", places)) < np.array(_ADOPTED[product.name])
    habit = np.exp(0.3 * normal(scene.draws.outer(f"{product.name}-reach", places)))
    share: FloatArray = np.minimum(np.array(_REACH[product.name]) * habit, 1.0) * adopted
    return share
