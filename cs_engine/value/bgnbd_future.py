"""How many purchases the BG/NBD model expects of each customer, exact to ten digits and fast for a million of them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.linalg import eigh_tridiagonal
from scipy.special import expit

from cs_engine.value.likelihood import Numbers

DIGITS = 27.6
"""-log(1e-12): how exact an expectation is to be."""
FEWEST_NODES, MOST_NODES = 8, 400
"""Most nodes are needed for horizons a thousand times as long as a customer has been seen."""
WIDER = 4.0
"""Customers whose horizons differ by less than this factor share their nodes."""
ROWS = 20_000
"""Customers computed at once: their table of nodes fits into a processor's cache."""


def probability_alive(values: tuple[float, ...], histories: pd.DataFrame) -> pd.Series:
    """Return the chance 0-1 that each customer has not stopped buying; same index.

    It is 1 for everybody without a repeat purchase, since the model lets nobody stop before: never rank by it.

    Formula:
        1 / (1 + (x>0) a/(b+x-1) ((alpha+T)/(alpha+t))^(r+x))
    Source:
        Fader, Hardie and Lee 2005, 2008.
    """
    r, alpha, a, b = values
    x, recency, age = (histories[name].to_numpy("float64") for name in ("frequency", "recency", "age"))
    again = x > 0
    odds = np.log(a) - np.log(np.where(again, b + x - 1, 1.0))
    odds = odds + (r + x) * (np.log(alpha + age) - np.log(alpha + recency))
    alive = np.where(again, expit(-odds), 1.0)
    return pd.Series(np.where(np.isnan(x + recency + age), np.nan, alive), index=histories.index)


def expected_purchases(values: tuple[float, ...], histories: pd.DataFrame, horizon: float) -> pd.Series:
    """Return how many purchases each customer is expected to make within ``horizon``; same index.

    Args:
        values: ``r``, ``alpha``, ``a``, ``b``.
        histories: ``frequency``, ``recency``, ``age`` per customer; where one is missing there is no value.
        horizon: time from the as-of day on, in the unit of the histories.

    Formula:
        P(alive) x integral over p of beta(a, b+x) [1 - (1 + p h / (alpha+T))^-(r+x)] / p
    Source:
        the mean number of purchases of Fader, Hardie and Lee 2005, (1 - e^(-lambda p h)) / p, taken over what is
        believed of lambda and p. It equals their hypergeometric form, which loses all digits where a is near 1 or
        a customer buys often; here every term is positive (Gauss-Jacobi quadrature).
    """
    alive = probability_alive(values, histories)
    known = alive.notna().to_numpy()
    expected = np.full(len(alive), np.nan)
    age, frequency = histories["age"].to_numpy("float64")[known], histories["frequency"].to_numpy("float64")[known]
    expected[known] = alive.to_numpy()[known] * _while_alive(values, frequency, age, horizon)
    return pd.Series(expected, index=histories.index)


def _while_alive(values: tuple[float, ...], frequency: Numbers, age: Numbers, horizon: float) -> Numbers:
    """Return expected purchases of customers who are still there."""
    r, alpha, a, b = values
    reach = horizon / (alpha + age)
    expected = np.empty(len(reach))
    for x, count, rows in _alike(frequency, reach):
        places, weights = _nodes(a, b + x, count)
        for begin in range(0, len(rows), ROWS):
            part = rows[begin : begin + ROWS]
            grown = np.multiply.outer(reach[part], places)
            np.log1p(grown, out=grown)
            grown *= -(r + x)
            np.expm1(grown, out=grown)
            expected[part] = grown @ (-weights / places)
    return expected


def _alike(frequency: Numbers, reach: Numbers) -> Iterator[tuple[float, int, np.ndarray]]:
    """Give out the rows that share nodes: equal numbers of purchases, horizons of similar reach."""
    level = np.ceil(np.log(np.maximum(reach, 1e-3)) / np.log(WIDER))
    order = np.lexsort((level, frequency))
    edges = np.flatnonzero((np.diff(frequency[order]) != 0) | (np.diff(level[order]) != 0)) + 1
    for rows in np.split(order, edges) if len(order) else ():
        yield float(frequency[rows[0]]), _count(WIDER ** level[rows[0]]), rows


def _count(reach: float) -> int:
    """Return how many nodes make the quadrature exact: its error falls as the ellipse around the pole at -1/reach."""
    gap = 1 / reach
    ellipse = 1 + 2 * gap + 2 * np.sqrt(gap + gap**2)
    return int(np.clip(np.ceil(DIGITS / (2 * np.log(ellipse))), FEWEST_NODES, MOST_NODES))


def _nodes(a: float, b: float, count: int) -> tuple[Numbers, Numbers]:
    """Return places in 0-1 and weights with which sums are means over the distribution beta(a, b).

    Source:
        Golub and Welsch 1969: eigenvalues of the recurrence of Jacobi's polynomials, on 0-1.
    """
    k = np.arange(1, count, dtype="float64")
    both = a + b
    middle = np.empty(count)
    middle[0] = a / both
    middle[1:] = (2 * k * (k + both - 1) + a * (both - 2)) / ((2 * k + both - 2) * (2 * k + both))
    beside = k * (k + a - 1) * (k + b - 1) * (k + both - 2)
    scale = (2 * k + both - 2) ** 2 * (2 * k + both - 1) * (2 * k + both - 3)
    squares = np.where(k == 1, a * b / (both**2 * (both + 1)), beside / np.where(k == 1, 1.0, scale))
    places, vectors = eigh_tridiagonal(middle, np.sqrt(squares))
    return np.asarray(places, dtype="float64"), np.asarray(vectors[0] ** 2, dtype="float64")
