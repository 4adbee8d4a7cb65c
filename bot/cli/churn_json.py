"""What was learned and how well it does, as JSON for scripts: stable keys, ``null`` for unknown."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cs_engine.records.churn import Candidate, Estimate, Evaluation, Importance, Learned, Remark

Json = dict[str, Any]


def learned_json(found: Learned, label: str, positive: str, target: Path | None) -> Json:
    """Return what learning found."""
    return {
        "warnings": list(found.warnings),
        "label": label,
        "positive": positive,
        "method": found.method,
        "rows": found.rows,
        "positives": found.positives,
        "models": _candidates(found.candidates),
        "columns": _importances(found.selected),
        "left_out": _remarks(found.left_out),
        "seconds": found.seconds,
        "model": str(target),
    }


def evaluation_json(found: Evaluation, label: str, positive: str) -> Json:
    """Return figures with their intervals, baselines, calibration and models."""
    return {
        "warnings": list(found.warnings),
        "label": label,
        "positive": positive,
        "method": found.method,
        "rows": found.rows,
        "positives": found.positives,
        "folds": found.folds[0],
        "repeats": found.folds[1],
        "metrics": {name: _estimate(one) for name, one in found.metrics.items()},
        "baselines": {
            name: {key: _known(value) for key, value in one.items()} for name, one in found.baselines.items()
        },
        "threshold": {"at": found.threshold[0], "why": found.threshold[1]},
        "report": [
            {"class": one.name, "precision": one.precision, "recall": one.recall, "f1": one.f1, "support": one.support}
            for one in found.report
        ],
        "reliability": [
            {"said": one.said, "happened": one.happened, "low": one.low, "high": one.high, "count": one.count}
            for one in found.reliability
        ],
        "groups": [
            {
                "column": one.column,
                "level": one.level,
                "count": one.count,
                "said": one.said,
                "happened": _estimate(one.happened),
                "off": one.is_off,
            }
            for one in found.groups
        ],
        "models": _candidates(found.candidates),
        "columns": _importances(found.importance),
        "left_out": _remarks(found.left_out),
        "seconds": found.seconds,
    }


def _candidates(rows: Iterable[Candidate]) -> list[Json]:
    return [
        {
            "name": row.name,
            "model": row.model.value,
            "log_loss": row.log_loss,
            "roc_auc": row.auc,
            "seconds": row.seconds,
            "weight": row.weight,
            "said": row.said,
        }
        for row in rows
    ]


def _importances(rows: Iterable[Importance]) -> list[Json]:
    return [{"column": row.column, "loss": row.loss, "stability": row.stability} for row in rows]


def _remarks(rows: Iterable[Remark]) -> list[Json]:
    return [{"column": row.column, "why": str(row.said)} for row in rows]


def _estimate(one: Estimate) -> Json:
    ends = (None if end is None else _known(end) for end in (one.low, one.high))
    return {"value": _known(one.value), **dict(zip(("low", "high"), ends, strict=True))}


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
