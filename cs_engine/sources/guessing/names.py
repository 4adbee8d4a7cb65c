"""What a header says, without the way it is written."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
BRACKETS = re.compile(r"[(\[\uff08\u3010](.*?)[)\]\uff09\u3011]")
"""Also the full-width ones of Chinese."""
FEWEST = 4
"""Fewer columns may share their first word by chance."""
CUSTOM = re.compile(r"__[cr]$", re.IGNORECASE)
"""Salesforce ends the names of a company's own fields like this."""
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
SYMBOLS = {"€": " eur ", "$": " usd ", "£": " gbp ", "¥": " cny ", "%": " percent ", "#": " number "}
CURRENCIES = frozenset(
    {"usd", "eur", "gbp", "chf", "cny", "rmb", "jpy", "aud", "cad", "inr", "sek", "nok", "dkk", "pln"}
)
ZONES = frozenset({"utc", "gmt", "local", "cet", "est", "pst"})
UNITS = frozenset(
    [
        "minutes",
        "mins",
        "min",
        "minuten",
        "hours",
        "hrs",
        "hr",
        "h",
        "std",
        "stunden",
        "seconds",
        "secs",
        "sec",
        "s",
        "sekunden",
        "days",
        "tage",
        "months",
        "monate",
        "years",
        "jahre",
        "cents",
    ]
)
FILLERS = frozenset({"in", "the", "of", "a", "der", "die", "das"})
SUFFIXES = frozenset(
    {"csv", "tsv", "txt", "gz", "zip", "xlsx", "xlsm", "xls", "ods", "json", "jsonl", "ndjson", "parquet"}
)


@lru_cache(maxsize=8192)
def words(text: str) -> str:
    """Return a header in lower-case words: ``"BillingCountryCode"`` is ``"billing country code"``."""
    spread = CAMEL.sub(" ", CUSTOM.sub("", unicodedata.normalize("NFKC", text))).translate(GERMAN)
    for symbol, word in SYMBOLS.items():
        spread = spread.replace(symbol, word)
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", spread) if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[^\W_]+", plain.lower()))


def units(text: str) -> frozenset[str]:
    """Return the units and currencies a header names."""
    return frozenset(words(text).split()) & (UNITS | CURRENCIES)


@lru_cache(maxsize=8192)
def variants(header: str, entity: tuple[str, ...], prefix: str | None = None) -> tuple[str, ...]:
    """Say a header in ever fewer words, each once.

    Without what is in brackets, without units at its end, without the word for the table or the file's own prefix
    at its beginning.
    """
    bare = BRACKETS.sub(" ", header) or header
    starts = [word for word in (*entity, prefix) if word]
    whole = (words(header), words(bare))
    shorter = [form for said in whole for form in (said, _without_units(said))]
    said = [variant for form in shorter for variant in (form, *_without_start(form, starts))]
    return tuple(dict.fromkeys(filter(None, said)))


def common_prefix(headers: Iterable[str]) -> str | None:
    """Return the first word if nearly all of a file's headers begin with it."""
    said = [words(header).split() for header in headers]
    firsts = [name[0] for name in said if len(name) > 1]
    if len(said) < FEWEST or not firsts:
        return None
    most = max(set(firsts), key=firsts.count)
    return most if firsts.count(most) >= 0.8 * len(said) else None


def file_words(name: str) -> str:
    """Return what a file's or sheet's name says, without endings, numbers and dates."""
    path = PurePosixPath(name)
    stem = path.name.split(".")
    while len(stem) > 1 and stem[-1].lower() in SUFFIXES:
        stem.pop()
    return " ".join(word for word in words(".".join(stem)).split() if not word.isdecimal())


def _without_units(said: str) -> str:
    left = said.split()
    while len(left) > 1 and left[-1] in (CURRENCIES | ZONES | UNITS | FILLERS):
        left.pop()
    return " ".join(left)


def _without_start(said: str, starts: Iterable[str]) -> Iterator[str]:
    for start in starts:
        rest = said.removeprefix(start + " ")
        if rest != said:
            yield rest
