"""What a scorecard file may say, checked as it is read.

Every refusal says what is wrong and how to mend it; ``reading`` adds the file, line and key.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from cs_engine.health.measures.registry import MEASURES
from cs_engine.health.predicates import read_predicate
from cs_engine.policy import (
    AT_RISK_BELOW,
    AT_RISK_LEAVES_AT,
    CHAMPION_LEFT_DAYS,
    COVERAGE_FLOOR,
    HEALTHY_AT,
    HEALTHY_LEAVES_BELOW,
    HOLD_SNAPSHOTS,
    HUMAN_SIGNAL_DAYS,
    OVERDUE_BEYOND_HABIT_DAYS,
    OVERDUE_DAYS,
    USAGE_FRESH_DAYS,
)

WHOLE = 100
"""Weights are whole percents."""
MIN_POINTS = 2
"""One point is no curve."""


def _ascending(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Check [[raw, percent], ...]: raw values strictly ascending, percents 0-100."""
    if len(points) < MIN_POINTS:
        raise ValueError("needs at least two [raw, value] pairs")
    for (raw, _), (following, _) in pairwise(points):
        if following <= raw:
            raise ValueError(f"must ascend in its raw values: {following:g} follows {raw:g}; sort the pairs")
    if not all(0 <= value <= WHOLE for _, value in points):
        raise ValueError("must keep its second values between 0 and 100")
    return points


def _adds_up(weights: Sequence[int], what: str) -> None:
    total = sum(weights)
    if total != WHOLE:
        verb = f"take {total - WHOLE} away" if total > WHOLE else f"add {WHOLE - total}"
        raise ValueError(f"the weights of its {what} add up to {total}, not 100; {verb}")


Points = Annotated[list[tuple[float, float]], AfterValidator(_ascending)]
Weight = Annotated[int, Field(ge=1, le=WHOLE)]
Score = Annotated[float, Field(ge=0, le=WHOLE)]
Days = Annotated[int, Field(ge=0)]


class Declared(BaseModel):
    """Part of a scorecard file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FactorDeclaration(Declared):
    """One measure with its weight in the group, its curve or steps, and how its weight fades with age."""

    measure: str
    weight: Weight
    curve: Points | None = None
    steps: Points | None = None
    target: float | None = None
    decay: Points | None = None

    @field_validator("measure")
    @classmethod
    def _is_known(cls, measure: str) -> str:
        if measure not in MEASURES:
            close = get_close_matches(measure, MEASURES, n=1)
            meant = f"did you mean {close[0]!r}?" if close else f"use one of {', '.join(MEASURES)}"
            raise ValueError(f"there is no measure {measure!r}; {meant}")
        return measure

    @field_validator("decay")
    @classmethod
    def _only_falls(cls, decay: list[tuple[float, float]]) -> list[tuple[float, float]]:
        if decay[0] != (0, WHOLE) or any(later > earlier for (_, earlier), (_, later) in pairwise(decay)):
            raise ValueError("must start with [0, 100] and never rise: older data cannot weigh more")
        if any(percent != int(percent) for _, percent in decay):
            raise ValueError("needs whole percents")
        return decay

    @model_validator(mode="after")
    def _is_judged_one_way(self) -> Self:
        if (self.curve is None) == (self.steps is None):
            raise ValueError("needs either `curve` or `steps`, and only one of them")
        if self.curve and MEASURES[self.measure].grows_by_itself:
            raise ValueError(
                f"{self.measure} grows by itself, so a curve would move the score in a quiet week; write `steps`"
            )
        return self


class GroupDeclaration(Declared):
    """Measures that belong together; their weights are shares of the group's."""

    weight: Weight
    only_subtracts: bool = False
    factors: Annotated[list[FactorDeclaration], Field(min_length=1)]

    @model_validator(mode="after")
    def _weights_add_up(self) -> Self:
        _adds_up([factor.weight for factor in self.factors], "factors")
        return self


class BandsDeclaration(Declared):
    """Borders of the bands and how sticky they are."""

    at_risk_below: Score = AT_RISK_BELOW
    at_risk_leaves_at: Score = AT_RISK_LEAVES_AT
    healthy_at: Score = HEALTHY_AT
    healthy_leaves_below: Score = HEALTHY_LEAVES_BELOW
    snapshots: Annotated[int, Field(ge=1)] = HOLD_SNAPSHOTS

    @model_validator(mode="after")
    def _do_not_cross(self) -> Self:
        if not self.at_risk_below <= self.healthy_leaves_below <= self.healthy_at:
            raise ValueError("must keep at_risk_below <= healthy_leaves_below <= healthy_at")
        if self.at_risk_leaves_at < self.at_risk_below:
            raise ValueError("must keep at_risk_below <= at_risk_leaves_at")
        return self


class EvidenceDeclaration(Declared):
    """What must be known before an account may be called Healthy, or scored at all."""

    coverage: Annotated[float, Field(gt=0, le=1)] = COVERAGE_FLOOR
    usage_days: Days = USAGE_FRESH_DAYS
    human_days: Days = HUMAN_SIGNAL_DAYS


class VetoesDeclaration(Declared):
    """Facts that cap the band at Watch, whatever the score."""

    champion_left_days: Days = CHAMPION_LEFT_DAYS
    overdue_days: Days = OVERDUE_DAYS
    overdue_beyond_habit_days: Days = OVERDUE_BEYOND_HABIT_DAYS


class ScorecardDeclaration(Declared):
    """One scorecard file."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    purpose: str
    order: int = 0
    default: bool = False
    when: dict[str, object] = {}
    bands: BandsDeclaration = BandsDeclaration()
    evidence: EvidenceDeclaration = EvidenceDeclaration()
    vetoes: VetoesDeclaration = VetoesDeclaration()
    groups: Annotated[dict[str, GroupDeclaration], Field(min_length=1)]

    @field_validator("when")
    @classmethod
    def _can_be_asked(cls, when: dict[str, object]) -> dict[str, object]:
        problems: list[InitErrorDetails] = []
        for name, condition in when.items():
            try:
                read_predicate(name, condition)
            except ValueError as problem:
                kind = PydanticCustomError("value_error", str(problem))
                problems.append(InitErrorDetails(type=kind, loc=(name,), input=condition))
        if problems:
            raise ValidationError.from_exception_data("when", problems)
        return when

    @field_validator("groups")
    @classmethod
    def _groups_add_up(cls, groups: dict[str, GroupDeclaration]) -> dict[str, GroupDeclaration]:
        _adds_up([group.weight for group in groups.values()], "groups")
        if all(group.only_subtracts for group in groups.values()):
            raise ValueError("every group only subtracts, so there is nothing to subtract from; free one of them")
        return groups

    @model_validator(mode="after")
    def _is_chosen_one_way(self) -> Self:
        if self.default == bool(self.when):
            raise ValueError("needs either `default = true` or a [when] table, and only one of them")
        measures = [factor.measure for group in self.groups.values() for factor in group.factors]
        twice = next((measure for measure in measures if measures.count(measure) > 1), None)
        if twice:
            raise ValueError(f"uses the measure {twice!r} twice; keep one of them")
        return self
