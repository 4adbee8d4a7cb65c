"""What a guess is made from and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from cs_engine.sources.mapping import ColumnRule
from cs_engine.wording import Sentence

SURE = 0.6
"""From here a guess may be taken unseen; below it is marked "please check"."""
USED = 0.3
"""Below this a guess is more often wrong than right, so the column is left out and listed."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Some rows of a file, as text; empty cells are missing. ``rows`` is how many the file has, if that is known.

    ``shown`` says how the file was read, for people; ``marks`` tells the decimal mark of columns, where it is known.
    """

    file: str
    cells: pd.DataFrame
    rows: int | None = None
    shown: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """Where a canonical column comes from, how sure that is (0 to 1) and why, in one phrase.

    ``question`` is set where the values do not decide how to read them: it must be answered before anything is loaded.
    """

    name: str
    rule: ColumnRule
    confidence: float
    reason: str
    question: Sentence | None = None
    other: ColumnRule | None = None
    """The rule for the other answer to the question."""


@dataclass(frozen=True, slots=True)
class TableGuess:
    """One way in which a file fills a canonical table."""

    table: str
    file: str
    columns: tuple[ColumnGuess, ...]
    reason: str
    skip: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unused:
    """A column that goes nowhere, and why; ``column`` is empty for a whole file."""

    file: str
    column: str
    reason: str | Sentence


@dataclass(frozen=True, slots=True)
class Guess:
    """Which file fills which table, column by column, and what is not used."""

    tables: tuple[TableGuess, ...]
    unused: tuple[Unused, ...]
    empty: tuple[str, ...] = ()
    """Words in the files that stand for an empty cell."""

    @property
    def columns(self) -> tuple[tuple[TableGuess, ColumnGuess], ...]:
        """Every guessed column with its table."""
        return tuple((table, column) for table in self.tables for column in table.columns)

    @property
    def unsure(self) -> tuple[tuple[TableGuess, ColumnGuess], ...]:
        """The columns that a person should check."""
        return tuple((table, column) for table, column in self.columns if column.confidence < SURE)
