"""Which accounts a scorecard or a play is for: conditions on columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cs_engine.frames.columns import Column, Kind
from cs_engine.frames.facts import CONTRACT, IDENTITY
from cs_engine.health.facts import Facts

SELECTABLE: Mapping[str, Column] = MappingProxyType(
    {
        column.name: column
        for column in (*IDENTITY, *CONTRACT)
        if column.kind not in {Kind.DATE, Kind.INSTANT} and column.name != "quiet_months"
    }
)
"""Columns a condition may name: who the customer is and what was agreed, never how it behaves, so that
a bad score cannot choose its own scorecard, and no date, because nearness of a renewal is never points."""
RANGE_KEYS = frozenset({"at_least", "below"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """One condition: the column holds one of ``options``, or a number in [at_least, below)."""

    column: str
    options: frozenset[object] = frozenset()
    at_least: float | None = None
    below: float | None = None

    def holds(self, facts: Facts) -> bool:
        """Tell whether the facts meet the condition; an unknown value never does."""
        value = facts.get(self.column)
        if value is None:
            return False
        if self.options:
            return value in self.options
        return isinstance(value, int | float) and _within(value, self.at_least, self.below)


def read_predicate(name: str, condition: object, columns: Mapping[str, Column] = SELECTABLE) -> Predicate:
    """Return the condition that a file writes as ``name = condition``.

    Raises:
        ValueError: it is none of the ``columns`` or the condition does not fit it; says what would.
    """
    column = columns.get(name)
    if column is None:
        raise ValueError(f"is no column to choose by; use one of {', '.join(sorted(columns))}")
    if column.kind in {Kind.INTEGER, Kind.NUMBER}:
        return _range(name, condition)
    options: list[object] = condition if isinstance(condition, list) else [condition]
    wanted = bool if column.kind is Kind.FLAG else str
    if not options or not all(isinstance(option, wanted) for option in options):
        raise ValueError(f"needs {'true or false' if wanted is bool else 'a text or a list of texts'}")
    return Predicate(name, options=frozenset(options))


def _range(name: str, condition: object) -> Predicate:
    if not isinstance(condition, dict) or not condition or not condition.keys() <= RANGE_KEYS:
        raise ValueError("is a number; write { at_least = 1, below = 10 } with one or both bounds")
    if not all(isinstance(bound, int | float) for bound in condition.values()):
        raise ValueError("needs numbers as bounds")
    return Predicate(name, at_least=condition.get("at_least"), below=condition.get("below"))


def _within(value: float, at_least: float | None, below: float | None) -> bool:
    return (at_least is None or value >= at_least) and (below is None or value < below)
