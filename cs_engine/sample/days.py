"""Days and seconds as whole numbers since 1970, month arithmetic on them, and how they are written."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from cs_engine.sample.draws import IntArray, TextArray
from cs_engine.sample.spec import SampleSpec

NEVER = 10_000_000
"""A day after every other: the event has not come and will not come."""
DAY_SECONDS = 86_400
WEEK = 7
WORKING_DAYS = 5
YEAR_MONTHS = 12
AHEAD_DAYS = 98
"""Latent paths run 14 weeks past the last day, so that the chance of a loss within 90 days is known there as well."""
_EPOCH = date(1970, 1, 1)
_EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday."""


def to_day(moment: date) -> int:
    """Return the number of a date."""
    return (moment - _EPOCH).days


def to_date(day: int) -> date:
    """Return the date of a number."""
    return _EPOCH + timedelta(days=day)


def weekday(days: IntArray) -> IntArray:
    """Return 0 for Monday to 6 for Sunday."""
    return (days + _EPOCH_WEEKDAY) % WEEK


def add_months(days: IntArray, months: IntArray) -> IntArray:
    """Return the same day of the month, ``months`` later; the month's last day where it is shorter."""
    month = _month(days)
    last = _first_day(month + months + 1) - 1
    moved: IntArray = np.minimum(_first_day(month + months) + days - _first_day(month), last)
    return moved


def _month(days: IntArray) -> IntArray:
    """Return months since January 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _first_day(months: IntArray) -> IntArray:
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def next_turn(days: IntArray, first: IntArray, months: IntArray) -> IntArray:
    """Return the first ``first`` + k x ``months``, k >= 1, on or after each day: the next renewal or invoice."""
    turns = np.maximum((_month(days) - _month(first)) // months, 1)
    candidate = add_months(first + 0 * days, turns * months)
    later = add_months(first + 0 * days, (turns + 1) * months)
    return np.where(candidate >= days, candidate, later)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a sample: first, last (included) and nominal end, on which the named stories lie."""

    start: int
    until: int
    anchor: int

    @property
    def weeks(self) -> IntArray:
        """Mondays of all weeks of the latent paths; they run past the last day."""
        first = self.start - int(weekday(np.array(self.start)))
        return np.arange(first, self.until + AHEAD_DAYS, WEEK, dtype=np.int64)

    @property
    def days(self) -> IntArray:
        """All days of data."""
        return np.arange(self.start, self.until + 1, dtype=np.int64)

    @property
    def end_second(self) -> int:
        """The first second after the last day."""
        return (self.until + 1) * DAY_SECONDS

    def week_of(self, days: IntArray) -> IntArray:
        """Return the position in ``weeks`` of each day; days before the first week are in the first."""
        passed: IntArray = (days - self.weeks[0]) // WEEK
        return passed.clip(0, len(self.weeks) - 1)


def span_of(spec: SampleSpec) -> Span:
    """Return the days a spec covers."""
    until = to_day(spec.until)
    months = np.array(spec.months)
    start = int(add_months(np.array(until), -months)) if spec.start is None else to_day(spec.start)
    return Span(start, until, int(add_months(np.array(start), months)))


def day_text(days: IntArray, until: int) -> TextArray:
    """Write days as 2026-01-31; what lies after ``until`` is not known yet and stays empty."""
    known = days <= until
    low = int(days[known].min()) if known.any() else 0
    high = int(days[known].max()) if known.any() else 0
    written = np.datetime_as_string(np.arange(low, high + 1).astype("datetime64[D]")).astype(object)
    return np.where(known, written[np.where(known, days - low, 0)], "")


def second_text(seconds: IntArray, end: int) -> TextArray:
    """Write instants as 2026-01-31T13:00:00; what lies at or after ``end`` is not known yet and stays empty."""
    known = seconds < end
    written = np.datetime_as_string(np.where(known, seconds, 0).astype("datetime64[s]")).astype(object)
    return np.where(known, written, "")
