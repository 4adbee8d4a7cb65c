"""Learning from the past of every account: on the step of the ladder that its losses allow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

import numpy as np

from cs_engine.churn.drift import spreads
from cs_engine.churn.ladder import FEWEST_FULL, step_for, why_no_higher
from cs_engine.churn.learning import learn
from cs_engine.churn.machine import Machine
from cs_engine.churn.out_of_time import Forecasts, figures, forecast, without_moments
from cs_engine.churn.ranking import log_loss
from cs_engine.churn.small import knows
from cs_engine.churn.survival_curve import curve_of
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
SMALL_IS_BETTER = (
    "On later days all ways together were more wrong (log loss {ours:.4f}) than the small model of few measures "
    "({other:.4f}), so that one is used."
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
    model, tried, said = _tried(found, replace(left, model=model, budget=left.budget * TESTING))
    rest = replace(left, model=model, budget=left.budget * (1 - TESTING))
    machine = learn(without_moments(found.customers), rest, kind_of)
    if tried is not None:
        grounds = replace(grounds, tested=figures(tried))
    grounds = replace(grounds, spreads=_spreads(machine, found))
    learned = _told(machine.learned, found, wanted.model, () if tried is None else said)
    curve = curve_of(found.customers, machine.held, np.datetime64(found.last)) if target == USUAL else None
    kept = replace(machine, learned=learned, label=LABEL, positive=POSITIVE, grounds=grounds, curve=curve)
    untested = " ".join(said) if tried is None else ""
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


def _told(learned: Learned, found: TrainingSet, asked: Model, said: Sequence[str]) -> Learned:
    early = asked not in (Model.AUTO, Model.MONOTONE) and found.losses < FEWEST_FULL
    warned = [ASKED_FOR.format(way=asked.value, losses=found.losses, fewest=FEWEST_FULL)] if early else []
    return replace(learned, warnings=(*warned, *said, *learned.warnings), left_out=(*found.left_out, *learned.left_out))


def _tried(found: TrainingSet, wanted: Wanted) -> tuple[Model, Forecasts | None, tuple[str, ...]]:
    """Return which way is used, its forecasts for later days, and what to say of that.

    The best of all ways has to be less wrong on later days than the small model: folds by customer do not see that
    times change. What cannot be tried is worth keeping all the same.
    """
    try:
        tried = forecast(found.customers, wanted)
    except BadInput as error:
        return wanted.model, None, (str(error),)
    if tried is None:
        return wanted.model, None, (SHORT_PAST,)
    small = _small(found, wanted)
    if small is None:
        return wanted.model, tried, ()
    ours, other = (log_loss(one.tested.label, one.said) for one in (tried, small))
    if ours <= other:
        return wanted.model, tried, ()
    return Model.MONOTONE, small, (SMALL_IS_BETTER.format(ours=ours, other=other),)


def _small(found: TrainingSet, wanted: Wanted) -> Forecasts | None:
    """Return what the small model said on the same days, where all ways were tried and it is one of them."""
    if wanted.model is not Model.AUTO or not knows(found.customers.frame.columns):
        return None
    return forecast(found.customers, replace(wanted, model=Model.MONOTONE))
