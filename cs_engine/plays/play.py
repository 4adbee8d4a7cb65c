"""A play, ready to be decided about."""

import json
from dataclasses import dataclass
from hashlib import sha256

from cs_engine.health.predicates import Predicate
from cs_engine.plays.declaration import SERVED, GoalDeclaration, PlayDeclaration, Start, chosen, trigger
from cs_engine.plays.standing import METRICS
from cs_engine.records.episodes import Family
from cs_engine.records.plays import PlayGoal, PlayStep
from cs_engine.records.risk import ReasonKind

VERSION_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Play:
    """A named way of acting.

    Attributes:
        name: its key in files, buttons and the memory.
        title: what people call it; a source string, as ``purpose`` and the texts of the steps are.
        version: first digits of the SHA-256 of its content.
        audience: all must hold.
        families: one of these in an open episode makes it fit …
        facts: … or all of these.
        touches: what its steps work on.
        stop: any of these ends it.
        own: the company's, not shipped.
    """

    name: str
    title: str
    purpose: str
    version: str
    priority: int
    by_rule: bool
    audience: tuple[Predicate, ...]
    families: frozenset[Family]
    facts: tuple[Predicate, ...]
    steps: tuple[PlayStep, ...]
    goal: PlayGoal
    stop: tuple[Predicate, ...]
    touches: frozenset[ReasonKind] = frozenset()
    own: bool = False


def compiled(declared: PlayDeclaration, *, own: bool) -> Play:
    """Return the play that a checked file declares."""
    content = json.dumps(declared.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
    audience = {"status": list(SERVED)} | declared.audience
    return Play(
        name=declared.name,
        title=declared.title,
        purpose=declared.purpose,
        version=sha256(content.encode()).hexdigest()[:VERSION_DIGITS],
        priority=declared.priority,
        by_rule=declared.start is Start.BY_RULE,
        audience=tuple(chosen(name, condition) for name, condition in audience.items()),
        families=frozenset(declared.trigger.families),
        facts=tuple(trigger(name, condition) for name, condition in declared.trigger.facts.items()),
        steps=tuple(PlayStep(step.text, step.after, step.owner) for step in declared.steps),
        goal=_goal(declared.goal),
        stop=tuple(trigger(name, condition) for name, condition in declared.stop.items()),
        touches=frozenset(declared.touches),
        own=own,
    )


def _goal(declared: GoalDeclaration) -> PlayGoal:
    falls_by = None if declared.falls_by is None else -declared.falls_by
    return PlayGoal(
        metric=declared.metric,
        unit=METRICS[declared.metric].unit,
        rises=any(way is not None for way in (declared.rises_to, declared.rises_by, declared.rises_times)),
        within_days=declared.within_days,
        to=_first(declared.rises_to, declared.falls_to),
        times=_first(declared.rises_times, declared.falls_times),
        change=_first(declared.rises_by, falls_by),
    )


def _first(one: float | None, other: float | None) -> float | None:
    return other if one is None else one
