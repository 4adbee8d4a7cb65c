"""Other weights and another border for a scorecard, learned from losses and tried on later ones."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from cs_engine.churn import ranking
from cs_engine.churn.audit import FEWEST_LOSSES, HORIZON
from cs_engine.churn.features import Floats, Label, Rows
from cs_engine.churn.losses import log_losses
from cs_engine.churn.measuring import draws
from cs_engine.churn.past import MONTH_DAYS, Past
from cs_engine.health.declaration import BandsDeclaration
from cs_engine.health.scorecard import Scorecard
from cs_engine.metrics.satisfaction import Z_95
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_audit import Tried

SPREAD = 0.7
"""Of the logarithm of a weight around the present one: before any loss, two of three lie within a factor of two."""
OVERLAP = HORIZON / MONTH_DAYS
"""Rows in which the same loss is counted."""
WORTH = 0.01
"""Less ROC-AUC than this nobody would notice."""
BORDERS = range(30, 71)
FEWEST_LOW, MOST_LOW = 0.03, 0.25
"""Share of accounts at risk: with fewer nobody is warned, with more nobody can follow."""


@dataclass(frozen=True, slots=True)
class Change:
    """What losses suggest.

    Attributes:
        losses: rows with a loss that it was learned from.
        weights: by measure, adding up to 1; ``None`` where the present ones rank later losses as well.
        border: score below which to call At risk; ``None`` where the present one is as good.
        weights_tried: on the later half; ``None`` where there were too few losses.
        border_tried: the same.
    """

    losses: int
    weights: Mapping[str, float] | None = None
    border: int | None = None
    weights_tried: Tried | None = None
    border_tried: Tried | None = None


def suggested(past: Past, card: Scorecard) -> Change:
    """Return what to change in a scorecard.

    Learns from the earlier half of the rows under the scorecard's present formula, without those whose outcome was
    not known when the later half began, tries it there, and where that gains learns once more from all.

    Formula:
        log-odds of a loss within 90 days = a - b x score; a, b and the weights by maximum likelihood, with the
        logarithms of the weights normal around the present ones
    """
    mine = np.flatnonzero((past.frame["version"] == card.formula_version).to_numpy() & past.frame["score"].notna())
    rows = past.take(mine).settled(HORIZON)
    label = rows.lost_within(HORIZON)
    table = _Table.of(rows, card)
    earlier, later = _halves(rows)
    if min(_accounts(rows, label, earlier), _accounts(rows, label, later)) < FEWEST_LOSSES:
        return Change(int(label.sum()))
    fitted = table.take(earlier).fitted(label[earlier])
    weights = _tried(rows, label, later, (table.scores(table.present), table.scores(fitted)))
    border, border_tried = _border(rows, label, (earlier, later), card.bands)
    better = table.fitted(label) if weights.gain.value >= WORTH else None
    return Change(
        int(label.sum()),
        None if better is None else dict(zip(table.keys, better.tolist(), strict=True)),
        border if border_tried is not None and border_tried.is_sure else None,
        weights,
        border_tried,
    )


@dataclass(frozen=True, eq=False)
class _Table:
    """Sub-scores of rows, what age left of their weights, and which measures only subtract."""

    keys: tuple[str, ...]
    sub_scores: Floats
    fresh: Floats
    only_subtracts: np.ndarray
    present: Floats

    @classmethod
    def of(cls, past: Past, card: Scorecard) -> "_Table":
        keys = tuple(factor.measure.key for factor in card.factors)
        weights = np.array([factor.weight for factor in card.factors], dtype="float64")
        sub_scores, after_decay = (
            table.reindex(columns=list(keys)).to_numpy("float64") for table in (past.sub_scores, past.weights)
        )
        fresh = np.nan_to_num(after_decay / weights)
        only = np.array([factor.only_subtracts for factor in card.factors])
        return cls(keys, np.nan_to_num(sub_scores), fresh, only, weights / weights.sum())

    def take(self, rows: Rows) -> "_Table":
        return _Table(self.keys, self.sub_scores[rows], self.fresh[rows], self.only_subtracts, self.present)

    def scores(self, weights: Floats) -> Floats:
        """Return the scores, 0-100, that other weights give: as the health score adds them up."""
        weighed = self.fresh * weights
        always = np.where(self.only_subtracts, 0.0, weighed)
        total = always.sum(axis=1)
        points = (always * self.sub_scores).sum(axis=1)
        mean = np.divide(points, total, out=np.full(len(total), np.inf), where=total > 0)
        counts = np.where(self.only_subtracts & (self.sub_scores >= mean[:, None]), 0.0, weighed)
        whole = counts.sum(axis=1)
        points = (counts * self.sub_scores).sum(axis=1)
        return np.asarray(np.divide(points, whole, out=np.zeros(len(whole)), where=whole > 0))

    def fitted(self, label: Label) -> Floats:
        """Return weights that add up to 1."""
        centre = np.log(self.present)
        rate = float(label.mean())
        start = np.array([np.log(rate / (1 - rate)) + 2.0, 3.0, *centre])

        def loss(parts: Floats) -> float:
            odds = parts[0] - parts[1] * self.scores(_shares(parts[2:])) / 100
            away = (((parts[2:] - centre) / SPREAD) ** 2).sum() / 2
            return float(log_losses(label, odds).sum() / OVERLAP + away)

        return _shares(minimize(loss, start, method="L-BFGS-B", options={"maxiter": 60, "maxfun": 4000}).x[2:])


def _shares(logarithms: Floats) -> Floats:
    raised = np.exp(logarithms - logarithms.max())
    return np.asarray(raised / raised.sum())


def _halves(past: Past) -> tuple[Rows, Rows]:
    """Return rows to learn from and rows to try on: as many days each, outcomes of the first known by then."""
    days = np.unique(past.days)
    if len(days) == 0:
        return np.arange(0), np.arange(0)
    middle = days[0] + (days[-1] - days[0] + np.timedelta64(HORIZON, "D")) // 2
    return np.flatnonzero(past.days + np.timedelta64(HORIZON, "D") <= middle), np.flatnonzero(past.days >= middle)


def _accounts(past: Past, label: Label, rows: Rows) -> int:
    return len(np.unique(past.groups[rows][label[rows] == 1]))


def _tried(past: Past, label: Label, rows: Rows, scores: tuple[Floats, Floats]) -> Tried:
    now, then = (ranking.roc_auc(label[rows], -score[rows]) for score in scores)
    gains = [
        ranking.roc_auc(label[drawn], -scores[1][drawn]) - ranking.roc_auc(label[drawn], -scores[0][drawn])
        for drawn in draws(rows, past.groups)
    ]
    return Tried(now, then, _gain(then - now, gains))


def _border(
    past: Past, label: Label, halves: tuple[Rows, Rows], bands: BandsDeclaration
) -> tuple[int | None, Tried | None]:
    """Return the border that divides best: most of those lost below it, few of the others.

    Formula:
        share of losses below the border - share of others below it
    Source:
        Youden (1950)
    """
    score = past.frame["score"].to_numpy("float64")
    learned, later = halves
    highest = bands.healthy_leaves_below
    allowed = [
        border for border in BORDERS if border <= highest and FEWEST_LOW <= (score[learned] < border).mean() <= MOST_LOW
    ]
    best = max(allowed, key=lambda border: _divided(label[learned], score[learned], border), default=None)
    if best is None or best == bands.at_risk_below:
        return None, None
    present = bands.at_risk_below
    now, then = (_divided(label[later], score[later], border) for border in (present, best))
    gains = [
        _divided(label[drawn], score[drawn], best) - _divided(label[drawn], score[drawn], present)
        for drawn in draws(later, past.groups)
    ]
    return best, Tried(now, then, _gain(then - now, gains))


def _divided(label: Label, score: Floats, border: float) -> float:
    low = score < border
    lost = label == 1
    return float(low[lost].mean() - low[~lost].mean()) if lost.any() and not lost.all() else float("nan")


def _gain(value: float, gains: list[float]) -> Estimate:
    spread = float(np.nanstd(gains))
    return Estimate(value, value - Z_95 * spread, value + Z_95 * spread)
