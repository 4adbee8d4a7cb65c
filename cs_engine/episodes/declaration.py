"""What an alerts file may say, checked as it is read; the reasons of the defaults stand in the preset."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cs_engine.records.bands import Band
from cs_engine.records.episodes import Family

Days = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(gt=0, le=1)]
Score = Annotated[float, Field(ge=0, le=100)]
Answer = Annotated[float, Field(ge=0, le=10)]


class Usual(StrEnum):
    """Where a family's alerts go unless people have set otherwise."""

    DM = "dm"
    CHANNEL = "channel"
    DIGEST = "digest"
    OFF = "off"

    @property
    def speaks(self) -> bool:
        """Whether it opens episodes."""
        return self in {Usual.DM, Usual.CHANNEL}


class Declared(BaseModel):
    """Part of an alerts file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Declared):
    """One family: where it goes, its thresholds, and what differs for a segment."""

    route: Usual
    segments: dict[str, dict[str, Any]] = {}

    @model_validator(mode="after")
    def _segments_fit(self) -> Self:
        for segment in self.segments:
            try:
                self.of(segment)
            except ValidationError as problem:
                error = problem.errors()[0]
                where = ".".join(str(part) for part in (segment, *error["loc"]))
                raise ValueError(f"segments.{where}: {error['msg']}; mend or remove it") from problem
        return self

    def of(self, segment: str | None) -> Self:
        """Return the rule as it holds for a segment."""
        differs = self.segments.get(segment) if segment else None
        if not differs:
            return self
        return type(self).model_validate(self.model_dump(exclude={"segments"}) | differs)


class NoticeGiven(Rule):
    """The customer has given notice."""

    late_days: Days


class ChampionLeft(Rule):
    """The champion left and nobody has followed."""

    days: Days


class AtRisk(Rule):
    """At risk on two weekly snapshots with several weak groups or other families."""

    signals: Annotated[int, Field(ge=1)]
    weak_below: Score


class UsageDrop(Rule):
    """Fewer people use the product than in the twelve weeks before, and not because everybody does."""

    share: Share
    eased_share: Share
    users: Annotated[float, Field(ge=1)]
    history_weeks: Days

    @model_validator(mode="after")
    def _eases_above(self) -> Self:
        if self.eased_share < self.share:
            raise ValueError("must keep share <= eased_share")
        return self


class DecisionNear(Rule):
    """The customer decides soon and is not Healthy."""

    days: Days
    bands: list[Band]


class KeyDetractor(Rule):
    """Somebody who decides would not recommend us."""

    at_most: Answer
    roles: list[str]
    days: Days


class UrgentTicket(Rule):
    """An urgent ticket is open for longer than promised."""

    target_days: Annotated[float, Field(ge=0)]


class InvoiceOverdue(Rule):
    """An undisputed invoice is overdue, and by more than this customer's habit."""

    days: Days
    beyond_habit_days: Days


class OnboardingLate(Rule):
    """A milestone of the onboarding is late."""

    days: Days


class Silence(Rule):
    """The customer has not taken part in any contact for long."""

    days: Days


class UnusedSeats(Rule):
    """Most of the seats are not used."""

    share: Share
    tenure_days: Days


class ScoreDrop(Rule):
    """The score fell much within a week by what the customer did."""

    points: Score


class Probability(Rule):
    """A model says that the account is likely to be lost."""

    at_least: Share


class Detractor(Rule):
    """Somebody else would not recommend us."""

    at_most: Answer
    days: Days


class Limits(Declared):
    """What keeps all families quiet and finite."""

    late_days: Days
    mass_trip_share: Share
    mass_trip_accounts: Annotated[int, Field(ge=1)]
    clear_days: Days
    quiet_days: Annotated[int, Field(ge=1)]
    quiet_at_risk_days: Annotated[int, Field(ge=1)]
    mute_days: Days
    group_above: Annotated[int, Field(ge=1)]
    forget_days: Annotated[int, Field(ge=1)]


class Escalation(Declared):
    """When an episode that nobody took goes on to somebody else."""

    ending_hours: Annotated[float, Field(gt=0)]
    unclaimed_days: Annotated[int, Field(ge=1)]
    returns_after_days: Annotated[int, Field(ge=1)]


class Alerts(Declared):
    """When Steward speaks up: one rule per family, and what holds for all."""

    notice_given: NoticeGiven
    champion_left: ChampionLeft
    at_risk: AtRisk
    usage_drop: UsageDrop
    decision_near: DecisionNear
    key_detractor: KeyDetractor
    urgent_ticket: UrgentTicket
    invoice_overdue: InvoiceOverdue
    onboarding_late: OnboardingLate
    silence: Silence
    unused_seats: UnusedSeats
    score_drop: ScoreDrop
    probability: Probability
    detractor: Detractor
    limits: Limits
    escalation: Escalation

    @cached_property
    def rules(self) -> Mapping[Family, Rule]:
        """The rule of every family."""
        return {family: getattr(self, family.value) for family in Family}

    @cached_property
    def segments(self) -> Mapping[str, Mapping[Family, Rule]]:
        """The rules of every segment for which any differs."""
        named = {segment for rule in self.rules.values() for segment in rule.segments}
        return {segment: {family: rule.of(segment) for family, rule in self.rules.items()} for segment in named}

    def rules_of(self, segment: str | None) -> Mapping[Family, Rule]:
        """Return the rules as they hold for a segment."""
        return self.segments.get(segment, self.rules) if segment else self.rules


PARTS: tuple[type[BaseModel], ...] = (
    NoticeGiven, ChampionLeft, AtRisk, UsageDrop, DecisionNear, KeyDetractor, UrgentTicket, InvoiceOverdue,
    OnboardingLate, Silence, UnusedSeats, ScoreDrop, Probability, Detractor, Limits, Escalation,
)  # fmt: skip
"""Every kind of part of the file."""
