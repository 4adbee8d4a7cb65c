"""A scorecard file with other weights and another border; everything else, comments too, stays as it is."""

from collections.abc import Mapping
from typing import Any

import tomlkit

from cs_engine.health.reading import read_scorecard
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.sums import shared_out

WHOLE = 100
FINE = 1_000_000
"""Weights as whole numbers, before they are rounded to percents."""


def changed(card: Scorecard, weights: Mapping[str, float] | None, border: int | None) -> str:
    """Return the text of a scorecard with other weights and another border to At risk.

    Args:
        card: as it is.
        weights: by measure, adding up to 1; ``None`` leaves them.
        border: score below which to call At risk; the way out of it keeps its distance. ``None`` leaves both.

    Raises:
        BadScorecard: the changed text would be no scorecard.
    """
    document: Any = tomlkit.parse(card.text)
    if weights is not None:
        _weigh(document["groups"], weights)
    if border is not None:
        bands = document.setdefault("bands", tomlkit.table())
        bands["at_risk_below"] = border
        bands["at_risk_leaves_at"] = border + card.bands.at_risk_leaves_at - card.bands.at_risk_below
    text = tomlkit.dumps(document)
    return read_scorecard(text, card.origin).text


def _weigh(groups: Any, weights: Mapping[str, float]) -> None:  # noqa: ANN401 - tables of tomlkit have no public type
    totals = [sum(weights[factor["measure"]] for factor in group["factors"]) for group in groups.values()]
    for group, percent in zip(groups.values(), _percents(totals), strict=True):
        group["weight"] = percent
        parts = [weights[factor["measure"]] for factor in group["factors"]]
        for factor, share in zip(group["factors"], _percents(parts), strict=True):
            factor["weight"] = share


def _percents(parts: list[float]) -> list[int]:
    """Return whole percents that add up to 100, none of them 0: a scorecard lists nothing that does not count."""
    shares = shared_out(WHOLE - len(parts), [1 + round(part * FINE) for part in parts])
    return [1 + share for share in shares]
