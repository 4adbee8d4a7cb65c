"""A challenger replaces the champion only if it is better on later days."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.champion import Match, match, replaces
from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Floats, Label
from cs_engine.churn.learning import learn
from cs_engine.churn.machine import Machine
from cs_engine.churn.out_of_time import Forecasts
from cs_engine.records.churn import Estimate, Model, Wanted
from cs_engine.records.churn_accounts import Grounds
from cs_engine.records.risk import Step

FIRST, ACCOUNTS, DAYS = date(2025, 1, 6), 150, 20
STEP = timedelta(days=28)


def past() -> tuple[Customers, Floats]:
    """Return accounts on as-of days whose use tells who is lost, and their true chances."""
    chance = np.random.default_rng(0)
    use = chance.normal(size=ACCOUNTS * DAYS)
    true = 1 / (1 + np.exp(2.5 + 1.5 * use))
    label: Label = (chance.random(len(use)) < true).astype(np.int8)
    days = np.repeat(np.datetime64(FIRST) + 28 * np.arange(DAYS), ACCOUNTS)
    groups = np.tile(np.arange(ACCOUNTS), DAYS)
    frame = pd.DataFrame({"use": use, "noise": chance.normal(size=len(use))})
    return Customers(frame, label, groups, days, days + np.timedelta64(90, "D")), true


PAST, TRUE = past()
LATER = np.flatnonzero(np.asarray(PAST.known) >= np.datetime64(FIRST + 10 * STEP))
TESTED = PAST.take(LATER)


@pytest.fixture(scope="module")
def champion() -> Machine:
    """Return a model that learned from the first six days."""
    early = PAST.take(np.arange(6 * ACCOUNTS))
    machine = learn(Customers(early.frame, early.label, early.groups), Wanted(lambda: 0.0, Model.LOGISTIC))
    return replace(machine, grounds=Grounds(Step.SMALL, FIRST, FIRST + 5 * STEP, ACCOUNTS, 30, 90, None))


def forecasts(said: Floats) -> Forecasts:
    """Return what a challenger said of later days."""
    return Forecasts(TESTED, said, said)


def test_one_who_says_nearly_the_same_does_not_replace_the_champion(champion: Machine) -> None:
    """The difference is within chance."""
    said = champion.probability(TESTED.frame)
    found = match(forecasts(said * np.random.default_rng(1).uniform(0.9, 1.1, len(said))), champion)
    assert found is not None
    assert not found.is_better
    assert not replaces(found, champion_is_fresh=True)


def test_a_champion_that_was_wrong_is_replaced(champion: Machine) -> None:
    """It says everywhere what it should say of those with little use."""
    wrong = replace(champion, constant=champion.constant + 2.0)
    found = match(forecasts(TRUE[LATER]), wrong)
    assert found is not None
    assert found.is_better
    assert replaces(found, champion_is_fresh=True)


def test_a_challenger_that_guesses_is_refused_even_where_the_champion_is_stale(champion: Machine) -> None:
    """Worse beyond chance is worse than old."""
    found = match(forecasts(np.full(len(LATER), 0.3)), champion)
    assert found is not None
    assert found.is_worse
    assert not replaces(found, champion_is_fresh=False)


def test_both_are_judged_on_days_that_neither_has_learned(champion: Machine) -> None:
    """After all that the champion knew; where hardly anything was lost since, nothing is told."""
    assert champion.grounds is not None
    known = replace(champion, grounds=replace(champion.grounds, last=FIRST + 14 * STEP))
    found = match(forecasts(TRUE[LATER]), known)
    assert found is not None
    assert found.rows == 2 * ACCOUNTS
    newest = replace(champion, grounds=replace(champion.grounds, last=FIRST + 20 * STEP))
    assert match(forecasts(TRUE[LATER]), newest) is None
    assert match(forecasts(TRUE[LATER]), replace(champion, grounds=None)) is None


@pytest.mark.parametrize(
    ("gain", "fresh", "replaced"),
    [
        ((0.01, 0.001, 0.02), True, True),
        ((0.01, -0.001, 0.02), True, False),
        ((0.01, -0.001, 0.02), False, True),
        ((-0.01, -0.02, -0.001), False, False),
        (None, True, False),
        (None, False, True),
    ],
)
def test_better_is_needed_and_beyond_chance(
    gain: tuple[float, float, float] | None,
    fresh: bool,  # noqa: FBT001 - a table of cases
    replaced: bool,  # noqa: FBT001 - same
) -> None:
    """Unless the champion no longer stands: then no worse will do, for it is not used any more."""
    found = None if gain is None else Match(900, 30, Estimate(*gain))
    assert replaces(found, champion_is_fresh=fresh) is replaced
