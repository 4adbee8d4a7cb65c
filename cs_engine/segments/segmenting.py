"""From a frame with one row per customer to segments with profiles, names and advice."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd

from cs_engine.errors import BadInput
from cs_engine.metrics.satisfaction_groups import Satisfaction
from cs_engine.records.segments import Method, Segment, Segmentation, Trait
from cs_engine.segments.advice import advice
from cs_engine.segments.called import of_a_rule
from cs_engine.segments.mapping import map_of
from cs_engine.segments.matching import is_cluster, moves
from cs_engine.segments.preparing import Prepared, prepare
from cs_engine.segments.profiles import names, traits
from cs_engine.segments.rfm import RfmSegment
from cs_engine.segments.rules import Rule
from cs_engine.segments.tiers import Tier
from cs_engine.segments.ways import WAYS, Found, Wanted, best
from cs_engine.wording import Phrase, Sentence, phrase, sentence

NAMES: Mapping[str, Phrase] = MappingProxyType(
    {
        Tier.HIGH.value: phrase("High value"),
        Tier.MEDIUM.value: phrase("Medium value"),
        Tier.LOW.value: phrase("Low value"),
        RfmSegment.CHAMPIONS.value: phrase("Champions"),
        RfmSegment.LOYAL.value: phrase("Loyal customers"),
        RfmSegment.RECENT.value: phrase("Recent, little so far"),
        RfmSegment.FADING.value: phrase("Fading"),
        RfmSegment.AT_RISK.value: phrase("Good ones drifting away"),
        RfmSegment.MUST_NOT_LOSE.value: phrase("Best ones long away"),
        RfmSegment.DORMANT.value: phrase("Dormant"),
        Satisfaction.SATISFIED.value: phrase("Satisfied customers"),
        Satisfaction.NEUTRAL.value: phrase("Neutral customers"),
        Satisfaction.DISSATISFIED.value: phrase("Dissatisfied customers"),
    }
)
"""Segments whose names are known beforehand."""
EMPTY = phrase("There are no customers to segment.")
ALONE = phrase("There is only one customer; segments need several.")
TWICE = phrase("Customer {account} is there twice; give one row per customer.")
FEW_CLUSTERS = phrase("{k} groups of {customers} customers cannot be made; ask for 2 to {most}.")
FEWEST = 2


def segment(frame: pd.DataFrame, wanted: Wanted, on: date) -> Segmentation:
    """Return the segments of customers.

    The order of rows changes nothing, nor does the unit of a column of money.

    Args:
        frame: index customer, unique; columns of any kind.
        wanted: which way, and what it needs.
        on: the day of the refresh, for the record of moves.

    Raises:
        BadInput: the frame has no customer or one twice, or lacks what the way needs.
    """
    _check(frame, wanted)
    rows = frame.set_axis(frame.index.astype("str")).sort_index()
    method, found = (
        best(rows, wanted) if wanted.method is Method.AUTO else (wanted.method, WAYS[wanted.method](rows, wanted))
    )
    prepared = prepare(rows)
    assigned = found.keys.dropna()
    keys = {str(account): str(key) for account, key in assigned.items()}
    return Segmentation(
        method=method,
        why=found.why,
        structure=found.structure,
        segments=tuple(_segments(prepared, found, (*wanted.shipped, *wanted.rules))),
        assigned=keys,
        unassigned=tuple(str(account) for account in found.keys.index[found.keys.isna()]),
        candidates=found.candidates,
        columns=prepared.columns,
        treated=prepared.treated,
        left_out=prepared.left_out,
        factors=found.factors,
        moves=moves(_comparable(wanted.before, found), keys, on),
        map=map_of(prepared.matrix, assigned) if keys else None,
    )


def _check(frame: pd.DataFrame, wanted: Wanted) -> None:
    if len(frame) < FEWEST:
        raise BadInput(ALONE if len(frame) else EMPTY)
    again = frame.index[frame.index.duplicated()]
    if len(again):
        raise BadInput(TWICE, account=again[0])
    most = len(frame) - 1
    if wanted.k is not None and not FEWEST <= wanted.k <= most:
        raise BadInput(FEW_CLUSTERS, k=wanted.k, customers=len(frame), most=most)


def _comparable(before: Mapping[str, str], found: Found) -> Mapping[str, str]:
    """Return the earlier segments of the same kind: who made tiers and makes clusters now has moved nobody."""
    clustered = any(is_cluster(key) for key in found.order)
    return {account: key for account, key in before.items() if key in found.order or (clustered and is_cluster(key))}


def _segments(prepared: Prepared, found: Found, rules: tuple[Rule, ...]) -> Iterator[Segment]:
    known = {rule.name: rule for rule in rules}
    present = [str(key) for key in found.order if (found.keys == key).any()]
    profiles = {key: traits(prepared, found.keys == key) for key in present}
    named = names({key: profile for key, profile in profiles.items() if key not in known and key not in NAMES})
    for key in present:
        size = int((found.keys == key).sum())
        share = size / len(found.keys)
        if key in known:
            yield _ruled(known[key], profiles[key], size, share)
        else:
            name = named.get(key) or sentence(NAMES[key])
            yield _found(key, name, profiles[key], size, share)


def _ruled(rule: Rule, profile: tuple[Trait, ...], size: int, share: float) -> Segment:
    suggested = advice(profile)
    return Segment(
        key=rule.name,
        name=of_a_rule(rule.title),
        size=size,
        share=share,
        traits=profile,
        scorecard=rule.scorecard or suggested.scorecard,
        plays=rule.plays or suggested.plays,
        needs=tuple(of_a_rule(need) for need in rule.needs) or suggested.needs,
        by_rule=True,
    )


def _found(key: str, name: Sentence, profile: tuple[Trait, ...], size: int, share: float) -> Segment:
    suggested = advice(profile)
    return Segment(key, name, size, share, profile, suggested.scorecard, suggested.plays, suggested.needs)
