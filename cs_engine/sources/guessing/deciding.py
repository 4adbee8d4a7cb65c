"""Answers to what the values of a column do not decide."""

from dataclasses import dataclass, replace

from cs_engine.sources.guessing.records import ColumnGuess, Guess

ANSWERED = 0.9
"""A person said so."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a person says that dates and numbers are written; ``None`` leaves it open."""

    day_first: bool | None = None
    decimal_comma: bool | None = None

    def other(self, column: ColumnGuess) -> bool | None:
        """Tell whether the other rule of a column is meant; ``None`` if nobody said."""
        if column.other is None:
            return None
        if column.rule.format is not None:
            return None if self.day_first is None else not self.day_first
        return None if self.decimal_comma is None else (column.other.decimal == ",") == self.decimal_comma


def decide(guess: Guess, reading: Reading) -> Guess:
    """Return a guess with the open questions answered, as far as the reading answers them."""
    tables = tuple(
        replace(table, columns=tuple(_decided(column, reading) for column in table.columns)) for table in guess.tables
    )
    return replace(guess, tables=tables)


def _decided(column: ColumnGuess, reading: Reading) -> ColumnGuess:
    other = reading.other(column)
    if other is None:
        return column
    rule = column.other if other and column.other is not None else column.rule
    said = "day first" if reading.day_first and rule.format else "month first" if rule.format else "as was said"
    return replace(
        column,
        rule=rule,
        confidence=max(column.confidence, ANSWERED),
        reason=f"{column.reason}; {said}",
        question=None,
        other=None,
    )
