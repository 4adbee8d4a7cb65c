"""What a play's file may say, checked as it is read.

Every refusal says what is wrong and how to mend it; ``reading`` adds the file, line and key.
"""

from collections.abc import Callable
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from cs_engine.health.predicates import SELECTABLE, Predicate, read_predicate
from cs_engine.plays.standing import METRICS, TRIGGERS
from cs_engine.records.episodes import Family
from cs_engine.records.plays import StepOwner
from cs_engine.records.risk import FIXED, ReasonKind

LONGEST_STEP = 140
"""A step is one line of a card on a phone, and a half."""
LONGEST_TITLE = 40
LONGEST_PURPOSE = 75
"""All plays are listed in one message, each with its purpose: a line and a half of a phone."""
MOST_STEPS = 8
"""What has more steps is a project; nobody keeps more than eight promises to one account at once."""
SERVED = ("active", "onboarding")
"""Whom a play is for unless it says otherwise: not trials, not the paused, not who is leaving."""


class Start(StrEnum):
    """Who starts a play."""

    BY_HAND = "by_hand"
    BY_RULE = "by_rule"
    """The program, after a refresh, for every account that it fits."""


class Declared(BaseModel):
    """Part of a play's file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TriggerDeclaration(Declared):
    """When a play is right: an open episode of one of ``families``, or all ``facts`` hold."""

    families: tuple[Family, ...] = ()
    facts: dict[str, object] = {}

    @field_validator("facts")
    @classmethod
    def _can_be_asked(cls, facts: dict[str, object]) -> dict[str, object]:
        return _conditions("facts", facts, trigger)

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if not self.families and not self.facts:
            raise ValueError("needs `families`, a [trigger.facts] table, or both")
        return self


class StepDeclaration(Declared):
    """One step: a task, due so many business days after the start, of somebody's."""

    text: Annotated[str, Field(min_length=3, max_length=LONGEST_STEP)]
    after: Annotated[int, Field(ge=0, le=250)]
    owner: StepOwner = StepOwner.CSM


class GoalDeclaration(Declared):
    """What is to be reached within how many calendar days; exactly one key says how far."""

    metric: str
    within_days: Annotated[int, Field(ge=1, le=400)]
    rises_to: float | None = None
    falls_to: float | None = None
    rises_by: Annotated[float, Field(gt=0)] | None = None
    falls_by: Annotated[float, Field(gt=0)] | None = None
    rises_times: Annotated[float, Field(gt=1)] | None = None
    falls_times: Annotated[float, Field(gt=0, lt=1)] | None = None

    @field_validator("metric")
    @classmethod
    def _can_be_reached(cls, metric: str) -> str:
        goals = [each.key for each in METRICS.values() if each.may_be_goal]
        if metric not in goals:
            close = get_close_matches(metric, goals, n=1)
            meant = f"did you mean {close[0]!r}?" if close else f"use one of {', '.join(goals)}"
            raise ValueError(f"{metric!r} is nothing that a goal can be measured on; {meant}")
        return metric

    @model_validator(mode="after")
    def _says_how_far(self) -> Self:
        ways = ("rises_to", "falls_to", "rises_by", "falls_by", "rises_times", "falls_times")
        if sum(getattr(self, way) is not None for way in ways) != 1:
            raise ValueError(f"needs exactly one of {', '.join(ways)}")
        return self


class PlayDeclaration(Declared):
    """One play's file."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    title: Annotated[str, Field(min_length=2, max_length=LONGEST_TITLE)]
    purpose: Annotated[str, Field(min_length=3, max_length=LONGEST_PURPOSE)]
    priority: Annotated[int, Field(ge=0, le=100)]
    start: Start = Start.BY_HAND
    audience: dict[str, object] = {}
    touches: tuple[ReasonKind, ...] = ()
    """What its steps work on: it is proposed where that is a reason of a chance of a loss."""
    trigger: TriggerDeclaration
    steps: Annotated[list[StepDeclaration], Field(min_length=1, max_length=MOST_STEPS)]
    goal: GoalDeclaration
    stop: dict[str, object] = {}

    @field_validator("touches")
    @classmethod
    def _can_be_worked_on(cls, touches: tuple[ReasonKind, ...]) -> tuple[ReasonKind, ...]:
        if fixed := [kind.value for kind in touches if kind in FIXED]:
            raise ValueError(f"{', '.join(fixed)} is nothing that steps can change; leave it out")
        return touches

    @field_validator("audience")
    @classmethod
    def _can_be_chosen(cls, audience: dict[str, object]) -> dict[str, object]:
        return _conditions("audience", audience, chosen)

    @field_validator("stop")
    @classmethod
    def _can_be_seen(cls, stop: dict[str, object]) -> dict[str, object]:
        return _conditions("stop", stop, trigger)

    @field_validator("steps")
    @classmethod
    def _follow_each_other(cls, steps: list[StepDeclaration]) -> list[StepDeclaration]:
        offsets = [step.after for step in steps]
        if offsets != sorted(offsets):
            raise ValueError("must stand in the order in which they are due; sort them by `after`")
        return steps


def trigger(name: str, condition: object) -> Predicate:
    """Return a condition on how an account stands."""
    return read_predicate(name, condition, TRIGGERS)


def chosen(name: str, condition: object) -> Predicate:
    """Return a condition on who an account is and what was agreed with it."""
    return read_predicate(name, condition, SELECTABLE)


def _conditions(
    where: str, conditions: dict[str, object], read: Callable[[str, object], Predicate]
) -> dict[str, object]:
    problems: list[InitErrorDetails] = []
    for name, condition in conditions.items():
        try:
            read(name, condition)
        except ValueError as problem:
            kind = PydanticCustomError("value_error", "{said}", {"said": str(problem)})
            problems.append(InitErrorDetails(type=kind, loc=(name,), input=condition))
    if problems:
        raise ValidationError.from_exception_data(where, problems)
    return conditions
