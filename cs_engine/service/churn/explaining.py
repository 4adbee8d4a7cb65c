"""Who will leave, why, and what would go with less risk: the live accounts of the book, explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from pathlib import Path

from cs_engine.churn.explaining import Explained, explained
from cs_engine.churn.survival_curve import points
from cs_engine.churn.training_set import current_features
from cs_engine.records.risk import CurvePoint
from cs_engine.service.churn.accounts import opened


@dataclass(frozen=True, slots=True)
class ExplainedAccounts:
    """Live accounts, the likeliest losses first.

    Attributes:
        as_of: the day after the last one with data.
        method: the way of learning.
        probabilities: by account.
        explained: by account.
        curves: by account, up to a year; empty where too little is known.
    """

    as_of: date
    method: str
    probabilities: Mapping[str, float]
    explained: Mapping[str, Explained]
    curves: Mapping[str, tuple[CurvePoint, ...]]


def explain_accounts(book_url: str, zone: tzinfo, model: Path) -> ExplainedAccounts:
    """Return the probability of every live account at the end of the last day with data, with its reasons.

    Raises:
        BadFile: there is no model, or it is damaged or newer.
        BadInput: the model was learned from a file.
        NothingToShow: the book has no past, or nobody in it is live.
    """
    machine, now, earlier = opened(book_url, zone, model)
    features = current_features(now, earlier)
    chances = machine.probability(features.reindex(columns=list(machine.preparation.columns)))
    names = [str(name) for name in features.index]
    said = dict(zip(names, chances.tolist(), strict=True))
    curves = dict(zip(names, points(machine.curve, chances, features), strict=True))
    ordered = {account: said[account] for account in sorted(said, key=lambda one: (-said[one], one))}
    why = explained(machine, now, earlier)
    return ExplainedAccounts(now.as_of.date(), machine.learned.method, ordered, why, curves)
