"""Periods under their own name: a month, a quarter, a year, or the twelve months to the last closed one."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from cs_engine.errors import BadInput

NAMED = re.compile(r"(?P<year>\d{4})(?:-?Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")
QUARTER, YEAR = 3, 12
EARLIEST_YEAR = 1970


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months ``[start, end)``, by their first days; ``name`` as people write it."""

    name: str
    start: date
    end: date

    @property
    def months(self) -> int:
        """How many months it lasts."""
        return (self.end.year - self.start.year) * YEAR + self.end.month - self.start.month

    def instants(self, zone: tzinfo | None) -> tuple[datetime, datetime]:
        """Return its two ends as midnights of the workspace's zone."""
        return datetime.combine(self.start, time(), zone), datetime.combine(self.end, time(), zone)

    def month_starts(self) -> tuple[date, ...]:
        """Return the first day of each of its months, and its end."""
        return tuple(months_after(self.start, count) for count in range(self.months + 1))

    def before(self) -> "Period":
        """Return the period of the same length just before."""
        start = months_after(self.start, -self.months)
        return Period(_name(start, self.start), start, self.start)


def period_named(said: str, today: date) -> Period:
    """Return the period that somebody writes: ``2026``, ``2026Q3``, ``2026-Q3`` or ``2026-10``.

    Args:
        said: its name.
        today: the local day; only closed months are told.

    Raises:
        BadInput: that is no period, or it is not over yet.
    """
    found = NAMED.fullmatch(said.strip().upper())
    if found is None or int(found["year"]) < EARLIEST_YEAR:
        raise BadInput(f"{said!r} is no period; write a year, a quarter or a month, such as 2026, 2026Q3 or 2026-10.")
    length = QUARTER if found["quarter"] else 1 if found["month"] else YEAR
    month = int(found["month"] or (int(found["quarter"] or 1) - 1) * QUARTER + 1)
    start = date(int(found["year"]), month, 1)
    end = months_after(start, length)
    if end > today:
        raise BadInput(f"{said} is not over yet; the last closed month is {_closed(today):%Y-%m}.")
    return Period(_name(start, end), start, end)


def trailing(today: date) -> Period:
    """Return the twelve months to the last closed one."""
    end = today.replace(day=1)
    start = months_after(end, -YEAR)
    return Period(_name(start, end), start, end)


def closed(today: date, months: int) -> Period:
    """Return the last month, quarter or calendar year (1, 3 or 12 months) that is over."""
    end = date(today.year, (today.month - 1) // months * months + 1, 1)
    start = months_after(end, -months)
    return Period(_name(start, end), start, end)


def months_after(day: date, months: int) -> date:
    """Return the first of the month so many months later."""
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    return date(year, month + 1, 1)


def _closed(today: date) -> date:
    return months_after(today, -1)


def _name(start: date, end: date) -> str:
    last = months_after(end, -1)
    months = (end.year - start.year) * YEAR + end.month - start.month
    if months == 1:
        return f"{start:%Y-%m}"
    if months == QUARTER and start.month % QUARTER == 1:
        return f"{start.year}Q{start.month // QUARTER + 1}"
    return str(start.year) if months == YEAR and start.month == 1 else f"{start:%Y-%m} to {last:%Y-%m}"
