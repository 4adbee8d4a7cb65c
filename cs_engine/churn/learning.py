"""Learning from customers: columns are judged, ways compared out of fold, the best fitted on everybody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cs_engine.churn.blending import Choice, choose
from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Label, Rows
from cs_engine.churn.importance import importances
from cs_engine.churn.leaks import screen
from cs_engine.churn.machine import Held, Machine, Part
from cs_engine.churn.models.fitting import Task, to_probability
from cs_engine.churn.models.ways import WAYS
from cs_engine.churn.noise import Topic, telling
from cs_engine.churn.pacing import PLANNED, rows_compared, rows_learned
from cs_engine.churn.preparation import Preparation, prepare
from cs_engine.churn.ranking import roc_auc
from cs_engine.churn.roles import roles_of
from cs_engine.churn.selecting import Search, Trial
from cs_engine.churn.small import FEWEST_MEASURES, knows
from cs_engine.errors import BadInput
from cs_engine.records.churn import Candidate, Learned, Model, Remark, Wanted
from cs_engine.wording import phrase

FOLDS = 5
FEWEST = 10
"""Of either class: with fewer a fold would test on one or two."""
LAST = 0.1
"""Share of the budget kept for what comes after the last fit."""

FEW = phrase(
    "It happened to {positives} of {rows} customers; to learn from takes at least {fewest} to whom it did and "
    "{fewest} to whom it did not."
)
NO_COLUMNS = phrase("No column is left to learn from: {why}.")
NO_OTHERS = "there is none besides the label and the id"
NO_MEASURES = phrase(
    "The way {way} goes by measures of the book, such as usage_trend; here are fewer than {fewest} of them: choose "
    "another --model."
)
SOME = "For lack of time {learned:,} of the {rows:,} customers were learned from; give a longer --time-budget for all."
CUT = "For lack of time {ways} was not learned again from everybody; the models of the folds are used together."
HURRIED = "Time was up before ways could be compared: this is the quickest one alone; give a longer --time-budget."
UNTUNED = "Time was up before settings could be compared: this is the usual one; give a longer --time-budget."
TOO_SHORT = phrase("{seconds} s are too short for {way} to learn from {rows} customers; give a longer --time-budget.")


def learn(customers: Customers, wanted: Wanted, topic_of: Topic | None = None) -> Machine:
    """Return a machine that says how likely it is.

    Args:
        customers: to learn from; where one stands in several rows, their groups are needed.
        wanted: how.
        topic_of: what a column is about, where reasons will be told: then it is seen which of them are no noise.

    Raises:
        BadInput: there is too little to learn from, or too little time.
    """
    began = wanted.began
    refuse_few(customers.label, FEWEST)
    ready = _ready(customers, wanted)
    preparation = ready.preparation
    compared = customers.sample(rows_compared(customers, preparation, wanted), wanted.seed)
    some = customers.take(compared)
    search = Search(
        features=preparation.features(some.frame),
        label=some.label,
        folds=some.folds(FOLDS, wanted.seed),
        clock=wanted.clock,
        deadline=began + wanted.budget * (1 - LAST),
        larger=min(len(customers) / len(some), PLANNED) * FOLDS / (FOLDS - 1),
        threads=wanted.threads,
        seed=wanted.seed,
    )
    search.run(_ways(wanted.model, preparation.columns), wanted.progress)
    hurry = None if search.best() else HURRIED if wanted.model is Model.AUTO else UNTUNED
    if hurry and wanted.model not in (Model.AUTO, Model.LOGISTIC):
        raise BadInput(TOO_SHORT, seconds=f"{wanted.budget:g}", way=wanted.model.value, rows=f"{len(customers):,}")
    if hurry:
        search.try_quickest()
    choice = choose(search.done(), some.label, search.folds)
    until = began + wanted.budget
    seconds = sum(trial.seconds or 0.0 for trial, _ in choice.parts)
    rows = rows_learned(len(customers), len(some), seconds, until - wanted.clock())
    kept = customers.take(customers.sample(rows, wanted.seed))
    features = preparation.features(kept.frame)
    parts, late = _fitted(choice, Task(features, kept.label, wanted.seed, wanted.threads, None, wanted.clock, until))
    important = importances(
        choice, search.features, some.label, search.folds, wanted.seed, lambda: wanted.clock() > until
    )
    learned = Learned(
        method=choice.method,
        rows=len(kept),
        positives=int(kept.label.sum()),
        warnings=(*ready.warnings, *choice.warnings, *_left_out(len(kept), len(customers), late, hurry)),
        candidates=_candidates(search, choice),
        left_out=ready.left_out,
        selected=important,
        best_column=ready.best_column,
        seconds=wanted.clock() - began,
    )
    machine = Machine(preparation, parts, choice.constant, learned, held=_held(choice, compared))
    if topic_of is None:
        return machine
    apart = [_of_fold(machine, choice, fold) for fold in range(len(search.folds))]
    medians = customers.frame.median(numeric_only=True).dropna()
    typical = {str(name): float(middle) for name, middle in medians.items()}
    return replace(machine, telling=telling(apart, some.frame, topic_of), typical=typical)


def refuse_few(label: Label, fewest: int) -> None:
    """Refuse customers of whom too few are of one kind.

    Raises:
        BadInput: they are.
    """
    positives = int(label.sum())
    if min(positives, len(label) - positives) < fewest:
        raise BadInput(FEW, positives=f"{positives:,}", rows=f"{len(label):,}", fewest=fewest)


def _ways(model: Model, columns: Collection[str]) -> tuple[Model, ...]:
    """Return the ways to try; what goes by known measures only where there are some."""
    known = knows(columns)
    if model is Model.MONOTONE and not known:
        raise BadInput(NO_MEASURES, way=model.value, fewest=FEWEST_MEASURES)
    return tuple(one for one in WAYS if known or one is not Model.MONOTONE) if model is Model.AUTO else (model,)


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
        raise BadInput(NO_COLUMNS, why="; ".join(f"{one.column} is {one.said}" for one in left_out[:3]) or NO_OTHERS)
    warnings = tuple(f"{remark.column} is left out: {remark.said}." for remark in dropped)
    best = max(roles, key=lambda name: screened.aucs[name])
    return _Ready(prepare(customers.frame, roles), left_out, (*warnings, *screened.asked), best)


def _fitted(choice: Choice, task: Task) -> tuple[tuple[Part, ...], tuple[Model, ...]]:
    """Return the ways that were chosen, learned from everybody, and those for which there was no time.

    What was cut short knows less than what was judged: then the models of the folds are used together.
    """
    parts: list[Part] = []
    late = []
    for trial, weight in choice.parts:
        fitted = WAYS[trial.model].fit(task, trial.setting)
        if task.is_late and WAYS[trial.model].stops:
            late.append(trial.model)
            folds = range(len(trial.fitted))
            parts += [Part(trial.model, trial.setting, weight / len(folds), trial.of_fold(fold)) for fold in folds]
        else:
            parts.append(Part(trial.model, trial.setting, weight, fitted))
    return tuple(parts), tuple(late)


def _held(choice: Choice, rows: Rows) -> Held:
    """Return what was said out of fold."""
    tested = ~np.isnan(choice.log_odds)
    return Held(rows[tested], to_probability(choice.log_odds[tested]))


def _left_out(learned: int, rows: int, late: Sequence[Model], hurry: str | None) -> list[str]:
    """Say what was left out for lack of time besides ways and settings."""
    said = [hurry] if hurry else []
    if learned < rows:
        said.append(SOME.format(learned=learned, rows=rows))
    if late:
        said.append(CUT.format(ways=", ".join(one.value for one in late)))
    return said


def _of_fold(machine: Machine, choice: Choice, fold: int) -> Machine:
    """Return the machine as it was learned without one fold, grown as far as the whole one."""
    return replace(
        machine, parts=tuple(Part(one.model, one.setting, weight, one.of_fold(fold)) for one, weight in choice.parts)
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
