"""What each column is to a model: a number, words, a date, or nothing to learn from, and why."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from cs_engine.records.churn import Remark
from cs_engine.wording import Phrase, Sentence, phrase, sentence

ID = re.compile(
    r"(^|[_\s.-])(id|ids|key|uuid|guid|no|nr|num|number|code|phone|email|e-mail)$|[a-z](ID|Id|Key|No)$", re.IGNORECASE
)
"""What a column is called that names and does not count."""
MOST_DISTINCT = 0.9
"""Words that differ in nine of ten rows name the row."""
MANY_LEVELS = 50
"""Below this, words that differ in most rows are a small file's, not names."""
FEWEST_LEFT = 0.5
"""Share of a file that its part has to be, whose row numbers are still told as such."""
LONG = 40
"""Characters beyond which words are sentences."""
FEWEST = 5
"""Customers a level needs for being known: below, its share of losses is an accident."""

EMPTY = phrase("empty")
CONSTANT = phrase("the same for everybody")
NAMES = phrase("names or ids: they differ from customer to customer")
TEXT = phrase("free text")
RARE = phrase("no word of it is shared by {fewest} customers")
REPEATS = phrase("says the same as {other}")


class Role(StrEnum):
    """What a column is to a model."""

    NUMBER = "number"
    WORDS = "words"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Roles:
    """Columns by role, in the order of the file, and the others with the reason."""

    roles: Mapping[str, Role]
    left_out: tuple[Remark, ...]


def roles_of(frame: pd.DataFrame) -> Roles:
    """Say what each column is.

    Args:
        frame: one row per customer; numbers or booleans, dates, and words (``category`` or ``str``).
    """
    found = {str(name): _role(str(name), frame[name]) for name in frame}
    repeated = _repeats(frame[[name for name, role in found.items() if isinstance(role, Role)]])
    found |= {name: sentence(REPEATS, other=other) for name, other in repeated.items()}
    return Roles(
        {name: role for name, role in found.items() if isinstance(role, Role)},
        tuple(Remark(name, why) for name, why in found.items() if isinstance(why, Sentence)),
    )


def id_of(frame: pd.DataFrame) -> str | None:
    """Return the column that names every row, if there is one; one that is called so before one that only counts."""
    found = [str(name) for name in frame if looks_like_id(str(name), frame[name])]
    return next((name for name in found if ID.search(name)), found[0] if found else None)


def looks_like_id(name: str, values: pd.Series) -> bool:
    """Tell whether a column names every row: all there, all different, and called or counted like an id."""
    if values.isna().any() or values.nunique() < len(values):
        return False
    if pd.api.types.is_numeric_dtype(values):
        return _is_whole(values) and (bool(ID.search(name)) or _counts_rows(values))
    return bool(ID.search(name)) or _is_coded(values)


def _role(name: str, values: pd.Series) -> Role | Sentence:
    known = values.dropna()
    if known.empty:
        return sentence(EMPTY)
    if len(known) == len(values) and bool((known == known.iloc[0]).all()):
        return sentence(CONSTANT)
    if pd.api.types.is_datetime64_any_dtype(values):
        return Role.DATE
    if pd.api.types.is_bool_dtype(values) or pd.api.types.is_numeric_dtype(values):
        return sentence(NAMES) if _numbers_rows(name, known) else Role.NUMBER
    why = _unusable_words(known)
    return sentence(why, fewest=FEWEST) if why else Role.WORDS


def _numbers_rows(name: str, known: pd.Series) -> bool:
    if not _is_whole(known) or known.nunique() <= max(MOST_DISTINCT * len(known), MANY_LEVELS):
        return False
    return bool(ID.search(name)) or _counts_rows(known)


def _is_whole(values: pd.Series) -> bool:
    return bool((values.astype("float64") % 1 == 0).all())


def _counts_rows(known: pd.Series) -> bool:
    """Tell whether numbers are 1, 2, 3 and so on, in any order and from any start; of many, up to half may be gone."""
    span = float(known.max() - known.min()) + 1
    longest = len(known) / FEWEST_LEFT if len(known) > MANY_LEVELS else len(known)
    return known.nunique() == len(known) and span <= longest


def _is_coded(values: pd.Series) -> bool:
    words = values.astype("str")
    return bool(words.str.contains(r"\d", regex=True).all() and not words.str.contains(r"\s", regex=True).any())


def _unusable_words(known: pd.Series) -> Phrase | None:
    counts = known.value_counts()
    distinct = int((counts > 0).sum())
    if distinct > max(MANY_LEVELS, MOST_DISTINCT * len(known)):
        words = known.astype("str")
        return TEXT if float(words.str.len().mean()) > LONG else NAMES
    if distinct > 2 and int(counts.iloc[0]) < FEWEST:  # noqa: PLR2004 - two words are a yes and a no
        return RARE
    return None


def _repeats(frame: pd.DataFrame) -> dict[str, str]:
    """Return columns that order or divide customers as an earlier one does, with it."""
    first: dict[tuple[bool, bytes], str] = {}
    again: dict[str, str] = {}
    for name in frame:
        ordered = not isinstance(frame[name].dtype, pd.CategoricalDtype | pd.StringDtype)
        codes, _ = pd.factorize(frame[name], sort=ordered)
        key = (ordered, hashlib.sha256(codes.astype(np.int32).tobytes()).digest())
        seen = first.setdefault(key, str(name))
        if seen != name:
            again[str(name)] = seen
    return again
