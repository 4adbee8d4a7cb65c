"""How the dates of a column are written, decided by the values and never by chance."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?$")
NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?=$|[ ,T])(.*)$")
YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?=$|[ T])(.*)$")
COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
MONTH = re.compile(r"\d{4}-\d{2}$")
CHINESE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日$")
DAY_NAMED = re.compile(r"\d{1,2}([ -])([A-Za-z]{3,9})\1(\d{4}|\d{2})(?=$|[ ,])(.*)$")
NAMED_DAY = re.compile(r"([A-Za-z]{3,9}) \d{1,2}(,?) \d{4}(.*)$")
TIMES = (
    (re.compile(r"$"), ""),
    (re.compile(r"(,?[ T])\d{1,2}:\d{2}$"), "%H:%M"),
    (re.compile(r"(,?[ T])\d{1,2}:\d{2}:\d{2}$"), "%H:%M:%S"),
    (re.compile(r"(,?[ T])\d{1,2}:\d{2}:\d{2}\.\d+$"), "%H:%M:%S.%f"),
    (re.compile(r"(,?[ T])\d{1,2}:\d{2} ?[AaPp][Mm]$"), "%I:%M %p"),
    (re.compile(r"(,?[ T])\d{1,2}:\d{2}:\d{2} ?[AaPp][Mm]$"), "%I:%M:%S %p"),
)
MONTHS = 12
"""A number above this is a day."""
SHORT_YEAR = 2
SHORT_NAME = 3
"""`%b` reads Jan, `%B` January."""
MOST = 0.9
"""A column of dates may hold a few cells that are none."""


@dataclass(frozen=True, slots=True)
class Dates:
    """How a column's dates are written.

    ``format`` is ``None`` where it needs no saying (ISO 8601); ``other`` is the format that fits as well, when the
    values do not tell day from month; ``share`` of the values fit (0 to 1); ``days`` are they.
    """

    format: str | None
    share: float
    days: pd.Series
    other: str | None = None

    @property
    def undecided(self) -> bool:
        """Tell whether two ways to read fit."""
        return self.other is not None

    def told(self, first: bool) -> "Dates":  # noqa: FBT001 - which of two
        """Return the dates with one of the two ways decided."""
        return replace(self, format=self.format if first else self.other, other=None)


def dates_of(values: pd.Series) -> Dates | None:
    """Say how text values are written as dates, or ``None`` when they are none."""
    sample = list(values.head(500))
    if not sample or not any(mark.isdigit() for mark in sample[0]):
        return None
    for written, other in _formats(sample):
        found = _read(values, written)
        if found is not None and found.notna().mean() >= MOST:
            return Dates(None if written == "ISO8601" else written, float(found.notna().mean()), found, other)
    return None


def _read(values: pd.Series, written: str) -> pd.Series | None:
    plain = values.str.replace(r" ?(?:Z|UTC|[+-]\d{2}:?\d{2})$", "", regex=True) if written == "ISO8601" else values
    days = pd.to_datetime(plain, format=written, errors="coerce")
    return pd.Series(days) if days.notna().any() else None


def _formats(sample: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Try the ways of writing that most of the values have the shape of."""
    most = MOST * len(sample)
    if sum(bool(ISO.match(value)) for value in sample) >= most:
        yield "ISO8601", None
    if sum(bool(COMPACT.match(value)) for value in sample) >= most:
        yield "%Y%m%d", None
    if sum(bool(MONTH.match(value)) for value in sample) >= most:
        yield "%Y-%m", None
    if sum(bool(CHINESE.match(value)) for value in sample) >= most:
        yield "%Y年%m月%d日", None
    year_first = [found for value in sample if (found := YEAR_FIRST.match(value))]
    if len(year_first) >= most:
        mark = year_first[0][2]
        yield f"%Y{mark}%m{mark}%d{_time(year_first[0][5])}", None
    numeric = [found for value in sample if (found := NUMERIC.match(value))]
    if len(numeric) >= most:
        yield from _day_or_month(numeric)
    yield from _named(sample, most)


def _day_or_month(found: Sequence[re.Match[str]]) -> Iterator[tuple[str, str | None]]:
    mark, year, time = found[0][2], _year(found[0][4]), _time(found[0][5])
    day_first = f"%d{mark}%m{mark}{year}{time}"
    month_first = f"%m{mark}%d{mark}{year}{time}"
    if mark == "." or any(int(one[1]) > MONTHS for one in found):  # dots are written where the day comes first
        yield day_first, None
    elif any(int(one[3]) > MONTHS for one in found):
        yield month_first, None
    else:
        yield day_first, month_first


def _named(sample: Sequence[str], most: float) -> Iterator[tuple[str, str | None]]:
    first = [found for value in sample if (found := DAY_NAMED.match(value))]
    if len(first) >= most:
        mark, name, year = first[0][1], _month(found[2] for found in first), _year(first[0][3])
        yield f"%d{mark}{name}{mark}{year}{_time(first[0][4])}", None
    later = [found for value in sample if (found := NAMED_DAY.match(value))]
    if len(later) >= most:
        yield f"{_month(found[1] for found in later)} %d{later[0][2]} %Y{_time(later[0][3])}", None


def _month(names: Iterator[str]) -> str:
    return "%b" if all(len(name) == SHORT_NAME for name in names) else "%B"


def _year(digits: str) -> str:
    return "%y" if len(digits) == SHORT_YEAR else "%Y"


def _time(rest: str) -> str:
    for shape, written in TIMES:
        found = shape.match(rest)
        if found:
            gap = found[1] if written else ""
            return gap + (written if " " in rest.strip(", ") or "%p" not in written else written.replace(" ", ""))
    return rest
