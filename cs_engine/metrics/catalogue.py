"""Every figure by its id: what it is called, its unit and range, which way is better, and what makes it.

A room above this one, such as value with ``V1`` to ``V10``, declares a tuple of ``Metric`` of its own; who asks for all
figures passes both to ``metric_named`` and ``read_targets``.
"""

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from cs_engine.errors import BadInput

INFINITE = float("inf")


class Unit(StrEnum):
    """What a figure is counted in."""

    SHARE = "share"
    """A fraction, shown as a percentage."""
    SCORE = "score"
    """0-100."""
    NPS = "nps"
    """-100 to +100."""
    RATING = "rating"
    """On the scale of the answers."""
    DEVIATIONS = "deviations"
    RATIO = "ratio"
    COUNT = "count"
    MONEY = "money"
    MONEY_CUSTOMERS = "money x customers"
    GROUP = "group"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of the catalogue.

    Attributes:
        id: as in the catalogue.
        key: what people call it, such as NRR; also what they may write.
        name: its name in words.
        unit: what it is counted in.
        direction: which way is better.
        made_by: what computes it: room, module and function below the engine.
        reads: tables of the book it is read from, or ``scores`` for stored health; empty where nothing holds what it
            needs and it must be given by hand.
        low: smallest value possible.
        high: largest value possible.
        unusual: a variant in use somewhere that says something else than its name promises; never a default.
    """

    id: str
    key: str
    name: str
    unit: Unit
    direction: Direction
    made_by: str
    reads: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0
    unusual: bool = False

    @property
    def function(self) -> Callable[..., Any]:
        """What computes it, imported when asked for; its docstring has formula, missing rule and source."""
        module, _, name = self.made_by.rpartition(".")
        found: Callable[..., Any] = getattr(importlib.import_module(f"cs_engine.{module}"), name)
        return found

    @property
    def formula(self) -> str:
        """The formula as its function states it, in one line."""
        return _section(self.function, "Formula:")

    @property
    def source(self) -> str:
        """Where the formula comes from, in one line."""
        return _section(self.function, "Source:")


UP, DOWN, NONE = Direction.UP, Direction.DOWN, Direction.NONE
RESPONSES, LINES = ("responses",), ("subscriptions",)
SATISFACTION = (
    Metric("S1", "RATING", "Mean rating", Unit.RATING, UP, "metrics.satisfaction.mean_rating", RESPONSES, high=10),
    Metric("S2", "CSAT", "Customer satisfaction (top box)", Unit.SHARE, UP, "metrics.satisfaction.csat", RESPONSES),
    Metric(
        "S3",
        "ZRATING",
        "Standardized rating",
        Unit.DEVIATIONS,
        UP,
        "metrics.experience.standardized_rating",
        RESPONSES,
        -INFINITE,
        INFINITE,
    ),
    Metric("S4", "GROUPS", "Satisfaction groups", Unit.GROUP, NONE, "metrics.satisfaction_groups.satisfaction_groups"),
    Metric(
        "S5",
        "EXPERIENCE",
        "Weighted experience score",
        Unit.SCORE,
        UP,
        "metrics.experience.weighted_experience",
        high=100,
    ),
    Metric("S6", "NPS", "Net promoter score", Unit.NPS, UP, "metrics.satisfaction.nps", RESPONSES, -100, 100),
    Metric("S7", "CES", "Customer effort score", Unit.RATING, UP, "metrics.satisfaction.ces", RESPONSES, 1, 7),
)
LOYALTY = (
    Metric("L1", "RETENTION", "Customer retention", Unit.SHARE, UP, "metrics.loyalty.retention_rate", LINES),
    Metric("L2", "CHURN", "Customer churn", Unit.SHARE, DOWN, "metrics.loyalty.churn_rate", LINES),
    Metric("L3", "REPURCHASE", "Repurchase rate", Unit.SHARE, UP, "metrics.repurchase.repurchase_rate", ("orders",)),
    Metric("L4", "REFERRAL", "Referral rate", Unit.SHARE, UP, "metrics.repurchase.referral_rate"),
    Metric("L5", "GRR", "Gross revenue retention", Unit.SHARE, UP, "metrics.loyalty.gross_revenue_retention", LINES),
    Metric(
        "L6",
        "NRR",
        "Net revenue retention",
        Unit.SHARE,
        UP,
        "metrics.loyalty.net_revenue_retention",
        LINES,
        high=INFINITE,
    ),
    Metric("L7", "COHORTS", "Cohort retention", Unit.SHARE, UP, "metrics.cohorts.cohort_triangle", LINES),
    Metric("L8", "SURVIVAL", "Survival curve", Unit.SHARE, UP, "metrics.survival.survival_curve", LINES),
)
GROWTH = (
    Metric("G1", "NEWUSERS", "Expected new users", Unit.COUNT, UP, "metrics.growth.expected_new_users", high=INFINITE),
    Metric(
        "G2",
        "RETAINED",
        "Expected retained customers",
        Unit.COUNT,
        UP,
        "metrics.growth.expected_retained",
        high=INFINITE,
    ),
    Metric("G3", "PROGRAM", "Program value", Unit.MONEY, UP, "metrics.growth.program_value", (), -INFINITE, INFINITE),
    Metric("G4", "CONVERSION", "Conversion rate", Unit.SHARE, UP, "metrics.conversion.conversion_rate", ("prospects",)),
    Metric("G5", "QUICKRATIO", "Quick ratio", Unit.RATIO, UP, "metrics.revenue.quick_ratio", LINES, high=INFINITE),
)
SCORES = ("scores",)
HEALTH = (
    Metric("H1", "SIMPLEHEALTH", "Simple health", Unit.SCORE, UP, "metrics.wellbeing.simple_health", SCORES, high=100),
    Metric("H2", "HEALTH", "Scorecard health", Unit.SCORE, UP, "metrics.wellbeing.scorecard_health", SCORES, high=100),
    Metric("H3", "USAGE", "Usage score", Unit.SCORE, UP, "metrics.wellbeing.usage_score", SCORES, high=100),
    Metric(
        "H4",
        "SATISFACTION",
        "Satisfaction score",
        Unit.SCORE,
        UP,
        "metrics.wellbeing.satisfaction_score",
        SCORES,
        high=100,
    ),
    Metric("H5", "CONFIDENCE", "Confidence", Unit.SHARE, UP, "metrics.wellbeing.confidence", SCORES),
)
UNUSUAL = (
    Metric(
        "S6-margin",
        "PROMOTERMARGIN",
        "Promoters minus everybody else",
        Unit.NPS,
        UP,
        "metrics.satisfaction.promoter_margin",
        RESPONSES,
        -100,
        100,
        unusual=True,
    ),
    Metric(
        "G3-comprehensive",
        "COMPREHENSIVE",
        "Program value, comprehensive model",
        Unit.MONEY_CUSTOMERS,
        UP,
        "metrics.growth.comprehensive_program_value",
        (),
        -INFINITE,
        INFINITE,
        unusual=True,
    ),
)
METRICS: Mapping[str, Metric] = MappingProxyType(
    {each.id: each for each in (*SATISFACTION, *LOYALTY, *GROWTH, *HEALTH, *UNUSUAL)}
)
"""Every figure made here, by its id."""
ALL = tuple(METRICS.values())


def metric_named(said: str, among: Iterable[Metric] = ALL) -> Metric:
    """Return the figure that somebody names by id, key or name, however it is spelled.

    Args:
        said: what they wrote.
        among: the figures that can be meant.

    Raises:
        BadInput: there is none of that name; the sentence names the nearest.
    """
    figures = tuple(among)
    known = {_plain(name): each for each in figures for name in (each.id, each.key, each.name)}
    found = known.get(_plain(said))
    if found is not None:
        return found
    near = get_close_matches(_plain(said), known, 1)
    ids = ", ".join(each.id for each in figures)
    hint = f"; did you mean {known[near[0]].key}?" if near else f"; write one of {ids}."
    raise BadInput(f"{said!r} is no metric of the catalogue{hint}")


def _plain(said: str) -> str:
    return "".join(letter for letter in said.casefold() if letter.isalnum())


def _section(function: Callable[..., Any], title: str) -> str:
    """Return a section of a docstring as one line; empty where there is none."""
    _, _, after = (function.__doc__ or "").partition(title)
    lines: list[str] = []
    for line in after.splitlines()[1:]:
        if not line.startswith("        "):
            break
        lines.append(line.strip())
    return " ".join(lines)
