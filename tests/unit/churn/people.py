"""Customers with a known truth, and files in which they are written many times over."""

import numpy as np
import pandas as pd

from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Features, Label
from cs_engine.churn.preparation import prepare
from cs_engine.churn.roles import roles_of


def people(count: int = 400, seed: int = 0) -> tuple[pd.DataFrame, Label]:
    """Return customers who leave for known reasons: few visits, no contract, and chance."""
    chance = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "visits": chance.poisson(8, count).astype("float64"),
            "spend": np.exp(chance.normal(3, 1, count)).round(2),
            "contract": chance.choice(["month", "year", "two years"], count, p=[0.5, 0.3, 0.2]),
            "region": chance.choice(["north", "south"], count),
            "tenure": chance.integers(1, 72, count).astype("float64"),
            "satisfaction": chance.integers(1, 6, count).astype("float64"),
            "distance": chance.normal(20, 6, count).round(1),
            "orders": chance.integers(1, 16, count).astype("float64"),
        }
    )
    frame.loc[chance.random(count) < 0.1, "spend"] = np.nan
    log_odds = 1.2 - 0.35 * (frame["visits"] - 4) + 1.2 * (frame["contract"] == "month") - 0.02 * frame["tenure"]
    label = (chance.random(count) < 1 / (1 + np.exp(-log_odds))).astype(np.int8)
    return frame, np.asarray(label)


def customers(count: int = 400, seed: int = 0) -> Customers:
    """Return the same, ready to learn from."""
    return Customers(*people(count, seed))


def features(frame: pd.DataFrame) -> Features:
    """Return a frame prepared as learning would."""
    return prepare(frame, roles_of(frame).roles).features(frame)


def copied(count: int, times: int, seed: int = 0) -> tuple[pd.DataFrame, Label]:
    """Return customers written one after another, and again, with small changes."""
    frame, label = people(count, seed)
    chance = np.random.default_rng(seed + 1)
    rows = np.tile(np.arange(count), times)
    again = frame.iloc[rows].reset_index(drop=True)
    for column in ("tenure", "distance", "spend"):
        again[column] += chance.choice([0.0, 0.01, 0.02], len(rows)) * frame[column].std()
    return again, label[rows]
