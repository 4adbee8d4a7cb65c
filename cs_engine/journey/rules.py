"""The rules of the stages: days and shares from TOML, the preset under an industry's under the company's own."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cs_engine.errors import BadInput
from cs_engine.health.checking import checked

MOST_DAYS = 3_650
"""Ten years: what is meant to last longer is no stage."""
Days = Annotated[int, Field(ge=1, le=MOST_DAYS)]
Answer = Annotated[float, Field(ge=0, le=10)]


class Axis(StrEnum):
    """The two ways of counting a customer's life."""

    RELATIONSHIP = "relationship"
    CYCLE = "cycle"


class Stage(StrEnum):
    """Where a customer stands; the first five by relationship, the others in the cycle."""

    PROSPECT = "prospect"
    NEW = "new"
    LONG_TERM = "long_term"
    LOYAL = "loyal"
    FORMER = "former"
    ACQUISITION = "acquisition"
    CONVERSION = "conversion"
    RETENTION = "retention"
    EXPANSION = "expansion"
    CHURN = "churn"


RELATIONSHIP = (Stage.PROSPECT, Stage.NEW, Stage.LONG_TERM, Stage.LOYAL, Stage.FORMER)
CYCLE = (Stage.ACQUISITION, Stage.CONVERSION, Stage.RETENTION, Stage.EXPANSION, Stage.CHURN)
STAGES: Mapping[Axis, tuple[Stage, ...]] = {Axis.RELATIONSHIP: RELATIONSHIP, Axis.CYCLE: CYCLE}


class Declared(BaseModel):
    """Part of the rules: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RelationshipRules(Declared):
    """When a customer is new, long-term or loyal; the reasons stand in ``presets/stages.toml``."""

    new_days: Days
    new_at_most_days: Days
    loyal_days: Days
    loyal_answer: Answer
    keep_answer: Answer
    support_days: Days
    lapse_days: Days

    @model_validator(mode="after")
    def _do_not_cross(self) -> Self:
        if not self.new_days <= self.new_at_most_days <= self.loyal_days:
            raise ValueError("must keep new_days <= new_at_most_days <= loyal_days: nobody is new and loyal at once")
        if self.keep_answer > self.loyal_answer:
            raise ValueError("must keep keep_answer <= loyal_answer")
        return self


class CycleRules(Declared):
    """When a customer is converting, kept or growing."""

    conversion_days: Days
    conversion_at_most_days: Days
    expansion_share: Annotated[float, Field(gt=0, le=10)]
    expansion_days: Days

    @model_validator(mode="after")
    def _do_not_cross(self) -> Self:
        if self.conversion_days > self.conversion_at_most_days:
            raise ValueError("must keep conversion_days <= conversion_at_most_days")
        return self


class StageRules(Declared):
    """All rules of the stages."""

    relationship: RelationshipRules
    cycle: CycleRules
    usual_days: dict[Stage, Days] = {}


_PARTS: tuple[type[BaseModel], ...] = (StageRules, RelationshipRules, CycleRules)


def load_rules(own: Path | None = None, industry: Mapping[str, Any] | None = None) -> StageRules:
    """Return the rules in use: the preset, changed by an industry's, changed by a company's own file.

    Args:
        own: the company's ``stages.toml``; one that is not there changes nothing.
        industry: what an industry's preset says differently.

    Raises:
        BadInput: the company's file is malformed; names file, line, key and the fix.
    """
    base = _merged(preset(), industry or {})
    if own is None or not own.exists():
        return StageRules.model_validate(base)
    text = _content(own)
    checked(Differences, text, str(own), BadInput, _PARTS)
    return checked_rules(base, tomllib.loads(text), str(own))


def checked_rules(base: Mapping[str, Any], differences: Mapping[str, Any], origin: str) -> StageRules:
    """Return ``base`` with differences.

    Raises:
        BadInput: together they contradict each other.
    """
    try:
        return StageRules.model_validate(_merged(base, differences))
    except ValueError as problem:
        said = str(problem).split("Value error, ")[-1].split(" [type=")[0]
        raise BadInput(f"{origin}:1: the stage rules {said}; mind that what it does not say is the preset's.") from None


def preset() -> dict[str, Any]:
    """Return the rules that ship, as their TOML says them."""
    return tomllib.loads(files("cs_engine").joinpath("presets", "stages.toml").read_text(encoding="utf-8"))


def _merged(base: Mapping[str, Any], differences: Mapping[str, Any]) -> dict[str, Any]:
    return {part: {**values, **differences.get(part, {})} for part, values in base.items()}


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"{file}:1: cannot be read ({problem}); check the path and save it as UTF-8.") from problem


class SomeRelationshipRules(Declared):
    """Those of the rules that differ."""

    new_days: Days | None = None
    new_at_most_days: Days | None = None
    loyal_days: Days | None = None
    loyal_answer: Answer | None = None
    keep_answer: Answer | None = None
    support_days: Days | None = None
    lapse_days: Days | None = None


class SomeCycleRules(Declared):
    """Those of the rules that differ."""

    conversion_days: Days | None = None
    conversion_at_most_days: Days | None = None
    expansion_share: Annotated[float, Field(gt=0, le=10)] | None = None
    expansion_days: Days | None = None


class Differences(Declared):
    """A company's own file, or the stage rules of an industry."""

    relationship: SomeRelationshipRules = SomeRelationshipRules()
    cycle: SomeCycleRules = SomeCycleRules()
    usual_days: dict[Stage, Days] = {}
