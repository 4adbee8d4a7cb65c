"""From a frame of mixed columns to features, in the way that was decided in learning."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from cs_engine.churn.features import MISSING, OTHER, Codes, Features, Floats, Words
from cs_engine.churn.roles import FEWEST, Role
from cs_engine.errors import BadInput
from cs_engine.wording import phrase

MOST_LEVELS = 1_000
"""More levels of one column than any model could learn something about; the most frequent are kept."""
PAIRED_DATES = 6
"""Of more dates not every time between two is told: fifteen numbers from six."""
DAY = np.timedelta64(1, "D")
NO_WORD, OTHER_WORD = "(missing)", "(other)"
MOSTLY_UNSEEN = 0.5
"""Where more than half the words of a column were never seen, it is written in another way than in learning…"""
USUALLY_KNOWN = 0.1
"""…unless more than so many were rare in learning, too: names of families and cities are new in every file."""

LACKS = phrase("{file} lacks {columns}, which the model learned from; add {them}, or train a model without {them}.")
FOREIGN = phrase(
    "Column {column} of {file} is written in another way than in learning: {share} of its values were never seen, "
    "such as {example}; write it as {known}, or train again."
)


@dataclass(frozen=True, slots=True)
class Preparation:
    """How columns become features.

    Attributes:
        roles: of each column that is used.
        levels: known levels of each column of words, the most frequent first.
        pairs: dates between which the days are counted.
        rare: share of the words of each column that were too rare to be known, 0 to 1.
    """

    roles: Mapping[str, Role]
    levels: Mapping[str, tuple[str, ...]]
    pairs: tuple[tuple[str, str], ...]
    rare: Mapping[str, float] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a frame that are needed."""
        return tuple(self.roles)

    def named(self, role: Role) -> tuple[str, ...]:
        """Return the columns of one role."""
        return tuple(name for name, one in self.roles.items() if one is role)

    @property
    def sources(self) -> tuple[tuple[str, ...], ...]:
        """The columns behind each feature, numbers first, then words; days between two dates come from both."""
        alone = (*self.named(Role.NUMBER), *self.named(Role.DATE))
        return (*((name,) for name in alone), *self.pairs, *((name,) for name in self.levels))

    def without(self, columns: Sequence[str]) -> "Preparation":
        """Return how to prepare without some columns."""
        kept = {name: role for name, role in self.roles.items() if name not in columns}
        pairs = tuple(pair for pair in self.pairs if not set(pair) & set(columns))
        levels = {name: one for name, one in self.levels.items() if name in kept}
        return Preparation(kept, levels, pairs, {name: self.rare.get(name, 0.0) for name in levels})

    def features(self, frame: pd.DataFrame) -> Features:
        """Return the features of a frame that has all the columns."""
        numbers, names = self._numbers(frame)
        words = tuple(Words(name, (NO_WORD, OTHER_WORD, *levels)) for name, levels in self.levels.items())
        codes = [_coded(frame[name], levels) for name, levels in self.levels.items()]
        rows = len(frame)
        return Features(
            np.column_stack(numbers) if numbers else np.zeros((rows, 0)),
            tuple(names),
            np.column_stack(codes) if codes else np.zeros((rows, 0), dtype=np.int32),
            words,
        )

    def remarks(self, frame: pd.DataFrame, file: str) -> list[str]:
        """Say which columns hold words that were never seen.

        Raises:
            BadInput: columns are missing, or one is written in another way.
        """
        missing = [name for name in self.columns if name not in frame]
        if missing:
            them = "it" if len(missing) == 1 else "them"
            raise BadInput(LACKS, file=file, columns=_listed(missing), them=them)
        said = []
        for name, levels in self.levels.items():
            counts = _counts(frame[name])
            unseen = counts[~counts.index.isin(levels)]
            missed, known = int(unseen.sum()), int(counts.sum())
            if missed > MOSTLY_UNSEEN * known and self.rare.get(name, 0.0) <= USUALLY_KNOWN:
                share = f"{missed / known:.0%}"
                raise BadInput(
                    FOREIGN, column=name, file=file, share=share, example=unseen.index[0], known=_listed(levels[:3])
                )
            if missed:
                said.append(f"{name}: {missed:,} values that are rare or new, such as {unseen.index[0]}")
        return said

    def _numbers(self, frame: pd.DataFrame) -> tuple[list[Floats], list[str]]:
        names = [*self.named(Role.NUMBER)]
        columns = [_finite(frame[name]) for name in names]
        days = {name: _days(frame[name]) for name in self.named(Role.DATE)}
        for name, column in days.items():
            names.append(f"{name}: day")
            columns.append(column)
        for first, second in self.pairs:
            names.append(f"{first} to {second}: days")
            columns.append(days[second] - days[first])
        return columns, names

    def packed(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self)

    @classmethod
    def unpacked(cls, kept: Mapping[str, Any]) -> "Preparation":
        """Return it from plain JSON."""
        return cls(
            {name: Role(role) for name, role in kept["roles"].items()},
            {name: tuple(levels) for name, levels in kept["levels"].items()},
            tuple((first, second) for first, second in kept["pairs"]),
            kept.get("rare", {}),
        )


def prepare(frame: pd.DataFrame, roles: Mapping[str, Role]) -> Preparation:
    """Decide how the columns of a frame become features; nothing is learned from labels."""
    dates = [name for name, role in roles.items() if role is Role.DATE][:PAIRED_DATES]
    levels = {name: _levels(frame[name]) for name, role in roles.items() if role is Role.WORDS}
    rare = {name: _rare(frame[name], known) for name, known in levels.items()}
    return Preparation(dict(roles), levels, tuple(combinations(dates, 2)), rare)


def _levels(values: pd.Series) -> tuple[str, ...]:
    counts = _counts(values)
    ordered = counts.sort_index().sort_values(ascending=False, kind="stable")
    few = ordered.index if len(ordered) <= 2 else ordered.index[ordered >= FEWEST]  # noqa: PLR2004 - a yes and a no
    return tuple(str(level) for level in few[:MOST_LEVELS])


def _rare(values: pd.Series, levels: Sequence[str]) -> float:
    counts = _counts(values)
    return float(counts[~counts.index.isin(levels)].sum() / max(int(counts.sum()), 1))


def _counts(values: pd.Series) -> pd.Series:
    """Return how often each word is there, those that are not there left out."""
    counts = values.value_counts()
    counts = counts[counts > 0]
    return counts.set_axis(counts.index.astype("str"))


def _coded(values: pd.Series, levels: Sequence[str]) -> Codes:
    """Return codes; a category is coded by its levels, not by its rows."""
    places = {level: place for place, level in enumerate(levels, start=OTHER + 1)}
    words = values if isinstance(values.dtype, pd.CategoricalDtype) else values.astype("str").astype("category")
    table = np.array([places.get(str(level), OTHER) for level in words.cat.categories] + [MISSING], dtype=np.int32)
    return table[words.cat.codes.to_numpy()]


def _finite(values: pd.Series) -> Floats:
    numbers = values.to_numpy(dtype="float64", na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _days(values: pd.Series) -> Floats:
    since = values.to_numpy(dtype="datetime64[s]") - np.datetime64("1970-01-01")
    return np.asarray(since / DAY, dtype="float64")


def _listed(names: Sequence[str], most: int = 5) -> str:
    rest = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
