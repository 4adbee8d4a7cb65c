"""Customers as numbers and coded words: what every model learns from, with missing values left missing."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int32]
Rows = NDArray[np.int64]
Label = NDArray[np.int8]
"""1 for customers to whom it happened, else 0."""

MISSING, OTHER = 0, 1
"""Codes of no word, and of a word that is rare or was never seen in learning; known words follow."""
WIDE = 16
"""Words of more levels than this get no column of their own each: few customers would stand behind every one."""


@dataclass(frozen=True, slots=True)
class Words:
    """One column of words: its name and its levels in the order of their codes, missing and other first."""

    name: str
    levels: tuple[str, ...]

    @property
    def is_wide(self) -> bool:
        """Tell whether it has too many levels for a column each."""
        return len(self.levels) > WIDE


@dataclass(frozen=True, eq=False)
class Features:
    """One row per customer.

    Attributes:
        numbers: missing is NaN; one column per name.
        number_names: what they are called.
        codes: of words, at least 0; one column per entry of ``words``.
        words: what the codes mean.
    """

    numbers: Floats
    number_names: tuple[str, ...]
    codes: Codes
    words: tuple[Words, ...]

    def __len__(self) -> int:
        """Return the number of customers."""
        return len(self.numbers)

    def take(self, rows: Rows) -> "Features":
        """Return some of the customers."""
        return Features(self.numbers[rows], self.number_names, self.codes[rows], self.words)

    @cached_property
    def indicators(self) -> NDArray[np.float32]:
        """Return numbers, then 1 or 0 for each level of words that are not wide, then the codes of wide words."""
        parts = [self.numbers.astype(np.float32)]
        for place, one in enumerate(self.words):
            column = self.codes[:, place]
            if one.is_wide:
                parts.append(column.astype(np.float32)[:, None])
            else:
                parts.append((column[:, None] == np.arange(len(one.levels))).astype(np.float32))
        return np.ascontiguousarray(np.concatenate(parts, axis=1))

    @cached_property
    def indicator_names(self) -> tuple[str, ...]:
        """Name the columns of ``indicators``: a number by itself, a level as ``column=level``."""
        names = list(self.number_names)
        for one in self.words:
            names += [one.name] if one.is_wide else [f"{one.name}={level}" for level in one.levels]
        return tuple(names)

    @cached_property
    def indicator_owners(self) -> Rows:
        """Return to which feature each column of ``indicators`` belongs: numbers first, then columns of words."""
        widths = [1 if one.is_wide else len(one.levels) for one in self.words]
        count = len(self.number_names)
        return np.concatenate([np.arange(count), np.repeat(np.arange(count, count + len(widths)), widths)])

    def by_feature(self, table: Floats) -> Floats:
        """Return what stands in the columns of ``indicators``, added up for each feature."""
        starts = np.searchsorted(self.indicator_owners, np.arange(len(self.number_names) + len(self.words)))
        return np.add.reduceat(table, starts, axis=1)

    @cached_property
    def wide_places(self) -> tuple[int, ...]:
        """Return which columns of ``indicators`` are codes of wide words."""
        wide = {one.name for one in self.words if one.is_wide}
        start = len(self.number_names)
        return tuple(start + place for place, name in enumerate(self.indicator_names[start:]) if name in wide)
