"""What is asked about a column's values, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cs_engine.frames.columns import Column
from cs_engine.sources.guessing.names import words
from cs_engine.sources.guessing.profiles import Profile
from cs_engine.wording import Sentence

MOST = 0.95
"""A few odd cells do not change what a column is."""
NEARLY = 0.8
DOUBT = 0.55
"""Pulls the surest name below what is taken unseen."""
UNFIT = 0.15
"""Values that speak against a name."""


@dataclass(frozen=True, slots=True)
class Case:
    """A column of a file that might be a column of a table."""

    profile: Profile
    table: str
    column: Column
    today: date

    @property
    def said(self) -> frozenset[str]:
        """The words of the header."""
        return frozenset(words(self.profile.name).split())


@dataclass(frozen=True, slots=True)
class Fit:
    """How well values suit (0 to 1), what they are in a phrase, and the rule's further keys.

    ``question`` is what the values leave open; ``other`` are the rule's keys if it is answered the other way.
    """

    factor: float
    seen: str
    rule: Mapping[str, Any] = field(default_factory=dict)
    question: Sentence | None = None
    other: Mapping[str, Any] | None = None

    def but(self, factor: float, seen: str | None = None, more: Mapping[str, Any] | None = None) -> "Fit":
        """Return the fit multiplied by ``factor``, with another phrase and more keys in both rules."""
        more = more or {}
        other = None if self.other is None else {**self.other, **more}
        return Fit(self.factor * factor, seen or self.seen, {**self.rule, **more}, self.question, other)
