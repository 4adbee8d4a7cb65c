"""Learning from the past of every account: on the step of the ladder that its losses allow."""

from dataclasses import dataclass, replace
from datetime import tzinfo

import numpy as np

from cs_engine.churn.certainty import alike
from cs_engine.churn.drift import spreads
from cs_engine.churn.ladder import FEWEST_FULL, step_for, why_no_higher
from cs_engine.churn.learning import learn
from cs_engine.churn.machine import Machine
from cs_engine.churn.out_of_time import Forecasts, figures, forecast, without_moments
from cs_engine.churn.topics import kind_of
from cs_engine.churn.training_set import TrainingSet
from cs_engine.errors import BadInput
from cs_engine.records.churn import Learned, Model, Wanted
from cs_engine.records.churn_accounts import USUAL, Grounds, Spread, Target, TrainedAccounts
from cs_engine.records.risk import Step
from cs_engine.service.churn.past import read_training_set

LABEL, POSITIVE = "lost", "yes"
"""What models of the book have learned."""
TESTING = 0.5
"""Share of the budget for seeing how true it is."""

SHORT_PAST = "the past is too short."
ASKED_FOR = (
    "{way} was asked for, but there are only {losses:,} past losses: below {fewest} a small model of few measures is "
    "less wrong on later days."
)


@dataclass(frozen=True, eq=False)
class LearnedAccounts:
    """What was learned from a book.

    Attributes:
        trained: what is told about it.
        machine: the model; ``None`` where there are too few losses for any.
        forecasts: what the same way of learning said on later days; ``None`` where that could not be.
    """

    trained: TrainedAccounts
    machine: Machine | None = None
    forecasts: Forecasts | None = None


def learn_accounts(book_url: str, zone: tzinfo, wanted: Wanted, target: Target = USUAL) -> LearnedAccounts:
    """Return what is learned from the past of every account: on the step of the ladder that its losses allow.

    Raises:
        NothingToShow: the book has no past.
        BadInput: there is too little to learn from in the way that was asked for.
    """
    found, left = read_training_set(book_url, zone, target), wanted.left()
    step, model = way_of(found.losses, wanted.model)
    grounds = _grounds(found, target, step)
    if model is None:
        return LearnedAccounts(_trained(grounds))
    half = replace(left, model=model, budget=left.budget * (1 - TESTING))
    machine = learn(without_moments(found.customers), half, kind_of)
    tried, untested = _tried(found, replace(half, budget=left.budget * TESTING))
    if tried is not None and tried.tested.groups is not None:
        groups = alike(tried.said, tried.tested.label, tried.tested.groups)
        grounds = replace(grounds, tested=figures(tried), alike=groups)
    grounds = replace(grounds, spreads=_spreads(machine, found))
    learned = _told(machine.learned, found, wanted.model)
    kept = replace(machine, learned=learned, label=LABEL, positive=POSITIVE, grounds=grounds)
    return LearnedAccounts(replace(_trained(grounds), learned=learned, untested=untested), kept, tried)


def way_of(losses: int, asked: Model) -> tuple[Step, Model | None]:
    """Return the step of the ladder and the way to learn; who asks for a way gets it."""
    step = step_for(losses)
    if asked is Model.AUTO:
        return step, {Step.FULL: Model.AUTO, Step.SMALL: Model.MONOTONE}.get(step)
    return Step.SMALL if asked is Model.MONOTONE else Step.FULL, asked


def _grounds(found: TrainingSet, target: Target, step: Step) -> Grounds:
    days = found.days.dt.date
    told = (days.min(), days.max(), found.accounts.nunique(), found.losses)
    return Grounds(step, *told, target.horizon, None, target=target)


def _trained(grounds: Grounds) -> TrainedAccounts:
    return TrainedAccounts(
        first=grounds.first,
        last=grounds.last,
        accounts=grounds.accounts,
        losses=grounds.losses,
        horizon=grounds.horizon,
        step=grounds.step,
        why=None if grounds.step is Step.FULL else why_no_higher(grounds.losses),
        learned=None,
        tested=grounds.tested,
    )


def _spreads(machine: Machine, found: TrainingSet) -> tuple[Spread, ...]:
    days = np.asarray(found.customers.known)
    features = machine.preparation.features(found.customers.frame)
    return spreads(features, days, machine.learned.selected)


def _told(learned: Learned, found: TrainingSet, asked: Model) -> Learned:
    early = asked not in (Model.AUTO, Model.MONOTONE) and found.losses < FEWEST_FULL
    warned = [ASKED_FOR.format(way=asked.value, losses=found.losses, fewest=FEWEST_FULL)] if early else []
    return replace(learned, warnings=(*warned, *learned.warnings), left_out=(*found.left_out, *learned.left_out))


def _tried(found: TrainingSet, wanted: Wanted) -> tuple[Forecasts | None, str]:
    """Return forecasts for later days, or why there are none; the model is worth keeping either way."""
    try:
        tried = forecast(found.customers, wanted)
    except BadInput as error:
        return None, str(error)
    return tried, "" if tried else SHORT_PAST
