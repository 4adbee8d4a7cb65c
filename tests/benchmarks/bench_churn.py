"""Scoring a million customers, against XGBoost's own prediction on columns of ones and zeros."""

import resource
import time
from functools import partial

import numpy as np
import pandas as pd
import xgboost
from numpy.typing import NDArray

from cs_engine.churn.customers import Customers
from cs_engine.churn.learning import learn
from cs_engine.churn.machine import Machine
from cs_engine.churn.models.xgb import Boosted
from cs_engine.records.churn import Model, Wanted
from tests.benchmarks.report import Claim, seconds
from tests.unit.churn.people import people

CUSTOMERS, LEARNED = 1_000_000, 5_000
LIMIT = 3.0
BUDGET = 40.0
PEAK, GIGABYTE = 3.0, 2**20
"""Memory is told in kilobytes."""
WORDS = ["contract", "region"]


def claims() -> list[Claim]:
    """Measure the claims about scoring."""
    frame, _ = people(CUSTOMERS, seed=1)
    boosted, chosen = (learned(model) for model in (Model.XGBOOST, Model.AUTO))
    plain = seconds(partial(plainly, boosted, frame), 3)
    machines = {machine.learned.method: machine for machine in (boosted, chosen)}
    ours = {method: seconds(partial(machine.probability, frame), 3) for method, machine in machines.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIGABYTE
    return [
        *(
            Claim(
                f"Scoring {CUSTOMERS:,} customers by {method} / one-hot encoding and XGBoost's own prediction",
                spent / plain,
                LIMIT,
                f"{spent:.1f} s against {plain:.1f} s",
            )
            for method, spent in ours.items()
        ),
        Claim("Peak memory, learning and scoring / 3 GB", peak / PEAK, 1.0, f"{peak:.2f} GB"),
    ]


def learned(model: Model) -> Machine:
    """Return a machine that learned from a few thousand customers."""
    frame, label = people(LEARNED)
    return learn(Customers(frame, label), Wanted(time.monotonic, model, BUDGET))


def plainly(machine: Machine, frame: pd.DataFrame) -> NDArray[np.float32]:
    """Score as one would first write it, with the trees that the machine has."""
    fitted = machine.parts[0].fitted
    assert isinstance(fitted, Boosted)
    table = pd.get_dummies(frame, columns=WORDS, dummy_na=True, dtype=np.float32)
    values = table.to_numpy(np.float32)
    wide = np.zeros((len(values), fitted.booster.num_features()), dtype=np.float32)
    wide[:, : values.shape[1]] = values[:, : wide.shape[1]]
    said: NDArray[np.float32] = fitted.booster.predict(xgboost.DMatrix(wide))
    return said
