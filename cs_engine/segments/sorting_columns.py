"""Which columns can tell customers apart, as numbers or as words; the others are left out, each with its reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cs_engine.records.segments import Remark
from cs_engine.wording import Sentence, phrase, sentence

MOST_UNKNOWN = 0.5
"""Where more than half is unknown, segments would be made of what we filled in."""
MOST_ALIKE = 0.98
"""What 98 of 100 customers share tells the other two apart, and no segment is that small."""
MOST_WORDS = 12
"""More different words than segments could ever be explained by."""
MOST_DISTINCT = 0.9
"""Texts that differ in nine of ten rows are names or notes."""
ID = re.compile(r"(^|[_\s])(id|key|uuid|no|number|code)$|[a-z](ID|Id)$")
"""What a column of numbers is called that count nothing."""

UNKNOWN = phrase("unknown for {share} of customers")
ALIKE = phrase("the same for {share} of customers")
NAMES = phrase("names or ids: they differ from customer to customer")
MANY = phrase("{count} different words, more than a profile could explain")
DATES = phrase("a date; its age in days could be used")


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """Usable columns of a frame with one row per customer, sorted by customer.

    Attributes:
        numbers: floats, missing where unknown.
        words: texts, missing where unknown.
        left_out: the other columns.
    """

    numbers: pd.DataFrame
    words: pd.DataFrame
    left_out: tuple[Remark, ...]


def sort_columns(frame: pd.DataFrame) -> Sorted:
    """Return what of a frame can be used.

    Args:
        frame: index customer, unique; any columns.
    """
    rows = frame.sort_index()
    kinds = {str(name): _kind(str(name), rows.iloc[:, place]) for place, name in enumerate(rows.columns)}
    rows.columns = pd.Index([str(name) for name in rows.columns])
    left_out = tuple(Remark(name, why) for name, why in kinds.items() if not isinstance(why, type))
    return Sorted(_as_numbers(rows, kinds), _as_words(rows, kinds), left_out)


def is_called_id(name: str) -> bool:
    """Tell whether a column is called like what numbers customers, and so counts nothing."""
    return bool(ID.search(name))


def percent(share: float) -> str:
    """Return a share as whole percents, and something that is there not as nothing."""
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"  # noqa: PLR2004 - what would be rounded to nothing


def _kind(name: str, values: pd.Series) -> type | Sentence:
    """Return float or str, or why a column is left out."""
    known = values.dropna()
    unknown = 1 - len(known) / max(len(values), 1)
    if unknown > MOST_UNKNOWN:
        return sentence(UNKNOWN, share=percent(unknown))
    if pd.api.types.is_datetime64_any_dtype(known):
        return sentence(DATES)
    alike = known.value_counts(normalize=True, sort=False).max()
    if alike >= MOST_ALIKE:
        return sentence(ALIKE, share=percent(alike))
    if _is_number(known):
        return sentence(NAMES) if _is_numbered(name, known) else float
    return _of_words(known)


def _of_words(known: pd.Series) -> type | Sentence:
    count = known.nunique()
    if count > MOST_WORDS:
        return sentence(NAMES) if count > MOST_DISTINCT * len(known) else sentence(MANY, count=count)
    return str


def _is_number(known: pd.Series) -> bool:
    """Tell whether it is a number with more than two values; two values are a yes and a no."""
    numeric = pd.api.types.is_numeric_dtype(known) and not pd.api.types.is_bool_dtype(known)
    return bool(numeric and known.nunique() > 2)  # noqa: PLR2004 - as the docstring says


def _is_numbered(name: str, known: pd.Series) -> bool:
    whole = np.array_equal(known.to_numpy(dtype="float64") % 1, np.zeros(len(known)))
    return is_called_id(name) and whole and known.nunique() > MOST_DISTINCT * len(known)


def _as_numbers(rows: pd.DataFrame, kinds: Mapping[str, type | Sentence]) -> pd.DataFrame:
    names = [name for name, kind in kinds.items() if kind is float]
    return rows[names].astype("float64").replace([np.inf, -np.inf], np.nan)


def _as_words(rows: pd.DataFrame, kinds: Mapping[str, type | Sentence]) -> pd.DataFrame:
    names = [name for name, kind in kinds.items() if kind is str]
    return pd.DataFrame({name: _spelled(rows[name]) for name in names}, index=rows.index)


def _spelled(values: pd.Series) -> pd.Series:
    """Return words; yes and no for what is written as 1 and 0."""
    if pd.api.types.is_numeric_dtype(values) and set(values.dropna().unique()) <= {0, 1}:
        return values.astype("float64").map({0.0: "no", 1.0: "yes"}).astype("str")
    if pd.api.types.is_numeric_dtype(values):
        return values.map(lambda value: f"{value:g}", na_action="ignore").astype("str")
    return values.astype("str")
