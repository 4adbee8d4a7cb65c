"""How well learning does on customers it has not seen: everything is learned again in every fold."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from cs_engine.churn import ranking
from cs_engine.churn.curves import curves
from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Floats, Rows
from cs_engine.churn.folds import Folds
from cs_engine.churn.learning import FEWEST, learn, refuse_few
from cs_engine.churn.machine import Machine
from cs_engine.churn.measuring import (
    Threshold,
    by_capacity,
    by_cost,
    estimates,
    figures,
    reliability,
    report,
    share_interval,
)
from cs_engine.churn.models.fitting import Task, to_probability
from cs_engine.churn.models.logistic import fit_logistic
from cs_engine.churn.preparation import prepare
from cs_engine.churn.roles import roles_of
from cs_engine.records.churn import Candidate, Estimate, Evaluation, GroupCheck, Importance, Learned, Trialed
from cs_engine.records.churn_curves import Curves

SMALLEST_GROUP = 50
"""Customers in a group: fewer tell nothing about calibration."""
MOST_LEVELS = 8
GROUPS_TOLD = 8
Z_99 = 2.576
"""Many groups are looked at: at 95 % one in twenty would be off by accident."""


@dataclass(frozen=True, eq=False)
class _Run:
    said: list[Floats]
    alone: list[Floats]
    plans: list[Folds]
    learned: list[Learned]

    @property
    def tests(self) -> list[list[Rows]]:
        """Return the tested rows of each repeat."""
        return [[tested for _, tested in plan] for plan in self.plans]


def evaluate(customers: Customers, asked: Trialed, money: Floats | None = None) -> Evaluation:
    """Return figures, baselines and calibration, out of fold.

    Args:
        customers: whose label is known.
        asked: how.
        money: revenue of each row, missing where unknown.

    Raises:
        BadInput: there is too little to learn from in a fold, or too little time.
    """
    began = asked.wanted.began
    refuse_few(customers.label, FEWEST + ceil(FEWEST / (asked.folds - 1)))  # a fold learns without one part
    run = _run(customers, asked, began)
    label, said = customers.label, run.said[0]
    tested = ~np.isnan(said)
    threshold = _threshold(said[tested], float(label.mean()), asked)
    named = figures(threshold)
    metrics = estimates(named, label, run.said, run.tests, customers.groups)
    if money is not None:
        metrics["revenue_per_contact"] = _revenue(customers, money, run)
    return Evaluation(
        method=", ".join(
            f"{name} ({count} of {len(run.learned)} folds)" for name, count in _methods(run).most_common(4)
        ),
        rows=len(customers),
        positives=int(label.sum()),
        folds=(asked.folds, asked.repeats),
        warnings=tuple(dict.fromkeys(warning for one in run.learned for warning in one.warnings)),
        metrics=metrics,
        baselines=_baselines(customers, run),
        threshold=(threshold.at, threshold.why),
        report=report(label[tested], said[tested], threshold),
        reliability=reliability(label[tested], said[tested]),
        groups=_groups(customers, said),
        candidates=_candidates(run.learned),
        left_out=tuple(dict.fromkeys(remark for one in run.learned for remark in one.left_out)),
        importance=_importance(run.learned),
        seconds=asked.wanted.clock() - began,
        curves=_curves(customers, run, money) if asked.drawn else None,
    )


def _curves(customers: Customers, run: _Run, money: Floats | None) -> Curves:
    left_out = frozenset(remark.column for one in run.learned for remark in one.left_out)
    return curves(customers, run.said[0], run.plans[0], money, left_out)


def _run(customers: Customers, asked: Trialed, began: float) -> _Run:
    plans = [customers.folds(asked.folds, asked.wanted.seed + repeat) for repeat in range(asked.repeats)]
    run = _Run([], [], plans, [])
    fits, done = sum(len(plan) for plan in plans), 0
    for plan in plans:
        said, alone = np.full(len(customers), np.nan), np.full(len(customers), np.nan)
        for learned, tested in plan:
            asked.wanted.progress(done, fits)
            left = began + asked.wanted.budget - asked.wanted.clock()
            share = replace(asked.wanted, budget=left / (fits - done), progress=_silent, since=None)
            machine = learn(customers.take(learned), share)
            said[tested] = machine.probability(customers.frame.iloc[tested])
            alone[tested] = _best_alone(customers, machine, learned, tested)
            run.learned.append(machine.learned)
            done += 1
        run.said.append(said)
        run.alone.append(alone)
    asked.wanted.progress(fits, fits)
    return run


def _silent(done: int, total: int) -> None:
    del done, total


def _threshold(said: Floats, rate: float, asked: Trialed) -> Threshold:
    if asked.cost_ratio is not None:
        return by_cost(asked.cost_ratio)
    if asked.capacity is not None:
        return by_capacity(said, asked.capacity, f"{asked.capacity:.0%} of customers can be contacted")
    return by_capacity(said, rate, f"as many are called at risk as it happens to, {rate:.1%}")


def _best_alone(customers: Customers, machine: Machine, learned: Rows, tested: Rows) -> Floats:
    column = machine.learned.best_column
    alone = prepare(customers.frame.iloc[learned], {column: machine.preparation.roles[column]})
    known, asked = (alone.features(customers.frame.iloc[rows]) for rows in (learned, tested))
    model = fit_logistic(Task(known, customers.label[learned]), {"strength": 1.0})
    return to_probability(model.log_odds(asked))


def _baselines(customers: Customers, run: _Run) -> dict[str, dict[str, float]]:
    label, base = customers.label, [np.full(len(customers), customers.label.mean())] * len(run.said)
    ways = {"base rate": base, f"only {_best_column(run)}": run.alone}
    shown = {
        "roc_auc": ranking.roc_auc,
        "pr_auc": ranking.pr_auc,
        "log_loss": ranking.log_loss,
        "brier": ranking.brier,
        "lift_top_10": ranking.top_lift,
    }
    return {
        name: {
            figure: float(
                np.nanmean(
                    [
                        measure(label[rows], one[rows])
                        for one, tests in zip(said, run.tests, strict=True)
                        for rows in tests
                    ]
                )
            )
            for figure, measure in shown.items()
        }
        for name, said in ways.items()
    }


def _best_column(run: _Run) -> str:
    return Counter(one.best_column for one in run.learned).most_common(1)[0][0]


def _methods(run: _Run) -> Counter[str]:
    return Counter("blend" if one.method.startswith("blend") else one.method for one in run.learned)


def _revenue(customers: Customers, money: Floats, run: _Run) -> Estimate:
    parts = [
        ranking.caught_per_contact(customers.label[rows], one[rows], money[rows])
        for one, tests in zip(run.said, run.tests, strict=True)
        for rows in tests
    ]
    return Estimate(float(np.mean(parts)))


def _groups(customers: Customers, said: Floats) -> tuple[GroupCheck, ...]:
    """Return how true probabilities are within groups of the file's own columns of few words."""
    tested = ~np.isnan(said)
    found = []
    for column in roles_of(customers.frame).roles:
        values = customers.frame[column]
        if values.nunique() > MOST_LEVELS:
            continue
        for level in values.dropna().unique():
            rows = tested & (values == level).to_numpy(dtype=bool, na_value=False)
            if rows.sum() >= SMALLEST_GROUP:
                found.append(_group(column, level, customers.label[rows], said[rows]))
    return tuple(sorted(found, key=lambda one: (not one.is_off, -abs(one.said - one.happened.value)))[:GROUPS_TOLD])


