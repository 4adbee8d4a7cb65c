"""How good a guess is: right columns, and how sure the wrong ones were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cs_engine.sources.guessing.records import Guess, Sample

Truth = Mapping[str, Mapping[str, Sequence[str]]]
"""By file and column: where it may go."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One column of a file: where it went, how sure, and whether that is right."""

    file: str
    column: str
    places: tuple[tuple[str, float], ...]
    right: bool
    wrong_confidence: float

    @property
    def went(self) -> str:
        """Where it went, with the confidence."""
        return ", ".join(f"{place} {sure:.2f}" for place, sure in self.places) or "left out"


@dataclass(frozen=True, slots=True)
class Accuracy:
    """All columns of some files."""

    verdicts: tuple[Verdict, ...]

    @property
    def right(self) -> float:
        """Share of the columns that are right, 0 to 1."""
        return sum(verdict.right for verdict in self.verdicts) / len(self.verdicts)

    @property
    def surest_wrong(self) -> float:
        """The highest confidence of a wrong place."""
        return max((verdict.wrong_confidence for verdict in self.verdicts), default=0.0)

    def wrong(self) -> list[str]:
        """Return one line per wrong column."""
        return [f"{one.file}: {one.column} -> {one.went}" for one in self.verdicts if not one.right]


def measure(samples: Sequence[Sample], guess: Guess, truth: Truth) -> Accuracy:
    """Compare a guess with the truth, column by column."""
    verdicts = []
    for sample in samples:
        for column in sample.cells:
            allowed = truth[sample.file].get(str(column), ("-",))
            verdicts.append(_verdict(guess, sample.file, str(column), allowed))
    return Accuracy(tuple(verdicts))


def _verdict(guess: Guess, file: str, column: str, allowed: Sequence[str]) -> Verdict:
    places = tuple(
        (f"{table.table}.{one.name}", one.confidence)
        for table, one in guess.columns
        if table.file == file and one.rule.column == column
    )
    wrong = [sure for place, sure in places if place not in allowed]
    right = not wrong and (bool(places) or "-" in allowed)
    return Verdict(file, column, places, right, max(wrong, default=0.0))
