"""Random numbers that depend only on their address: seed, stream, account and counters.

A draw is a hash of where it stands, not of how many draws came before it. So blocks of accounts can be
made in any order, a longer history has the shorter one as its beginning, and everything is one NumPy expression.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
TextArray = NDArray[np.object_]
Keys = NDArray[np.uint64]

_WORD = 2**64
_GOLDEN = 0x9E3779B97F4A7C15
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
"""The constants of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves every bit of the output."""
_MOST_PER_DRAW = 12
"""Counts above it are cut; our rates are well below one per week."""


def _mixed(values: Keys) -> Keys:
    values = (values ^ (values >> np.uint64(30))) * _MIX_1
    values = (values ^ (values >> np.uint64(27))) * _MIX_2
    return values ^ (values >> np.uint64(31))


def _folded(keys: Keys, counter: IntArray) -> Keys:
    return _mixed(keys + (counter.astype(np.uint64) + np.uint64(1)) * np.uint64(_GOLDEN))


@dataclass(frozen=True, slots=True)
class Draws:
    """The random numbers of some accounts, given by their running numbers in the company."""

    seed: int
    accounts: IntArray

    def outer(self, stream: str, *counters: IntArray) -> Keys:
        """Return one key per account and combination of counters: shape (accounts, broadcast counters)."""
        shape = np.broadcast_shapes(*(counter.shape for counter in counters))
        keys = self._base(stream).reshape(-1, *(1 for _ in shape))
        for counter in counters:
            keys = _folded(keys, counter)
        return keys

    def paired(self, stream: str, *counters: IntArray) -> Keys:
        """Return one key per account, each with its own counters: shape (accounts,)."""
        keys = self._base(stream)
        for counter in counters:
            keys = _folded(keys, counter)
        return keys

    def of(self, rows: IntArray) -> "Draws":
        """Return the draws of the accounts in ``rows``, one entry per row and in their order."""
        return Draws(self.seed, self.accounts[rows])

    def _base(self, stream: str) -> Keys:
        name = int.from_bytes(blake2b(stream.encode(), digest_size=8).digest(), "big")
        start = np.array([(self.seed * _GOLDEN + name) % _WORD], dtype=np.uint64)
        return _folded(_mixed(start), self.accounts)


def uniform(keys: Keys) -> FloatArray:
    """Return numbers in [0, 1)."""
    return (keys >> np.uint64(11)).astype(np.float64) * 2.0**-53


def normal(keys: Keys) -> FloatArray:
    """Return standard normal numbers.

    Formula: sqrt(-2 ln u) cos(2 pi v) (Box and Muller 1958), with v from the key mixed once more.
    """
    radius = np.sqrt(-2.0 * np.log1p(-uniform(keys)))
    return radius * np.cos(2.0 * np.pi * uniform(_mixed(keys + np.uint64(_GOLDEN))))


def poisson(keys: Keys, rate: FloatArray) -> IntArray:
    """Return counts with the given mean, by inversion: how many cumulated probabilities the draw exceeds."""
    chance = uniform(keys)
    term = np.exp(-rate)
    reached = term.copy()
    counts = np.zeros(chance.shape, dtype=np.int64)
    for number in range(1, _MOST_PER_DRAW + 1):
        counts += chance >= reached
        term = term * rate / number
        reached = reached + term
    return counts


def wander(keys: Keys, memory: float) -> FloatArray:
    """Return paths of variance 1 along the last axis, each step remembering ``memory`` of the one before.

    Formula: x[t] = memory x[t-1] + sqrt(1 - memory^2) e[t] (Ornstein-Uhlenbeck in whole steps).
    """
    path = normal(keys)
    for step in range(1, path.shape[-1]):
        path[..., step] = memory * path[..., step - 1] + np.sqrt(1.0 - memory**2) * path[..., step]
    return path


def pick(keys: Keys, weights: Sequence[float]) -> IntArray:
    """Return positions in ``weights``, each as likely as its weight."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(edges / edges[-1], uniform(keys), side="right").clip(0, len(weights) - 1)


def between(keys: Keys, low: int, high: int) -> IntArray:
    """Return whole numbers in [low, high)."""
    return low + np.floor(uniform(keys) * (high - low)).astype(np.int64)
