"""Samples of journeys."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bot.journeys import words
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.journey.rules import STAGES
from cs_engine.records.journey_view import (
    AxisLines,
    Hurt,
    JourneysView,
    LifeLine,
    LifeView,
    Passed,
    StageFact,
    StageLine,
    Stay,
    StuckLine,
)
from tests.unit.bot.answers import AS_OF
from tests.unit.templates.twists import Twist, twisted

Fill = Callable[[Renderer, Twist[Any]], Iterator[Message]]
SINCE = date(2025, 11, 16)
BOUNDS: tuple[tuple[float | None, float | None, float | None], ...] = (
    (30.0, 20.0, 41.0),
    (30.0, 20.0, None),
    (30.0, None, None),
    (None, None, None),
)
WHAT = (("tickets", "billing"), ("tickets", "(no category)"), ("answers", "nps"), ("errors", "api"), ("errors", "*"))
LATE = StuckLine("relationship", "acc-1", "Acme", "prospect", 40)


def _stage(stage: str, place: int) -> StageLine:
    origins = (WHAT[place % len(WHAT)], WHAT[(place + 1) % len(WHAT)])
    hurts = tuple(Hurt(stage, origin, what, place, 3, 12) for origin, what in origins)
    usual, stuck = (45, place) if place % 2 else (None, 0)
    return StageLine(StageFact(stage, 20, *BOUNDS[place % len(BOUNDS)], usual), 12 * place, stuck, hurts)


def _axes(twist: Twist[Any]) -> tuple[AxisLines, ...]:
    axes = []
    for axis, stages in STAGES.items():
        lines = tuple(_stage(str(stage), place) for place, stage in enumerate(stages))
        passed = tuple(
            Passed(one.fact.stage, str(other), 9, 45, 0.2, 0.11, 0.34)
            for one in lines
            for other in stages
            if str(other) != one.fact.stage
        )
        stuck = tuple(twisted(replace(LATE, account_id=f"acc-{each}"), twist) for each in range(5))
        axes.append(AxisLines(str(axis), lines, passed, stuck))
    return tuple(axes)


def _book(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    axes, features = _axes(twist), {"api": twist("API")}
    for accounts, prospects in ((1234, 1), (1, 56), (0, None)):
        yield words.journeys(renderer, JourneysView(AS_OF, accounts, prospects, SINCE, axes, features))
    bare = tuple(replace(each, passed=(), stuck=()) for each in axes)
    yield words.journeys(renderer, JourneysView(AS_OF, 0, 0, SINCE, bare, {}))
    yield words.journeys(renderer, None)


def _one(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    name = twist("Acme")
    stages = tuple(str(stage) for axis in STAGES.values() for stage in axis)
    stays = tuple(Stay(stage, SINCE, SINCE, 31) for stage in stages)
    fact = StageFact("new", 20, 80.0, 60.0, None, 45)
    for over, seen, following in ((None, fact, 0), (12, fact, 4), (None, None, 1)):
        passed = tuple(Passed("new", stage, 9, 45, 0.2, 0.1, 0.3) for stage in stages[:following])
        lines = tuple(
            LifeLine(axis, stays[:many], over, seen, passed) for axis, many in (("relationship", 10), ("cycle", 1))
        )
        yield words.life(renderer, ("acc-1", name), LifeView("acc-1", name, AS_OF, lines))
    yield words.life(renderer, ("acc-1", name), None)


JOURNEYS: dict[str, Fill] = {"journey": _book, "journey_account": _one}
