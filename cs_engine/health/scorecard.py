"""A scorecard, ready to score: weights as whole numbers, curves compiled."""

import json
from bisect import bisect_right
from dataclasses import dataclass
from hashlib import sha256

from cs_engine.health.curves import HUNDREDTHS, Curve
from cs_engine.health.declaration import (
    BandsDeclaration,
    EvidenceDeclaration,
    FactorDeclaration,
    GroupDeclaration,
    ScorecardDeclaration,
    VetoesDeclaration,
)
from cs_engine.health.measures.measured import Measure
from cs_engine.health.measures.registry import MEASURES
from cs_engine.health.predicates import Predicate, read_predicate

VERSION_DIGITS = 8
CHOICE_KEYS = {"purpose", "order", "default", "when"}
"""Keys that decide who gets the scorecard, not what it computes: they leave the formula version alone."""
FULL_WEIGHT = 100


@dataclass(frozen=True, slots=True)
class Decay:
    """How the weight fades with the age of the value: percents that hold from an age in days on."""

    ages: tuple[float, ...]
    percents: tuple[int, ...]

    def percent(self, age_days: int) -> int:
        """Return the percent of the weight that is left at an age."""
        return self.percents[bisect_right(self.ages, age_days) - 1]


@dataclass(frozen=True, slots=True)
class ScorecardFactor:
    """One measure of a scorecard. ``weight`` is group weight x weight in the group, of 10,000."""

    measure: Measure
    group: str
    weight: int
    curve: Curve
    target: float
    decay: Decay | None
    only_subtracts: bool


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A named way of scoring.

    Attributes:
        origin: the file it was read from.
        text: its TOML, from which ``read_scorecard`` makes it again.
        formula_version: name and the first digits of the SHA-256 of what it computes.
        when: all must hold for an account to get this scorecard; empty for the default.
    """

    name: str
    origin: str
    text: str
    formula_version: str
    order: int
    default: bool
    when: tuple[Predicate, ...]
    bands: BandsDeclaration
    evidence: EvidenceDeclaration
    vetoes: VetoesDeclaration
    factors: tuple[ScorecardFactor, ...]


def compiled(declared: ScorecardDeclaration, origin: str, text: str) -> Scorecard:
    """Return the scorecard that a checked file declares."""
    return Scorecard(
        name=declared.name,
        origin=origin,
        text=text,
        formula_version=formula_version(declared),
        order=declared.order,
        default=declared.default,
        when=tuple(read_predicate(name, condition) for name, condition in declared.when.items()),
        bands=declared.bands,
        evidence=declared.evidence,
        vetoes=declared.vetoes,
        factors=tuple(
            _factor(name, group, factor) for name, group in declared.groups.items() for factor in group.factors
        ),
    )


def formula_version(declared: ScorecardDeclaration) -> str:
    """Return ``name@12345678``: the same for two files that compute the same."""
    content = json.dumps(declared.model_dump(exclude=CHOICE_KEYS), sort_keys=True, separators=(",", ":"))
    return f"{declared.name}@{sha256(content.encode()).hexdigest()[:VERSION_DIGITS]}"


def _factor(group_name: str, group: GroupDeclaration, declared: FactorDeclaration) -> ScorecardFactor:
    points = declared.curve or declared.steps or []
    curve = Curve(
        raws=tuple(raw for raw, _ in points),
        sub_scores=tuple(round(percent * HUNDREDTHS) for _, percent in points),
        stepped=declared.curve is None,
    )
    return ScorecardFactor(
        measure=MEASURES[declared.measure],
        group=group_name,
        weight=group.weight * declared.weight,
        curve=curve,
        target=curve.best() if declared.target is None else declared.target,
        decay=_decay(declared),
        only_subtracts=group.only_subtracts,
    )


def _decay(declared: FactorDeclaration) -> Decay | None:
    if declared.decay is None:
        return None
    return Decay(tuple(age for age, _ in declared.decay), tuple(int(percent) for _, percent in declared.decay))
