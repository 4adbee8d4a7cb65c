"""Customers to learn from, and how they are folded."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cs_engine.churn.features import Label, Rows
from cs_engine.churn.folds import Folds, Groups, Moments, by_customer, by_time, by_time_and_customer


@dataclass(frozen=True, eq=False)
class Customers:
    """One row per customer, or per customer and day.

    Attributes:
        frame: numbers, dates and words; any index.
        label: 1 where it happened.
        groups: the customer of each row, where one has several.
        known: the moment each row tells about, where there are several.
        settled: when its label was decided.
        losses: the first loss after it, however late; not a time where there was none.
    """

    frame: pd.DataFrame
    label: Label
    groups: Groups | None = None
    known: Moments | None = None
    settled: Moments | None = None
    losses: Moments | None = None

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.label)

    def take(self, rows: Rows) -> "Customers":
        """Return some of the rows."""
        return Customers(
            self.frame.iloc[rows],
            self.label[rows],
            None if self.groups is None else self.groups[rows],
            None if self.known is None else self.known[rows],
            None if self.settled is None else self.settled[rows],
            None if self.losses is None else self.losses[rows],
        )

    def folds(self, count: int, seed: int) -> Folds:
        """Return folds by time where rows have moments, and always by customer."""
        if self.known is None or self.settled is None:
            return by_customer(self.label, count, seed, self.groups)
        if self.groups is None:
            folds = by_time(self.known, self.settled, count)
        else:
            folds = by_time_and_customer(self.known, self.settled, self.groups, count, seed)
        return [fold for fold in folds if 0 < self.label[fold[0]].sum() < len(fold[0])]

    def sample(self, most: int, seed: int) -> Rows:
        """Return at most so many rows by chance, in their order."""
        if len(self) <= most:
            return np.arange(len(self))
        return np.sort(np.random.default_rng(seed).permutation(len(self))[:most])
