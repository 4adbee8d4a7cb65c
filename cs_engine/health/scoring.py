"""From facts to a receipt: measure, rate, weigh, add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cs_engine.health.facts import Facts
from cs_engine.health.measures.measured import Measured
from cs_engine.health.moment import Moment
from cs_engine.health.scorecard import FULL_WEIGHT, Scorecard, ScorecardFactor
from cs_engine.health.snapshot import Line
from cs_engine.health.sums import Weighed, counting_weights, shared_out, weighted_mean
from cs_engine.records.receipt import Coverage, FactorState

WHOLE_SHARE = 10_000
"""Shares are hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Every line with the score they add up to, in hundredths; no score below the coverage floor."""

    lines: tuple[Line, ...]
    score: int | None
    coverage: Coverage


class Rated(NamedTuple):
    """A factor's raw value with its sub-score and its weight after decay; no sub-score means no weight."""

    factor: ScorecardFactor
    measured: Measured
    sub_score: int | None
    weight: int


def receipt(card: Scorecard, facts: Facts, moment: Moment, before: Mapping[str, int] | None = None) -> Receipt:
    """Return the receipt of one account under one scorecard.

    Args:
        card: the scorecard.
        facts: the account's facts.
        moment: the instant.
        before: points of a week ago by factor, for the change of each line.
    """
    rated = [_rated(factor, facts, moment) for factor in card.factors]
    coverage = _coverage(rated)
    entries = [Weighed(each.weight, each.sub_score or 0, each.factor.only_subtracts) for each in rated]
    score = weighted_mean(entries) if coverage.share >= card.evidence.coverage else None
    weights = counting_weights(entries) if score is not None else [0] * len(entries)
    shares = shared_out(WHOLE_SHARE, weights)
    points = shared_out(score or 0, [weight * entry[1] for weight, entry in zip(weights, entries, strict=True)])
    lines = (
        _line(each, share, None if score is None else point, before or {})
        for each, share, point in zip(rated, shares, points, strict=True)
    )
    return Receipt(tuple(lines), score, coverage)


def weighed(lines: Sequence[Line]) -> list[Weighed]:
    """Return weights and sub-scores of the lines that have a value."""
    return [Weighed(line.weight, line.sub_score, line.only_subtracts) for line in lines if line.sub_score is not None]


def _rated(factor: ScorecardFactor, facts: Facts, moment: Moment) -> Rated:
    measured = factor.measure.read(facts, moment)
    if measured.raw is None:
        return Rated(factor, measured, None, 0)
    percent = factor.decay.percent(measured.age_days) if factor.decay else FULL_WEIGHT
    if not percent:
        return Rated(factor, measured, None, 0)
    return Rated(factor, measured, factor.curve.sub_score(measured.raw), factor.weight * percent)


def _line(rated: Rated, share: int, points: int | None, before: Mapping[str, int]) -> Line:
    factor, measured, sub_score, weight = rated
    key = factor.measure.key
    expired = measured.raw is not None and sub_score is None
    return Line(
        key=key,
        group=factor.group,
        unit=factor.measure.unit,
        source=factor.measure.source,
        state=FactorState.EXPIRED if expired else measured.state,
        target=factor.target,
        raw=measured.raw,
        as_of=measured.as_of,
        sub_score=sub_score,
        weight=weight,
        share=share,
        points=None if sub_score is None else points,
        change_7d=(points or 0) - before[key] if key in before else None,
        only_subtracts=factor.only_subtracts,
    )


def _coverage(rated: Sequence[Rated]) -> Coverage:
    """Return the fresh weight as a share of the weight that applies.

    Formula: sum(weight after decay of scored factors) / sum(weight of factors that apply); 0 when none applies.
    Source: the field's confidence of a health score.
    """
    applying = [each for each in rated if each.measured.state is not FactorState.NOT_APPLICABLE]
    whole = sum([each.factor.weight for each in applying]) * FULL_WEIGHT
    dated = [
        (each.measured.as_of, each.factor.measure.key)
        for each in applying
        if each.factor.decay and each.measured.as_of is not None
    ]
    stalest_on, stalest = min(dated, default=(None, None))
    return Coverage(
        share=sum([each.weight for each in applying]) / whole if whole else 0.0,
        present=len([each for each in applying if each.sub_score is not None]),
        total=len(applying),
        stalest=stalest,
        stalest_on=stalest_on,
    )
