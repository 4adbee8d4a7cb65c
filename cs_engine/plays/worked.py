"""What worked: how often each play reached its goal, and how health moved against similar accounts without it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd
from scipy.stats import t

from cs_engine.metrics.satisfaction import Share, wilson
from cs_engine.records.plays import PlayRun, RunState

FEWEST_PAIRS = 10
"""Of fewer, one odd account decides the mean: nothing is said."""
AFTER = timedelta(days=56)
"""Eight weeks: what a play did shows in two four-week windows of use."""
NEAR = timedelta(days=10)
"""Snapshots are weekly; a missed one still leaves a neighbor."""
SCORE_REACH = 10.0
"""Points by which two accounts may differ at the start: half of what divides At risk from Healthy."""
TAIL = 0.975


@dataclass(frozen=True, slots=True)
class Effect:
    """How health moved against similar accounts without the play, in points; empty below the fewest pairs.

    Attributes:
        points: mean of the differences.
        low: of its 95 % interval.
        high: of it.
        pairs: how many pairs were found.
    """

    points: float | None
    low: float | None
    high: float | None
    pairs: int


@dataclass(frozen=True, slots=True)
class Worked:
    """What one play has done.

    Attributes:
        runs: started.
        ended: of these, not running any more.
        met: share of those that met or missed their goal which met it; stopped ones are in neither.
        effect: on health.
    """

    play: str
    runs: int
    ended: int
    met: Share
    effect: Effect


def what_worked(runs: Sequence[PlayRun], scores: pd.DataFrame) -> tuple[Worked, ...]:
    """Return what each play has done, the most used first.

    Every run is paired with one account that had the same segment and stage and nearly the same score when the play
    began, and for which the play did not run until the end of the eight weeks; each account stands for one run of a
    play at most. The nearest score is taken, between equals the first id.

    Args:
        runs: started plays, old ones included.
        scores: ``account_id``, ``as_of`` (aware), ``score`` (0-100), ``segment`` and ``stage`` as of then; one row per
            account and snapshot.

    Formula:
        effect = mean over the pairs of (score after - score before) of the account with the play, less the same of the
        other; interval: mean +- t(n - 1) sd / sqrt(n)
    Source:
        matched-pairs difference in differences; it removes what befell everybody and most of the drift to the mean.
    """
    plays: dict[str, list[PlayRun]] = {}
    for run in sorted(runs, key=lambda run: (run.started_at, run.id)):
        plays.setdefault(run.play, []).append(run)
    found = [_worked(play, those, scores) for play, those in plays.items()]
    return tuple(sorted(found, key=lambda each: (-each.runs, each.play)))


def effect_of(differences: Iterable[float]) -> Effect:
    """Return the mean of paired differences with its 95 % interval; silent below the fewest pairs."""
    known = list(differences)
    n = len(known)
    if n < FEWEST_PAIRS:
        return Effect(None, None, None, n)
    mean = math.fsum(known) / n
    spread = math.sqrt(math.fsum((each - mean) ** 2 for each in known) / (n - 1))
    reach = float(t.ppf(TAIL, n - 1)) * spread / math.sqrt(n)
    return Effect(mean, mean - reach, mean + reach, n)


def _worked(play: str, runs: Sequence[PlayRun], scores: pd.DataFrame) -> Worked:
    met = sum(run.state is RunState.MET for run in runs)
    missed = sum(run.state is RunState.MISSED for run in runs)
    ended = sum(run.state is not RunState.ACTIVE for run in runs)
    return Worked(play, len(runs), ended, wilson(met, met + missed), effect_of(_differences(runs, scores)))


def _differences(runs: Sequence[PlayRun], scores: pd.DataFrame) -> Iterable[float]:
    taken: set[str] = set()
    for run in runs:
        known = _moves(run, scores)
        if run.account_id not in known.index:
            continue
        own = known.loc[run.account_id]
        busy = {each.account_id for each in runs if _overlaps(each, run)}
        like = known[(known["segment"] == own["segment"]) & (known["stage"] == own["stage"])]
        like = like[~like.index.isin(busy | taken)]
        distance = (like["before"] - own["before"]).abs()
        near = distance[distance <= SCORE_REACH]
        if near.empty:
            continue
        twin = str(near.sort_index().idxmin())
        taken.add(twin)
        yield float(known["move"][run.account_id]) - float(known["move"][twin])


def _moves(run: PlayRun, scores: pd.DataFrame) -> pd.DataFrame:
    """Return how every account's score moved from the run's start to eight weeks later, by account."""
    start, end = run.started_at, run.started_at + AFTER
    known = scores[scores["score"].notna()].sort_values(["account_id", "as_of"])
    before = known[(known["as_of"] > start - NEAR) & (known["as_of"] <= start)].groupby("account_id").last()
    after = known[(known["as_of"] >= end - NEAR) & (known["as_of"] <= end + NEAR)].groupby("account_id").last()
    both = before.join(after["score"].rename("after"), how="inner")
    return both.assign(before=both["score"], move=both["after"] - both["score"])


def _overlaps(other: PlayRun, run: PlayRun) -> bool:
    """Tell whether another run of the play was at work at any time of the run's eight weeks."""
    return other.started_at <= run.started_at + AFTER and (other.ended_at is None or other.ended_at >= run.started_at)
