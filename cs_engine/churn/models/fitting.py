"""What every way to learn is given, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from cs_engine.churn.features import Features, Floats, Label
from cs_engine.records.churn import Clock

Setting = Mapping[str, float]
"""Names and numbers of one way's knobs."""

SURE = 1e-6
"""No model has seen a million customers alike: nearer to 0 or 1 a probability is not told."""


def forever() -> float:
    """Return a clock that stands still, for fits without a limit."""
    return 0.0


@dataclass(frozen=True, eq=False)
class Task:
    """Customers to learn from.

    Attributes:
        features: of customers.
        label: 1 where it happened.
        seed: of whatever is drawn.
        threads: at most so many.
        held: customers kept out, on which growing models tell how well each of their sizes does.
        clock: tells whether ``deadline`` has come; models that grow then stop growing.
        deadline: by that clock.
    """

    features: Features
    label: Label
    seed: int = 0
    threads: int = 1
    held: tuple[Features, Label] | None = None
    clock: Clock = field(default=forever)
    deadline: float = float("inf")

    @property
    def is_late(self) -> bool:
        """Tell whether time is up."""
        return self.clock() > self.deadline

    @property
    def rate(self) -> float:
        """Return the share to whom it happened."""
        return float(self.label.mean())

    def whole(self) -> "Task":
        """Return the task without a held part."""
        return replace(self, held=None)


@dataclass(frozen=True, eq=False)
class Effects:
    """What features add to what a model says.

    Attributes:
        base: what it says of the average customer.
        added: one row per customer; one column per number, then one per column of words. With the base they add up.
    """

    base: float
    added: Floats


class Fitted(Protocol):
    """A model that has learned."""

    def log_odds(self, features: Features) -> Floats:
        """Return the logarithm of the odds, one per row."""
        ...

    def effects(self, features: Features) -> Effects:
        """Return what each feature adds: to the log-odds, or to the probability where only shares add up."""
        ...

    def packed(self) -> Mapping[str, bytes]:
        """Return the content of its files by name, none of which can be executed."""
        ...


class Grown(Fitted, Protocol):
    """A model that grew round by round."""

    @property
    def curve(self) -> Floats:
        """Return the log loss on the held customers after each round."""
        ...

    def log_odds_after(self, features: Features, rounds: int) -> Floats:
        """Return what the model said after so many rounds."""
        ...

    def after(self, rounds: int) -> Fitted:
        """Return the model as it was after so many rounds."""
        ...


def to_log_odds(probability: Floats) -> Floats:
    """Return log-odds of probabilities, never infinite."""
    clipped = np.clip(probability, SURE, 1 - SURE)
    return np.log(clipped) - np.log1p(-clipped)


def to_probability(log_odds: Floats) -> Floats:
    """Return probabilities of log-odds, never 0 or 1."""
    return np.clip(1 / (1 + np.exp(-np.clip(log_odds, -50, 50))), SURE, 1 - SURE)
