"""Targets of a team: how far it has come, where it will be on the due date, and whether that is off track."""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from cs_engine.errors import BadInput
from cs_engine.metrics.catalogue import ALL, Direction, Metric, metric_named
from cs_engine.metrics.satisfaction import Z_95

FEWEST_OBSERVATIONS = 4
"""Three steps are the fewest whose spread says anything."""
KEYS = frozenset({"team", "metric", "target", "owner", "due", "direction"})
NEEDED = ("team", "metric", "target", "owner", "due")


class Track(StrEnum):
    """Where a target stands."""

    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    """The forecast misses it, its interval does not."""
    OFF_TRACK = "off_track"
    """Even the best end of the forecast's interval misses it, or it was due and is missed."""
    UNKNOWN = "unknown"
    """No value, or too short a history to forecast from."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a team aims at; ``target`` in the metric's own unit (1.1 for an NRR of 110 %)."""

    team: str
    metric: Metric
    target: float
    owner: str
    due: date
    direction: Direction

    def is_met_by(self, value: float) -> bool:
        """Tell whether a value is as good as the target."""
        return value >= self.target if self.direction is Direction.UP else value <= self.target


@dataclass(frozen=True, slots=True)
class Seen:
    """What a metric was on a day."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast with its 95 % interval, from so many observations."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a target stands on a day.

    ``done``: the part of the way from the first observation to the target, below 0 when moving away; ``elapsed``: the
    part of the time; both empty where there is no way or no time between.
    """

    target: Target
    track: Track
    first: Seen | None
    latest: Seen | None
    done: float | None
    elapsed: float | None
    outlook: Outlook | None

    @property
    def needs_attention(self) -> bool:
        """Whether somebody should be told."""
        return self.track is Track.OFF_TRACK


def read_targets(text: str, origin: str, among: Iterable[Metric] = ALL) -> tuple[Target, ...]:
    """Return the targets of a TOML file: one ``[[kpi]]`` each, in the order of the file.

    Args:
        text: what the file holds.
        origin: what to call it.
        among: the figures that can be aimed at.

    Raises:
        BadInput: one sentence with the file, which target and what is wrong.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BadInput(f"{origin} is no valid TOML: {wrong}.") from wrong
    entries = said.get("kpi", [])
    if set(said) - {"kpi"} or not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise BadInput(f"{origin} must hold one [[kpi]] per target and nothing else.")
    figures = tuple(among)
    return tuple(_target(each, figures, f"{origin}: kpi {number}") for number, each in enumerate(entries, 1))


def progress(target: Target, history: Sequence[Seen], today: date) -> Progress:
    """Return where a target stands.

    Args:
        target: what is aimed at.
        history: observations, one per period, in any order; those after ``today`` do not count.
        today: the local day.

    Formula:
        done = (latest - first) / (target - first); elapsed = days since the first / days from it to the due date
    Source:
        straight-line progress; the decision itself rests on the forecast and its interval.
    """
    seen = sorted((each for each in history if each.day <= today), key=lambda each: each.day)
    if not seen:
        return Progress(target, Track.UNKNOWN, None, None, None, None, None)
    first, latest = seen[0], seen[-1]
    outlook = forecast(seen, target.due, (target.metric.low, target.metric.high)) if today <= target.due else None
    way, time = target.target - first.value, (target.due - first.day).days
    return Progress(
        target=target,
        track=_track(target, latest, outlook, today),
        first=first,
        latest=latest,
        done=(latest.value - first.value) / way if way else None,
        elapsed=min(1.0, (today - first.day).days / time) if time > 0 else None,
        outlook=outlook,
    )


def forecast(history: Sequence[Seen], due: date, bounds: tuple[float, float] = (-math.inf, math.inf)) -> Outlook | None:
    """Return what a metric will be on ``due``, if it goes on as it has; ``None`` with fewer than four observations.

    Args:
        history: observations in order of their days, about evenly apart.
        due: not before the last of them.
        bounds: the smallest and largest value possible; the forecast is cut to them.

    Formula:
        last + steps ahead x drift, drift = (last - first) / steps seen;
        +- 1.96 s sqrt(steps ahead (1 + steps ahead / steps seen)), s = spread of the steps around the drift
    Source:
        random walk with drift (Hyndman and Athanasopoulos, Forecasting): no season or curve is read into few points.
    """
    steps = len(history) - 1
    if len(history) < FEWEST_OBSERVATIONS or history[0].day == history[-1].day:
        return None
    drift = (history[-1].value - history[0].value) / steps
    ahead = (due - history[-1].day).days / ((history[-1].day - history[0].day).days / steps)
    moves = [two.value - one.value - drift for one, two in pairwise(history)]
    spread = math.sqrt(sum(move * move for move in moves) / (steps - 1))
    value = history[-1].value + ahead * drift
    reach = Z_95 * spread * math.sqrt(max(0.0, ahead) * (1 + max(0.0, ahead) / steps))
    low, middle, high = (min(max(each, bounds[0]), bounds[1]) for each in (value - reach, value, value + reach))
    return Outlook(middle, low, high, len(history))


def _track(target: Target, latest: Seen, outlook: Outlook | None, today: date) -> Track:
    if target.is_met_by(latest.value) and today >= target.due:
        return Track.MET
    if today > target.due:
        return Track.OFF_TRACK
    if outlook is None:
        return Track.UNKNOWN
    best = outlook.high if target.direction is Direction.UP else outlook.low
    if not target.is_met_by(best):
        return Track.OFF_TRACK
    return Track.ON_TRACK if target.is_met_by(outlook.value) else Track.AT_RISK


def _target(said: Mapping[str, object], among: Iterable[Metric], place: str) -> Target:
    unknown, missing = sorted(set(said) - KEYS), [name for name in NEEDED if name not in said]
    if unknown or missing:
        what = f"there is no key {unknown[0]}" if unknown else f"{missing[0]} is missing"
        raise BadInput(f"{place}: {what.capitalize()}; a target has team, metric, target, owner, due and direction.")
    try:
        metric = metric_named(_text(said, "metric", place), among)
    except BadInput as wrong:
        raise BadInput(f"{place}: {wrong}") from wrong
    return Target(
        team=_text(said, "team", place),
        metric=metric,
        target=_number(said["target"], metric, place),
        owner=_text(said, "owner", place),
        due=_day(said["due"], place),
        direction=_direction(said.get("direction", metric.direction.value), place),
    )


def _text(said: Mapping[str, object], name: str, place: str) -> str:
    value = said[name]
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f'{place}: {name} must be a text, such as {name} = "...".')
    return value.strip()


def _number(value: object, metric: Metric, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not metric.low <= value <= metric.high:
        raise BadInput(f"{place}: target must be a number from {metric.low:g} to {metric.high:g}, as {metric.key} is.")
    return float(value)


def _day(value: object, place: str) -> date:
    if type(value) is not date:
        raise BadInput(f"{place}: due must be a date without quotes, such as due = 2026-12-31.")
    return value


def _direction(value: object, place: str) -> Direction:
    if value not in (Direction.UP, Direction.DOWN):
        raise BadInput(f'{place}: direction must be "up" (more is better) or "down".')
    return Direction(str(value))
