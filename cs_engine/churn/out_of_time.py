"""How well learning does on days after everything it has learned from: the way a model is used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cs_engine.churn import ranking
from cs_engine.churn.caught import caught
from cs_engine.churn.certainty import alike
from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Floats, Rows
from cs_engine.churn.folds import Folds, Moments
from cs_engine.churn.learning import FEWEST, learn
from cs_engine.churn.machine import Machine
from cs_engine.churn.measuring import draws
from cs_engine.churn.models.fitting import Task, to_probability
from cs_engine.churn.models.logistic import fit_logistic
from cs_engine.churn.preparation import prepare
from cs_engine.churn.roles import Role
from cs_engine.churn.survival_curve import curve_of, probabilities
from cs_engine.metrics.satisfaction import Z_95
from cs_engine.records.churn import Estimate, Wanted
from cs_engine.records.churn_accounts import OutOfTime

STRETCHES = 3
"""Learned again so often; each time with all that was known by then."""
TESTED = 0.4
"""Share of the as-of days, the latest ones, that are tested."""
TENURE = "tenure_days"


@dataclass(frozen=True, eq=False)
class Forecasts:
    """What was said on days after everything it was learned from.

    Attributes:
        tested: the rows, with what became of them.
        said: probability of each.
        by_tenure: the same, learned from tenure alone.
        methods: the way of learning of each stretch.
        curves: how likely a loss was said to be by each of the days of a curve, NaN where that was not known; ``None``
            of rows whose losses have no day.
    """

    tested: Customers
    said: Floats
    by_tenure: Floats
    methods: tuple[str, ...] = ()
    curves: Floats | None = None


def forecast(customers: Customers, wanted: Wanted) -> Forecasts | None:
    """Return forecasts for the latest as-of days, each learned only from rows whose outcome was known before it.

    The purge is the whole horizon: what was settled after a stretch began is not learned from. Accounts stand on both
    sides, at different times, as they do when a model is used.

    Args:
        customers: with their moments.
        wanted: how; its budget is for all stretches together.

    Returns:
        ``None`` where a stretch has too few losses to learn from, or none to test on.
    """
    plan = _plan(customers)
    if not plan:
        return None
    rows = np.concatenate([tested for _, tested in plan])
    share = replace(wanted, budget=wanted.budget / len(plan), progress=_silent)
    machines = [learn(without_moments(customers.take(learned)), share) for learned, _ in plan]
    pairs = list(zip(machines, plan, strict=True))
    said = [machine.probability(customers.frame.iloc[tested]) for machine, (_, tested) in pairs]
    methods = tuple(machine.learned.method for machine in machines)
    drawn = [_curves(customers, machine, part, chance) for (machine, part), chance in zip(pairs, said, strict=True)]
    curves = None if any(one is None for one in drawn) else np.concatenate([one for one in drawn if one is not None])
    return Forecasts(customers.take(rows), np.concatenate(said), alone(customers, (TENURE,)), methods, curves)


def alone(customers: Customers, columns: Sequence[str]) -> Floats:
    """Return what a plain regression on a few numbers says of the same days, learned from the same rows.

    Without any number that varies it says the share of losses.
    """
    said = [_alone(customers, learned, tested, columns) for learned, tested in _plan(customers)]
    return np.concatenate(said) if said else np.zeros(0)


def figures(found: Forecasts) -> OutOfTime:
    """Return how true forecasts were."""
    tested, said, tenure = found.tested, found.said, found.by_tenure
    label, days = tested.label, np.asarray(tested.known)
    accounts = np.arange(len(label)) if tested.groups is None else tested.groups
    drawn = draws(np.arange(len(label)), accounts)
    areas = [ranking.roc_auc(label[rows], said[rows]) for rows in drawn]
    gains = [area - ranking.roc_auc(label[rows], tenure[rows]) for area, rows in zip(areas, drawn, strict=True)]
    area, by_tenure, rate = ranking.roc_auc(label, said), ranking.roc_auc(label, tenure), float(label.mean())
    return OutOfTime(
        first=days.min().item(),
        last=days.max().item(),
        rows=len(label),
        losses=int(label.sum()),
        roc_auc=_estimate(area, areas),
        brier=ranking.brier(label, said),
        base_brier=rate * (1 - rate),
        said=float(said.mean()),
        happened=rate,
        tenure_auc=by_tenure,
        gain=_estimate(area - by_tenure, gains),
        accounts=len(np.unique(accounts)),
        alike=(groups := alike(said, label, accounts)),
        caught=caught(said, label, drawn) if groups else (),
    )


def without_moments(customers: Customers) -> Customers:
    """Return customers whose folds are by customer: to choose a way, every customer's whole past may be tested."""
    return Customers(customers.frame, customers.label, customers.groups)


def _plan(customers: Customers) -> Folds:
    """Return which rows are learned from and which tested, stretch by stretch; none where there is too little."""
    if customers.known is None or customers.settled is None:
        return []
    days = np.unique(customers.known)
    tested_days = days[len(days) - max(1, round(len(days) * TESTED)) :]
    plan = [_part(customers.known, customers.settled, stretch) for stretch in np.array_split(tested_days, STRETCHES)]
    plan = [(learned, tested) for learned, tested in plan if len(tested)]
    if not plan or any(_fewest(customers, learned) < FEWEST for learned, _ in plan):
        return []
    label = customers.label[np.concatenate([tested for _, tested in plan])]
    return plan if 0 < label.sum() < len(label) else []


def _curves(customers: Customers, machine: Machine, part: tuple[Rows, Rows], said: Floats) -> Floats | None:
    """Return the curves of what is tested, by what was known of losses when its stretch began."""
    learned, tested = part
    if customers.known is None:
        return None
    curve = curve_of(customers.take(learned), machine.held, customers.known[tested].min())
    return None if curve is None else probabilities(curve, said, customers.frame.iloc[tested])


def _part(known: Moments, settled: Moments, stretch: Moments) -> tuple[Rows, Rows]:
    if len(stretch) == 0:
        return np.arange(0), np.arange(0)
    return np.flatnonzero(settled <= stretch[0]), np.flatnonzero((known >= stretch[0]) & (known <= stretch[-1]))


def _fewest(customers: Customers, rows: Rows) -> int:
    positives = int(customers.label[rows].sum())
    return min(positives, len(rows) - positives)


def _alone(customers: Customers, learned: Rows, tested: Rows, columns: Sequence[str]) -> Floats:
    before = customers.frame.iloc[learned]
    roles = {name: Role.NUMBER for name in columns if name in before and before[name].nunique() > 1}
    if not roles:
        return np.full(len(tested), float(customers.label[learned].mean()))
    prepared = prepare(before, roles)
    known, asked = (prepared.features(customers.frame.iloc[rows]) for rows in (learned, tested))
    return to_probability(fit_logistic(Task(known, customers.label[learned]), {"strength": 1.0}).log_odds(asked))


def _estimate(value: float, drawn: list[float]) -> Estimate:
    spread = float(np.nanstd(drawn))
    return Estimate(value, value - Z_95 * spread, value + Z_95 * spread)


def _silent(done: int, total: int) -> None:
    del done, total
