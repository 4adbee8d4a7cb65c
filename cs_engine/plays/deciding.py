"""Which play fits an account, and whether a started one is over: pure functions of how the account stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cs_engine.health.facts import Facts
from cs_engine.plays.play import Play
from cs_engine.plays.standing import METRICS, Standing, readings
from cs_engine.records.bands import Band
from cs_engine.records.plays import EndReason, PlayGoal, PlayRun, RunState
from cs_engine.records.risk import ReasonKind

REST_DAYS = 30
"""A play that ended is not proposed again for a month: what just failed is not the next idea, what worked is done."""
UNWELL = (Band.WATCH, Band.AT_RISK)
GONE = "left"
"""Status of an account that is no customer any more."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a goal's metric stands and where it is to be by when; ``to`` is None when nobody can tell."""

    start: float | None
    to: float | None
    by: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a play ended."""

    state: RunState
    reason: EndReason | None = None


def suggested(plays: Iterable[Play], standing: Standing, runs: Sequence[PlayRun]) -> Play | None:
    """Return the play that fits best and is not at work yet, None when there is nothing better than what is.

    A play is left out while it runs and for a month after its end, and when its goal holds already. While other
    plays run, only one of higher priority is worth a suggestion.

    Args:
        plays: all there are.
        standing: how the account stands.
        runs: the account's started plays, old ones included.
    """
    known = tuple(plays)
    return next(iter(_rested(fitting(known, standing), known, standing, runs)), None)


def suggested_for(
    reasons: Sequence[ReasonKind], plays: Iterable[Play], standing: Standing, runs: Sequence[PlayRun]
) -> Play | None:
    """Return the play whose steps touch the largest of some reasons of a loss; of several the most urgent.

    Only accounts of which the score is not content: a healthy one needs no rescue. What is left out is left out as by
    ``suggested``.

    Args:
        reasons: those that somebody can do something about, the largest first.
        plays: all there are.
        standing: how the account stands.
        runs: the account's started plays, old ones included.
    """
    if standing.snapshot.band not in UNWELL:
        return None
    every, known = tuple(plays), readings(standing)
    right = [play for play in every if _serves(play, known) and not reached(play.goal, standing)]
    rested = _rested(sorted(right, key=lambda play: (-play.priority, play.name)), every, standing, runs)
    return next((play for reason in reasons for play in rested if reason in play.touches), None)


def _rested(wanted: Iterable[Play], plays: Iterable[Play], standing: Standing, runs: Sequence[PlayRun]) -> list[Play]:
    """Return the plays that neither run nor ended lately, above all that run."""
    running = {run.play for run in runs if run.state is RunState.ACTIVE}
    floor = max((play.priority for play in plays if play.name in running), default=-1)
    tired = running | {run.play for run in runs if _is_recent(run, standing.today)}
    return [play for play in wanted if play.name not in tired and play.priority > floor]


def fitting(plays: Iterable[Play], standing: Standing) -> list[Play]:
    """Return the plays that fit an account now, the most urgent first; between equals by name."""
    known = readings(standing)
    found = [play for play in plays if _fits(play, standing, known) and not reached(play.goal, standing)]
    return sorted(found, key=lambda play: (-play.priority, play.name))


def may_start(play: Play, standing: Standing) -> bool:
    """Tell whether a play can be started by hand, fitting or not: not for who has left or what it stops for."""
    return not _is_gone(standing) and not _stops(play, standing)


def target(goal: PlayGoal, standing: Standing) -> Target:
    """Return where a goal's metric stands and what it has to reach.

    Formula: ``to``; or start x ``times``; or start + ``change``; by = today + ``within_days``.
    """
    start, by = METRICS[goal.metric].read(standing), standing.today + timedelta(days=goal.within_days)
    if goal.to is not None:
        return Target(start, goal.to, by)
    if start is None:
        return Target(None, None, by)
    return Target(start, start * goal.times if goal.times is not None else start + (goal.change or 0.0), by)


def reached(goal: PlayGoal, standing: Standing) -> bool:
    """Tell whether a goal holds already; one that is told by its own start never does."""
    now = METRICS[goal.metric].read(standing)
    return now is not None and goal.to is not None and _beyond(now, goal.to, rises=goal.rises)


def verdict(play: Play | None, run: PlayRun, standing: Standing | None) -> Verdict | None:
    """Return how a running play ended, None while it goes on.

    A goal whose deadline passed without anybody being able to tell is *stopped*, not missed: unknown is no zero.

    Args:
        play: None when its file is gone.
        run: an active one.
        standing: None when the account is gone.
    """
    if standing is None or _is_gone(standing):
        return Verdict(RunState.STOPPED, EndReason.ACCOUNT_GONE)
    if play is None:
        return Verdict(RunState.STOPPED, EndReason.PLAY_REMOVED)
    metric = METRICS.get(run.goal_metric or "")
    now = metric.read(standing) if metric else None
    known = now is not None and run.goal_to is not None
    if now is not None and run.goal_to is not None and _beyond(now, run.goal_to, rises=play.goal.rises):
        return Verdict(RunState.MET)
    if _stops(play, standing):
        return Verdict(RunState.STOPPED, EndReason.STOP_RULE)
    if run.goal_by is not None and standing.today > run.goal_by:
        return Verdict(RunState.MISSED) if known else Verdict(RunState.STOPPED, EndReason.NOT_MEASURED)
    return None


def _fits(play: Play, standing: Standing, known: Facts) -> bool:
    if not _serves(play, known):
        return False
    by_facts = bool(play.facts) and all(predicate.holds(known) for predicate in play.facts)
    return by_facts or bool(play.families & standing.families)


def _serves(play: Play, known: Facts) -> bool:
    """Tell whether a play is for an account, whatever makes it right."""
    return all(predicate.holds(known) for predicate in play.audience) and not _is_stopped(play, known)


def _stops(play: Play, standing: Standing) -> bool:
    return _is_stopped(play, readings(standing))


def _is_stopped(play: Play, known: Facts) -> bool:
    return any(predicate.holds(known) for predicate in play.stop)


def _is_gone(standing: Standing) -> bool:
    return standing.snapshot.status == GONE


def _is_recent(run: PlayRun, today: date) -> bool:
    return run.ended_at is not None and (today - run.ended_at.date()).days < REST_DAYS


def _beyond(now: float, to: float, *, rises: bool) -> bool:
    return now >= to if rises else now <= to
