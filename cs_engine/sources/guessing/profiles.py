"""What the values of a column look like."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import pandas as pd
from babel import Locale

from cs_engine.sources.guessing.dates import Dates, dates_of
from cs_engine.sources.guessing.names import CURRENCIES, words
from cs_engine.sources.guessing.numbers import Numbers, numbers_of

EMPTY_WORDS = frozenset({"null", "n/a", "#n/a", "nan", "none", "nat", "na", "-", "--", "—", "unknown", "k.a.", "\\n"})
"""What exports write where they know nothing."""
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
DOMAIN = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
CODE_LETTERS = 3
FEW = 60
"""More different values than this are no list of choices."""
LANGUAGES = ("en", "de", "fr", "es", "zh")
ALSO_COUNTRIES = {
    "uk": "GB",
    "usa": "US",
    "u s a": "US",
    "u s": "US",
    "america": "US",
    "england": "GB",
    "great britain": "GB",
    "uae": "AE",
    "south korea": "KR",
    "korea": "KR",
    "czech republic": "CZ",
    "holland": "NL",
    "deutschland": "DE",
    "deu": "DE",
    "gbr": "GB",
    "fra": "FR",
    "aut": "AT",
    "che": "CH",
    "chn": "CN",
    "ind": "IN",
    "can": "CA",
    "aus": "AU",
    "eire": "IE",
    "prc": "CN",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """One column of a file: its cells without the empty ones, and what kind they are."""

    name: str
    filled_cells: pd.Series
    filled: float
    """Share of the cells that are not empty, 0 to 1."""
    distinct: int
    empty_words: frozenset[str]
    dates: Dates | None
    numbers: Numbers | None

    @property
    def unique(self) -> float:
        """Share of the filled cells with a value of their own, 0 to 1."""
        return self.distinct / len(self.filled_cells) if len(self.filled_cells) else 0.0

    @property
    def choices(self) -> tuple[str, ...]:
        """The different values, if they are few, the most frequent first."""
        return tuple(self.filled_cells.value_counts().index) if self.distinct <= FEW else ()

    def share(self, shape: re.Pattern[str]) -> float:
        """Return the share of the values that have a shape, 0 to 1."""
        return float(self.filled_cells.str.fullmatch(shape).mean()) if len(self.filled_cells) else 0.0


def profile(name: str, cells: pd.Series, mark: str | None = None) -> Profile:
    """Look at one column; ``mark`` is its decimal mark, if the file as a whole tells it."""
    stripped = cells.dropna().astype("string").str.strip()
    blank = stripped.eq("") | stripped.str.lower().isin(EMPTY_WORDS)
    values = stripped[~blank].astype(pd.StringDtype(na_value=float("nan")))
    used = frozenset(stripped[blank & stripped.ne("")])
    dates = dates_of(values)
    numbers = numbers_of(values, mark) if dates is None or dates.format == "%Y%m%d" else None
    return Profile(
        name, values, len(values) / len(cells) if len(cells) else 0.0, values.nunique(), used, dates, numbers
    )


def settled(columns: Sequence[Profile]) -> Iterator[Profile]:
    """Read days and months as other columns of the same file show, where a column alone leaves them open."""
    shown = {column.dates.format for column in columns if column.dates is not None and not column.dates.undecided}
    for column in columns:
        dates = column.dates
        if dates is not None and dates.other is not None and len({dates.format, dates.other} & shown) == 1:
            yield replace(column, dates=dates.told(dates.format in shown))
        else:
            yield column


@cache
def choice_words() -> Mapping[str, Mapping[str, str]]:
    """Return, by ``table.column`` (and ``flag``), what a source's word means as one of our choices."""
    text = files("cs_engine.sources.guessing").joinpath("choices.toml").read_text(encoding="utf-8")
    said = tomllib.loads(text)
    found = {"flag": _by_word(said.pop("flag"))}
    for table, columns in said.items():
        found |= {f"{table}.{column}": _by_word(choices) for column, choices in columns.items()}
    return MappingProxyType(found)


@cache
def countries() -> Mapping[str, str]:
    """Return ISO 3166 codes by code and by name in a few languages, in lower-case words."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():  # noqa: PLR2004 - alpha-2
                found.setdefault(words(name), code)
                found.setdefault(code.lower(), code)
    return MappingProxyType(found | ALSO_COUNTRIES)


def currency(value: str) -> str | None:
    """Return the ISO 4217 code that a cell means."""
    said = words(value)
    if said == "rmb":
        return "CNY"
    return (
        said.upper()
        if said in CURRENCIES or (len(value) == CODE_LETTERS and value.isalpha() and said.upper() in _codes())
        else None
    )


@cache
def _codes() -> frozenset[str]:
    return frozenset(Locale("en").currencies)


def _by_word(choices: Mapping[str, list[str]]) -> dict[str, str]:
    return {words(word): ours for ours, said in choices.items() for word in (*said, ours)}
