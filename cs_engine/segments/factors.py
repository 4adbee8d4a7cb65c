"""Factor analysis: the few things that many columns measure together."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.decomposition import FactorAnalysis

from cs_engine.records.segments import Factor, FactorTable

DRAWS = 50
"""Of random data of the same size: their mean largest eigenvalues are steady to 0.02 then."""
BEYOND = 0.95
"""A factor counts when its eigenvalue is beyond that of 19 in 20 random data sets (parallel analysis)."""
FEWEST_COLUMNS = 3
"""Two columns can have a correlation, but no factor."""
NAMED_BY = 2
SAYS = 0.4
"""Loading from which a column names a factor (Stevens 2002)."""
SEED = 1
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """What a factor analysis says; ``scores`` have one row per customer and one column per factor."""

    table: FactorTable
    scores: pd.DataFrame


def factor_analysis(standard: pd.DataFrame, count: int | None = None) -> Factors | None:
    """Return the factors behind standardized columns, or None where there are none.

    Args:
        standard: index customer; columns with mean 0 and variance 1.
        count: how many; by parallel analysis if not given.

    Formula:
        x = loadings x factors + noise by maximum likelihood, varimax rotation; communality = sum of squared loadings
        of a column; explained = sum of squared loadings of a factor / number of columns
    Source:
        Jöreskog 1967, Kaiser 1958; number of factors by Horn 1965.
    """
    if len(standard.columns) < FEWEST_COLUMNS or len(standard) <= len(standard.columns):
        return None
    wanted = factor_count(standard) if count is None else min(count, len(standard.columns) - 1)
    if wanted < 1:
        return None
    rotation = "varimax" if wanted > 1 else None
    model = FactorAnalysis(wanted, rotation=rotation, svd_method="lapack").fit(standard.to_numpy())
    loadings: Matrix = model.components_
    order = np.argsort(-(loadings**2).sum(axis=1), kind="stable")
    signs = np.sign(loadings[np.arange(wanted), np.abs(loadings).argmax(axis=1)])
    turned = (loadings * signs[:, None])[order]
    scores = (model.transform(standard.to_numpy()) * signs)[:, order]
    table = _table(turned, [str(name) for name in standard])
    return Factors(table, pd.DataFrame(scores, standard.index, [factor.key for factor in table.factors]))


def factor_count(standard: pd.DataFrame) -> int:
    """Return how many factors explain more than those of random data do (Horn 1965), 0 when none does."""
    own = _eigenvalues(standard.to_numpy())
    draws = np.random.default_rng(SEED)
    random = np.quantile([_eigenvalues(draws.normal(size=standard.shape)) for _ in range(DRAWS)], BEYOND, axis=0)
    beyond = own > random
    return int(beyond.cumprod().sum()) if not beyond.all() else len(own) - 1


def _eigenvalues(values: Matrix) -> Matrix:
    found: Matrix = np.linalg.eigvalsh(np.corrcoef(values, rowvar=False))[::-1].astype("float64")
    return found


def _table(loadings: Matrix, columns: list[str]) -> FactorTable:
    factors = tuple(
        Factor(
            key=f"factor_{place + 1}",
            name=_name(row, columns),
            explained=float((row**2).sum() / len(columns)),
            loadings=dict(zip(columns, map(float, row), strict=True)),
        )
        for place, row in enumerate(loadings)
    )
    communalities = dict(zip(columns, map(float, (loadings**2).sum(axis=0)), strict=True))
    return FactorTable(factors, communalities)


def _name(loadings: Matrix, columns: list[str]) -> str:
    """Return the columns that a factor is mostly made of, a minus before those that fall as it rises."""
    strongest = np.argsort(-np.abs(loadings), kind="stable")[:NAMED_BY]
    said = [place for place in strongest if abs(loadings[place]) >= SAYS] or [strongest[0]]
    return " + ".join(f"{'-' if loadings[place] < 0 else ''}{columns[place]}" for place in said).replace("+ -", "- ")