def _group(column: str, level: object, label: np.ndarray, said: Floats) -> GroupCheck:
    low, high = share_interval(int(label.sum()), len(label), Z_99)
    shown = f"{level:g}" if isinstance(level, float) else str(level)
    return GroupCheck(column, shown, len(label), float(said.mean()), Estimate(float(label.mean()), low, high))


def _candidates(learned: Sequence[Learned]) -> tuple[Candidate, ...]:
    """Return the best of each way per fold, averaged over folds, the best way first; a blend is one of them."""
    rows: dict[str, list[Candidate]] = defaultdict(list)
    for one in learned:
        seen = set()
        for candidate in one.candidates:
            name = "blend" if candidate.model == "auto" else candidate.model.value
            if name not in seen:
                rows[name].append(candidate)
                seen.add(name)
    found = [_average(name, group, len(learned)) for name, group in rows.items()]
    return tuple(sorted(found, key=lambda row: (row.log_loss is None, row.log_loss or 0.0)))


def _average(name: str, group: Sequence[Candidate], fits: int) -> Candidate:
    done = [one for one in group if one.log_loss is not None and one.auc is not None]
    missed = fits - len(done)
    return Candidate(
        name=name,
        model=group[0].model,
        log_loss=float(np.mean([one.log_loss for one in done])) if done else None,
        auc=float(np.mean([one.auc for one in done])) if done else None,
        seconds=float(np.mean([one.seconds or 0.0 for one in group])),
        weight=sum(one.weight > 0 for one in group) / fits,
        said=f"not compared in {missed} of {fits} folds for lack of time" if missed and name != "blend" else None,
    )


def _importance(learned: Sequence[Learned]) -> tuple[Importance, ...]:
    rows: dict[str, list[Importance]] = defaultdict(list)
    for one in learned:
        for important in one.selected:
            rows[important.column].append(important)
    found = [
        Importance(name, float(np.mean([one.loss for one in group])), sum(one.loss > 0 for one in group) / len(learned))
        for name, group in rows.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.loss))
