"""Pair the columns of one file with the columns of one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cs_engine.frames.columns import Column
from cs_engine.frames.tables import TABLES
from cs_engine.sources.guessing.fits import fit
from cs_engine.sources.guessing.fitting import Case, Fit
from cs_engine.sources.guessing.names import common_prefix, file_words
from cs_engine.sources.guessing.profiles import EMAIL, Profile
from cs_engine.sources.guessing.records import USED
from cs_engine.sources.guessing.vocabulary import LEVELS, Meaning, vocabulary

FILE_NAMED = 1.2
"""What a file's name counts beside its columns, each of which counts at most 1."""
VALUES_ALONE = 0.4
"""Values that can be nothing else, under a name that says nothing."""
NEVER_BY_LIKENESS = frozenset({"valid_from", "known_at", "quiet_months", "status_since"})
"""Rare columns with large consequences: taken by their own name or a known one only."""


@dataclass(frozen=True, slots=True)
class FileProfile:
    """A file's columns, looked at."""

    file: str
    columns: tuple[Profile, ...]

    @property
    def prefix(self) -> str | None:
        """The word all headers begin with, if they do."""
        return common_prefix([column.name for column in self.columns])


@dataclass(frozen=True, slots=True)
class Pair:
    """A column of a file as a column of a table, with the confidence (0 to 1) of that alone."""

    profile: Profile
    column: Column
    meaning: Meaning
    fit: Fit

    @property
    def confidence(self) -> float:
        """Name and values both have to agree."""
        return self.meaning.score * self.fit.factor

    @property
    def reason(self) -> str:
        """Why, in one phrase."""
        known = f"named “{self.meaning.known}”" if self.meaning.known else "by its values"
        return f"{known}; {self.fit.seen}"


@dataclass(frozen=True, slots=True)
class Match:
    """A file as a table: the pairs, best first, and how much speaks for the table."""

    table: str
    pairs: Mapping[str, Pair]
    score: float
    named: float
    """How well the file's name names the table, 0 to 1."""


def match(file: FileProfile, table: str, today: date) -> Match:
    """Pair a file's columns with a table's, each at most once, the surest first."""
    pairs = sorted(_pairs(file, table, today), key=lambda pair: pair.confidence, reverse=True)
    chosen: dict[str, Pair] = {}
    taken: set[str] = set()
    for pair in pairs:
        if pair.column.name not in chosen and pair.profile.name not in taken:
            chosen[pair.column.name] = pair
            taken.add(pair.profile.name)
    named = file_named(file.file, table)
    told = sum(pair.confidence * vocabulary().tells(pair.meaning.known) for pair in chosen.values())
    return Match(table, chosen, told + FILE_NAMED * named, named)


def file_named(name: str, table: str) -> float:
    """Say how well a file's name names a table, 0 to 1."""
    said = file_words(name)
    best = 0.0
    for phrase in vocabulary().files[table]:
        if said == phrase:
            return 1.0
        if f" {phrase} " in f" {said} " or (not phrase.isascii() and phrase in said):
            best = max(best, 0.6 + 0.3 * len(phrase) / len(said))
    return best


def _pairs(file: FileProfile, table: str, today: date) -> list[Pair]:
    prefix = file.prefix
    found = []
    for profile in file.columns:
        for column in TABLES[table].columns:
            meaning = _meaning(profile, table, column, prefix)
            if meaning.score:
                pair = Pair(profile, column, meaning, fit(Case(profile, table, column, today)))
                if pair.confidence >= USED / 2:
                    found.append(pair)
    return found


def _meaning(profile: Profile, table: str, column: Column, prefix: str | None) -> Meaning:
    known = vocabulary()
    meaning = known.meaning(profile.name, table, column.name, prefix)
    if meaning.score >= LEVELS["sure"] - 0.1:
        return meaning
    if known.reason_to_leave(profile.name, table, prefix):
        return Meaning(0.0, "")
    if meaning.score < LEVELS["weak"] - 0.1 and column.name in NEVER_BY_LIKENESS:
        return Meaning(0.0, "")
    return meaning if meaning.score else _by_values(profile, column)


def _by_values(profile: Profile, column: Column) -> Meaning:
    if column.name == "email" and profile.share(EMAIL) > 0.9:  # noqa: PLR2004 - a few cells may be wrong
        return Meaning(VALUES_ALONE, "")
    return Meaning(0.0, "")


def best(matches: Sequence[Match]) -> Match:
    """Return the match that most speaks for."""
    return max(matches, key=lambda found: found.score)
