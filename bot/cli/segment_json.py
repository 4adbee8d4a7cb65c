"""Segments as JSON for scripts: stable keys, ``null`` for unknown, never 0 in its place."""

from typing import Any

from cs_engine.records.segments import Candidate, FactorTable, Remark, Segment, Segmentation, Trait

Json = dict[str, Any]


def segmentation_json(found: Segmentation) -> Json:
    """Return the segments with everything that they were made from."""
    return {
        "method": found.method.value,
        "why": str(found.why),
        "structure": found.structure,
        "segments": [_segment(each) for each in found.segments],
        "candidates": [_candidate(each) for each in found.candidates],
        "factors": None if found.factors is None else _factors(found.factors),
        "columns": list(found.columns),
        "treated": [_remark(each) for each in found.treated],
        "left_out": [_remark(each) for each in found.left_out],
        "moves": [
            {"account_id": each.account_id, "from": each.before, "to": each.after, "on": each.on.isoformat()}
            for each in found.moves
        ],
        "unassigned": list(found.unassigned),
        "assigned": dict(found.assigned),
    }


def _segment(one: Segment) -> Json:
    return {
        "key": one.key,
        "name": str(one.name),
        "size": one.size,
        "share": one.share,
        "by_rule": one.by_rule,
        "traits": [_trait(each) for each in one.traits],
        "scorecard": one.scorecard,
        "plays": list(one.plays),
        "needs": [str(each) for each in one.needs],
    }


def _trait(one: Trait) -> Json:
    return {
        "column": one.column,
        "level": one.level,
        "inside": one.inside,
        "outside": one.outside,
        "effect": one.effect,
        "said": str(one.said),
    }


def _candidate(one: Candidate) -> Json:
    return {
        "k": one.k,
        "silhouette": one.silhouette,
        "null": one.null,
        "noise": one.noise,
        "stability": one.stability,
        "smallest": one.smallest,
        "within": one.within,
        "chosen": one.chosen,
        "verdict": str(one.verdict),
    }


def _factors(table: FactorTable) -> Json:
    return {
        "explained": table.explained,
        "factors": [
            {"key": each.key, "name": each.name, "explained": each.explained, "loadings": dict(each.loadings)}
            for each in table.factors
        ],
        "communalities": dict(table.communalities),
    }


def _remark(one: Remark) -> Json:
    return {"column": one.column, "said": str(one.said)}
