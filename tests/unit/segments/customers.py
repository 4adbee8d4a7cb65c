"""Customers with a planted structure, and customers without any."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FILES = Path(__file__).parents[2] / "data" / "segments"
MIDDLES = np.array([[0.0, 0.0, 0.0, 0.0], [4.0, 4.0, 0.0, 0.0], [0.0, 4.0, 4.0, 0.0], [4.0, 0.0, 0.0, 4.0]])


def names(count: int) -> pd.Index:
    """Return names whose alphabetical order is that of their numbers."""
    return pd.Index([f"c{number:05}" for number in range(count)], name="customer")


def planted(count: int = 240, seed: int = 1, groups: int = 4) -> pd.DataFrame:
    """Return customers in equal groups four deviations apart; customer i belongs to group i modulo ``groups``."""
    draws = np.random.default_rng(seed)
    values = MIDDLES[np.arange(count) % groups] + draws.normal(size=(count, 4))
    return pd.DataFrame(values, names(count), ["logins", "depth", "breadth", "calls"])


def noise(kind: str, count: int = 240, seed: int = 1) -> pd.DataFrame:
    """Return customers who differ, but not in groups."""
    draws = np.random.default_rng(seed)
    size = (count, 5)
    common = draws.normal(size=(count, 1))
    kinds: dict[str, Callable[[], NDArray[Any]]] = {
        "bell": lambda: draws.normal(size=size),
        "box": lambda: draws.uniform(size=size),
        "skewed": lambda: draws.exponential(size=size),
        "counts": lambda: draws.poisson(2, size=size),
        "one direction": lambda: common + 0.5 * draws.normal(size=size),
    }
    if kind == "words":
        words = {f"word {place}": draws.choice(list("abc"), count) for place in range(3)}
        return pd.DataFrame(words | {"size": draws.normal(size=count)}, names(count))
    return pd.DataFrame(kinds[kind](), names(count), list("vwxyz"))


def by_hand(file: str) -> pd.DataFrame:
    """Return a file that was computed by hand, by customer."""
    return pd.read_csv(FILES / file, comment="#", index_col="customer")
