"""What an industry changes, each explained: names of features, scorecard, plays, stage rules, figures that matter."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from typing import Annotated, Any

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, field_validator

from cs_engine.errors import BadInput
from cs_engine.health.checking import checked
from cs_engine.health.reading import read_scorecard
from cs_engine.health.scorecard import Scorecard
from cs_engine.journey.rules import Differences, StageRules, checked_rules, preset
from cs_engine.metrics.catalogue import METRICS, Metric, metric_named

INDUSTRIES = ("ecommerce", "education", "finance", "healthtech", "iot", "saas")
"""What ships."""
BASE = "balanced"
"""The scorecard that an industry's is made from; new customers and renewals keep theirs."""
Reason = Annotated[str, Field(min_length=10, max_length=240)]


class Declared(BaseModel):
    """Part of an industry's file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FeatureDeclaration(Declared):
    """What people call a feature, and what its use says about a customer."""

    name: Annotated[str, Field(min_length=2, max_length=40)]
    why: Reason


class ScorecardChanges(Declared):
    """Weights of groups and keys of factors, such as ``curve``, that differ from the balanced scorecard."""

    why: Reason
    groups: dict[str, int] = {}
    factors: dict[str, dict[str, object]] = {}


class StageChanges(Differences):
    """Stage rules that differ from the preset."""

    why: Reason


class PlayChanges(Declared):
    """Plays that are left out, and keys of plays, such as ``audience``, that differ."""

    why: Reason
    leave_out: tuple[str, ...] = ()
    change: dict[str, dict[str, object]] = {}


class FigureDeclaration(Declared):
    """One figure of the catalogue, and why it is looked at in this industry."""

    metric: str
    why: Reason

    @field_validator("metric")
    @classmethod
    def _is_in_the_catalogue(cls, metric: str) -> str:
        try:
            return metric_named(metric).id
        except BadInput as unknown:
            raise ValueError(str(unknown).rstrip(".?")) from unknown


class IndustryDeclaration(Declared):
    """One industry's file."""

    name: Annotated[str, Field(pattern=r"^[a-z]{2,20}$")]
    title: Annotated[str, Field(min_length=2, max_length=40)]
    purpose: Reason
    features: dict[str, FeatureDeclaration]
    scorecard: ScorecardChanges
    stages: StageChanges
    plays: PlayChanges
    figures: Annotated[list[FigureDeclaration], Field(min_length=3, max_length=8)]


_PARTS: tuple[type[BaseModel], ...] = (
    IndustryDeclaration,
    FeatureDeclaration,
    ScorecardChanges,
    StageChanges,
    PlayChanges,
    FigureDeclaration,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that matters, and why."""

    metric: Metric
    why: str


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry, ready to be used.

    Attributes:
        features: key to what people call it.
        feature_reasons: key to what its use says.
        scorecard: of customers whose contract runs.
        stage_rules: all of them.
        plays_left_out: names of plays that do not fit.
        play_changes: name of a play to the keys that differ.
        figures: the most telling first.
        reasons: ``scorecard``, ``stages`` and ``plays`` to why they differ.
    """

    name: str
    title: str
    purpose: str
    features: Mapping[str, str]
    feature_reasons: Mapping[str, str]
    scorecard: Scorecard
    stage_changes: Mapping[str, Any]
    stage_rules: StageRules
    plays_left_out: tuple[str, ...]
    play_changes: Mapping[str, Mapping[str, object]]
    figures: tuple[Figure, ...]
    reasons: Mapping[str, str]


def industry_named(name: str) -> Industry:
    """Return the industry of a name.

    Raises:
        BadInput: there is none; the sentence names the closest.
    """
    said = name.strip().casefold().replace("-", "").replace("_", "").replace(" ", "")
    if said not in INDUSTRIES:
        close = get_close_matches(said, INDUSTRIES, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"use one of {', '.join(INDUSTRIES)}."
        raise BadInput(f"There is no industry {name!r}; {hint} It is the setting `industry` of steward.toml.")
    file = files("cs_engine").joinpath("presets", "industries", f"{said}.toml")
    return read_industry(file.read_text(encoding="utf-8"), f"presets/industries/{said}.toml")


def read_industry(text: str, origin: str) -> Industry:
    """Return the industry that a TOML text declares; ``origin`` names its file in errors.

    Raises:
        BadInput: the text is malformed, or what it changes does not fit.
    """
    declared = checked(IndustryDeclaration, text, origin, BadInput, _PARTS)
    stages = declared.stages.model_dump(mode="json", exclude={"why"}, exclude_none=True)
    return Industry(
        name=declared.name,
        title=declared.title,
        purpose=declared.purpose,
        features={key: feature.name for key, feature in declared.features.items()},
        feature_reasons={key: feature.why for key, feature in declared.features.items()},
        scorecard=_scorecard(declared, origin),
        stage_changes=stages,
        stage_rules=checked_rules(preset(), stages, origin),
        plays_left_out=declared.plays.leave_out,
        play_changes=declared.plays.change,
        figures=tuple(Figure(METRICS[each.metric], each.why) for each in declared.figures),
        reasons={part: getattr(declared, part).why for part in ("scorecard", "stages", "plays")},
    )


def _scorecard(declared: IndustryDeclaration, origin: str) -> Scorecard:
    """Return the balanced scorecard with the industry's changes, as if somebody had written it."""
    base = files("cs_engine").joinpath("presets", f"{BASE}.toml").read_text(encoding="utf-8")
    card = tomllib.loads(base) | {"name": declared.name, "purpose": declared.scorecard.why}
    for group, weight in declared.scorecard.groups.items():
        _known(group, card["groups"], origin, "scorecard.groups")["weight"] = weight
    factors = {factor["measure"]: factor for group in card["groups"].values() for factor in group["factors"]}
    for measure, changes in declared.scorecard.factors.items():
        _known(measure, factors, origin, "scorecard.factors").update(changes)
    return read_scorecard(tomlkit.dumps(card), origin)


def _known(key: str, among: Mapping[str, dict[str, Any]], origin: str, where: str) -> dict[str, Any]:
    if key in among:
        return among[key]
    close = get_close_matches(key, among, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"use one of {', '.join(among)}."
    raise BadInput(f"{origin}:1: {where}: the balanced scorecard has no {key!r}; {hint}")
