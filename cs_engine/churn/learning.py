"""Learning from customers: columns are judged, ways compared out of fold, the best fitted on everybody."""

from dataclasses import dataclass

import numpy as np

from cs_engine.churn.blending import Choice, choose
from cs_engine.churn.customers import Customers
from cs_engine.churn.importance import importances
from cs_engine.churn.leaks import screen
from cs_engine.churn.machine import Machine, Part
from cs_engine.churn.models.fitting import Task
from cs_engine.churn.models.ways import WAYS
from cs_engine.churn.preparation import Preparation, prepare
from cs_engine.churn.ranking import roc_auc
from cs_engine.churn.roles import roles_of
from cs_engine.churn.selecting import Search, Trial
from cs_engine.errors import BadInput
from cs_engine.records.churn import Candidate, Learned, Model, Remark, Wanted
from cs_engine.wording import phrase

FOLDS = 5
LARGEST_SEARCH = 20_000
"""Rows on which ways are compared: beyond, the third digit of the log loss no longer moves."""
FEWEST = 10
"""Of either class: with fewer a fold would test on one or two."""
LAST = 0.1
"""Share of the budget kept for what comes after the last fit."""

FEW = phrase(
    "It happened to {positives} of {rows} customers; to learn from takes at least {fewest} to whom it did and "
    "{fewest} to whom it did not."
)
NO_COLUMNS = phrase("No column is left to learn from: {why}.")
TOO_SHORT = phrase(
    "{seconds} s are too short for even one way to learn from {rows} customers; give a longer --time-budget."
)


def learn(customers: Customers, wanted: Wanted) -> Machine:
    """Return a machine that says how likely it is.

    Args:
        customers: to learn from; where one stands in several rows, their groups are needed.
        wanted: how.

    Raises:
        BadInput: there is too little to learn from, or too little time.
    """
    began = wanted.began
    positives = int(customers.label.sum())
    if min(positives, len(customers) - positives) < FEWEST:
        raise BadInput(FEW, positives=f"{positives:,}", rows=f"{len(customers):,}", fewest=FEWEST)
    ready = _ready(customers, wanted)
    preparation = ready.preparation
    some = customers.take(customers.sample(LARGEST_SEARCH, wanted.seed))
    search = Search(
        features=preparation.features(some.frame),
        label=some.label,
        folds=some.folds(FOLDS, wanted.seed),
        clock=wanted.clock,
        deadline=began + wanted.budget * (1 - LAST),
        larger=len(customers) / len(some) * FOLDS / (FOLDS - 1),
        threads=wanted.threads,
        seed=wanted.seed,
    )
    search.run(tuple(WAYS) if wanted.model is Model.AUTO else (wanted.model,), wanted.progress)
    if not search.best():
        raise BadInput(TOO_SHORT, seconds=f"{wanted.budget:g}", rows=f"{len(customers):,}")
    choice = choose(search.done(), some.label, search.folds)
    parts = _fitted(
        choice,
        Task(
            preparation.features(customers.frame),
            customers.label,
            wanted.seed,
            wanted.threads,
            None,
            wanted.clock,
            began + wanted.budget,
        ),
    )
    important = importances(choice, search.features, some.label, search.folds, wanted.seed)
    learned = Learned(
        method=choice.method,
        rows=len(customers),
        positives=positives,
        warnings=(*ready.warnings, *choice.warnings),
        candidates=_candidates(search, choice),
        left_out=ready.left_out,
        selected=important,
        best_column=ready.best_column,
        seconds=wanted.clock() - began,
    )
    return Machine(preparation, parts, choice.constant, learned)


@dataclass(frozen=True, eq=False)
class _Ready:
    preparation: Preparation
    left_out: tuple[Remark, ...]
    warnings: tuple[str, ...]
    best_column: str


def _ready(customers: Customers, wanted: Wanted) -> _Ready:
    found = roles_of(customers.frame)
    screened = screen(customers, found.roles, wanted.seed)
    dropped = tuple(remark for remark in screened.told if remark.column not in wanted.kept)
    roles = {name: role for name, role in found.roles.items() if name not in {remark.column for remark in dropped}}
    left_out = (*dropped, *found.left_out)
    if not roles:
        raise BadInput(
            NO_COLUMNS, why="; ".join(f"{one.column} is {one.said}" for one in left_out[:3]) or "there is none"
        )
    warnings = tuple(f"{remark.column} is left out: {remark.said}." for remark in dropped)
    best = max(roles, key=lambda name: screened.aucs[name])
    return _Ready(prepare(customers.frame, roles), left_out, (*warnings, *screened.asked), best)


def _fitted(choice: Choice, task: Task) -> tuple[Part, ...]:
    return tuple(
        Part(trial.model, trial.setting, weight, WAYS[trial.model].fit(task, trial.setting))
        for trial, weight in choice.parts
    )


def _candidates(search: Search, choice: Choice) -> tuple[Candidate, ...]:
    weights = {id(trial): weight for trial, weight in choice.parts}
    rows = [_candidate(trial, search, weights.get(id(trial), 0.0)) for trial in search.trials]
    if choice.blend:
        rows.append(choice.blend)
    return tuple(sorted(rows, key=lambda row: (row.log_loss is None, row.log_loss or 0.0)))


def _candidate(trial: Trial, search: Search, weight: float) -> Candidate:
    tested = ~np.isnan(trial.log_odds)
    return Candidate(
        name=_name(trial),
        model=trial.model,
        log_loss=trial.loss(search.label) if trial.is_done else None,
        auc=roc_auc(search.label[tested], trial.log_odds[tested]) if trial.is_done else None,
        seconds=trial.seconds,
        weight=weight,
        said=trial.said,
    )


def _name(trial: Trial) -> str:
    knobs = ", ".join(f"{name} {value:g}" for name, value in trial.setting.items())
    return f"{trial.model} ({knobs})"
