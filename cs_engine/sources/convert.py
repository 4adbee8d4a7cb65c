"""Turn the text of a chunk into typed canonical columns, and say which values do not fit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from cs_engine.frames.columns import Column, Kind
from cs_engine.frames.contracts import DTYPES
from cs_engine.sources.mapping import ColumnRule

TRUE = frozenset({"true", "t", "yes", "y", "1"})
FALSE = frozenset({"false", "f", "no", "n", "0"})
SPARE_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d", "%Y/%m/%d %H:%M")
"""Written by many exports and unambiguous, though not ISO 8601: hours of one digit, slashes."""
OFFSET = r"(?:[Zz]|[+-]\d{2}:?\d{2})$"
WHOLE = 2.0**53
"""Above this a float no longer holds every whole number."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A converted column and, by reason, the rows whose text does not fit; these are empty in ``column``."""

    column: pd.Series
    refused: Mapping[str, pd.Series]


def convert(text: pd.Series, column: Column, rule: ColumnRule, zone: str) -> Typed:
    """Return ``text`` (strings, missing = empty cell) as the column's kind.

    Args:
        text: one cell per row.
        column: the canonical column.
        rule: scale, format and tenure of the mapping.
        zone: zone of instants that carry none.
    """
    if column.kind is Kind.TEXT:
        return Typed(text, MappingProxyType({}))
    values = _CONVERTERS[column.kind](text, rule, zone).astype(DTYPES[column.kind])
    return Typed(values, {_REASONS[column.kind]: text.notna() & values.isna()})


def _flag(text: pd.Series, rule: ColumnRule, zone: str) -> pd.Series:
    del rule, zone
    known = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
    return text.str.lower().map(known)


def _number(text: pd.Series, rule: ColumnRule, zone: str) -> pd.Series:
    del zone
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    finite = numbers.where(np.isfinite(numbers))
    return finite.mul(rule.scale).div(rule.divide)


def _integer(text: pd.Series, rule: ColumnRule, zone: str) -> pd.Series:
    numbers = _number(text, rule, zone)
    whole = numbers.eq(numbers.round()) & numbers.abs().lt(WHOLE)
    return pd.Series(numbers.where(whole))


def _date(text: pd.Series, rule: ColumnRule, zone: str) -> pd.Series:
    if rule.days_before is not None or rule.months_before is not None:
        return _since_tenure(text, rule, zone)
    return pd.Series(_moments(text.str.replace(OFFSET, "", regex=True), rule.format).dt.normalize())


def _since_tenure(text: pd.Series, rule: ColumnRule, zone: str) -> pd.Series:
    lengths = _integer(text, rule, zone)
    days = {length: _earlier(rule, int(length)) for length in lengths.dropna().unique()}
    return lengths.map(days)


def _earlier(rule: ColumnRule, length: int) -> pd.Timestamp:
    """Return the day ``length`` months, or days, before the day that the rule names."""
    if rule.months_before is not None:
        return pd.Timestamp(rule.months_before) - pd.DateOffset(months=length)
    return pd.Timestamp(str(rule.days_before)) - pd.DateOffset(days=length)


def _instant(text: pd.Series, rule: ColumnRule, zone: str) -> pd.Series:
    """Read instants; the hour that comes twice in autumn is taken as winter time."""
    with_offset = text.str.contains(":.*" + OFFSET, regex=True, na=False)
    local = _moments(text.mask(with_offset), rule.format)
    winter = np.zeros(len(text), dtype=bool)
    there = local.dt.tz_localize(zone, ambiguous=winter, nonexistent="shift_forward")
    utc = there.dt.tz_convert("UTC").dt.tz_localize(None)
    exact = pd.to_datetime(text.where(with_offset), format="ISO8601", utc=True, errors="coerce")
    return pd.Series(utc.fillna(exact.dt.tz_localize(None)))


def _moments(text: pd.Series, written: str | None) -> pd.Series:
    if written is not None:
        return pd.to_datetime(text, format=written, errors="coerce")
    moments = pd.to_datetime(text, format="ISO8601", errors="coerce")
    for spare in SPARE_FORMATS:
        odd = text[text.notna() & moments.isna()]
        if odd.empty:
            break
        moments = moments.fillna(pd.to_datetime(odd, format=spare, errors="coerce"))
    return moments


_CONVERTERS: Mapping[Kind, Callable[[pd.Series, ColumnRule, str], pd.Series]] = MappingProxyType(
    {
        Kind.FLAG: _flag,
        Kind.NUMBER: _number,
        Kind.INTEGER: _integer,
        Kind.DATE: _date,
        Kind.INSTANT: _instant,
    }
)
_REASONS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.FLAG: "is neither yes nor no",
        Kind.NUMBER: "is no number",
        Kind.INTEGER: "is no whole number",
        Kind.DATE: "is no date",
        Kind.INSTANT: "is no date and time",
    }
)
