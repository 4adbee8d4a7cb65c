"""What machines learned without some customers do not agree on is noise."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.machine import Machine, Part
from cs_engine.churn.models.logistic import Bend, Logistic
from cs_engine.churn.noise import FAINT, telling
from cs_engine.churn.preparation import Preparation
from cs_engine.churn.roles import Role
from cs_engine.records.churn import Learned, Model

NAMES = ("a", "b", "alone")
FRAME = pd.DataFrame(np.random.default_rng(0).normal(size=(400, 3)), columns=NAMES)
LEARNED = Learned("logistic", 400, 40, (), (), (), (), "a", 0.0)
STRAIGHT = Bend(-9.0, 9.0, 0.0, missing=False, knots=(), power=1, unit=1.0)


def machine(*weights: float) -> Machine:
    """Return a regression with these weights."""
    fitted = Logistic((STRAIGHT,) * 3, np.zeros(3), np.ones(3), np.array(weights), -2.0)
    preparation = Preparation(dict.fromkeys(NAMES, Role.NUMBER), {}, ())
    return Machine(preparation, (Part(Model.LOGISTIC, {}, 1.0, fitted),), 0.0, LEARNED)


def told(*machines: Machine) -> dict[str, float]:
    """Return from where on is told what is about ``a`` and ``b`` together, and about the other column."""
    return telling(machines, FRAME, lambda column: "both" if column in ("a", "b") else column)


def test_what_machines_agree_on_is_told() -> None:
    """From an effect on that is far above its error and that somebody would act on."""
    found = told(machine(1.0, 0.5, 0.9), machine(1.1, 0.5, 1.0), machine(0.9, 0.5, 1.1))
    assert found.keys() == {"both", "alone"}
    assert all(least >= FAINT for least in found.values())


def test_what_machines_do_not_agree_on_is_never_told() -> None:
    """However large it is in one of them."""
    assert told(machine(2.0, 0.0, 3.0), machine(2.0, 0.0, -3.0), machine(2.0, 0.0, 0.5)).keys() == {"both"}


def test_columns_of_one_topic_may_share_an_effect_as_chance_will() -> None:
    """Which of two columns that say the same is used differs from machine to machine; what they add together counts."""
    twins = FRAME.assign(b=FRAME["a"])
    machines = [machine(1.0, 0.0, 0.0), machine(0.0, 1.0, 0.0), machine(0.5, 0.5, 0.0)]
    assert telling(machines, twins, lambda column: "both" if column in ("a", "b") else column).keys() == {"both"}
    assert telling(machines, FRAME, str) == {}


def test_faint_effects_are_not_told() -> None:
    """Nobody would act on a few percent of the odds, however sure they are."""
    assert told(*[machine(0.01, 0.0, 0.0)] * 3)["both"] == pytest.approx(FAINT)
