"""Days and moments from text: ISO 8601, what the mapping says, and a few ways of writing that mean one thing only."""

from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cs_engine.sources.mapping import ColumnRule

SPARE_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d", "%Y/%m/%d %H:%M")
"""Written by many exports and unambiguous, though not ISO 8601: hours of one digit, slashes."""
OFFSET = r"(?:[Zz]|[+-]\d{2}:?\d{2})$"
DAY = pa.date32()
MOMENT = pa.timestamp("us", tz="UTC")
LOCAL = pa.timestamp("us")
FIRST, LAST = (pa.scalar(edge, LOCAL) for edge in (datetime.min, datetime.max))  # noqa: DTZ901 - edges of the calendar


def days(text: pa.Array, rule: ColumnRule) -> pa.Array:
    """Return calendar days as written, whatever time stands behind them; missing where ``text`` is none."""
    if rule.format is None:
        try:
            return _on_calendar(text.cast(DAY))
        except pa.ArrowInvalid:
            pass
    series = text.to_pandas(types_mapper=_as_text)
    found = _moments(series.str.replace(OFFSET, "", regex=True), rule.format)
    return _on_calendar(pa.array(found.dt.normalize(), LOCAL, from_pandas=True).cast(DAY))


def moments(text: pa.Array, rule: ColumnRule, zone: str) -> pa.Array:
    """Return moments in UTC, missing where ``text`` is none; without an offset they are in ``zone``.

    The hour that comes twice in autumn is taken as winter time, the one that is skipped in spring moves on.
    """
    if rule.format is None and zone == "UTC":
        for kind in (LOCAL, MOMENT):
            try:
                return _on_calendar(pc.assume_timezone(text.cast(kind).cast(LOCAL), "UTC"))
            except pa.ArrowInvalid:
                continue
    series = text.to_pandas(types_mapper=_as_text)
    return _on_calendar(pc.assume_timezone(pa.array(_utc(series, rule, zone), LOCAL, from_pandas=True), "UTC"))


def _on_calendar(found: pa.Array) -> pa.Array:
    """Drop what lies outside the years 1 to 9999, which no database and no person means."""
    local = found.cast(LOCAL)
    inside = pc.and_(pc.greater_equal(local, FIRST), pc.less_equal(local, LAST))
    return found if pc.all(inside, min_count=0).as_py() else pc.if_else(inside, found, pa.scalar(None, found.type))


def _utc(text: pd.Series, rule: ColumnRule, zone: str) -> pd.Series:
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
    found = pd.to_datetime(text, format="ISO8601", errors="coerce")
    for spare in SPARE_FORMATS:
        odd = text[text.notna() & found.isna()]
        if odd.empty:
            break
        found = found.fillna(pd.to_datetime(odd, format=spare, errors="coerce"))
    return found


def _as_text(kind: pa.DataType) -> pd.StringDtype:
    del kind
    return pd.StringDtype(na_value=float("nan"))
