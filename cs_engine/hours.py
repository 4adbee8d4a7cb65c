"""When somebody works: their days, hours, public holidays and days away, as pure arithmetic on instants."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache

import holidays

DAY = timedelta(days=1)
FARTHEST_DAYS = 400
"""Longer than a year off; who works on no day at all is told at once rather than never."""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """One person's working hours.

    Attributes:
        zone: where the clock on their wall stands.
        days: weekdays worked; Monday is 0.
        opens: first moment of a working day.
        closes: its end; not later than ``opens`` means midnight.
        country: ISO 3166-1 alpha-2 code for public holidays; ``None`` and unknown codes have none.
        away_from: first day out of office.
        away_until: last day out of office; without it they are away until they say otherwise.
    """

    zone: tzinfo
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: time = time(9)
    closes: time = time(17, 30)
    country: str | None = None
    away_from: date | None = None
    away_until: date | None = None

    def is_away(self, on: date) -> bool:
        """Tell whether a local day lies within the days out of office."""
        if self.away_from is None or on < self.away_from:
            return False
        return self.away_until is None or on <= self.away_until

    def is_away_at(self, at: datetime) -> bool:
        """Tell whether the person is out of office on the local day of an instant."""
        return self.is_away(at.astimezone(self.zone).date())

    def works_on(self, day: date) -> bool:
        """Tell whether a local day is worked: a weekday of theirs, no public holiday, not away."""
        return day.weekday() in self.days and not self.is_away(day) and not _is_holiday(self.country, day)

    def is_open(self, at: datetime) -> bool:
        """Tell whether the person is at work at an aware instant."""
        day = at.astimezone(self.zone).date()
        opens, closes = self._shift(day)
        return self.works_on(day) and opens <= at < closes

    def next_open(self, at: datetime) -> datetime:
        """Return ``at`` when the person is at work then, else the moment they next begin; in their zone.

        Who works on no day within the next 400 is told at once.
        """
        opens = next((max(opens, at) for opens, closes in self._shifts(at) if at < closes), at)
        return opens.astimezone(self.zone)

    def after_hours(self, at: datetime, business_hours: float) -> datetime:
        """Return the moment at which so many hours of work have passed since ``at``; in the person's zone."""
        left = timedelta(hours=business_hours)
        for opens, closes in self._shifts(at):
            begins = max(opens, at)
            if closes - begins >= left:
                return (begins + left).astimezone(self.zone)
            left -= max(closes - begins, timedelta())
        return (at + timedelta(hours=business_hours)).astimezone(self.zone)

    def after_days(self, at: datetime, business_days: int) -> date:
        """Return the local day that is so many working days after the day of ``at``, which itself does not count."""
        day, left = at.astimezone(self.zone).date(), business_days
        for step in range(1, FARTHEST_DAYS + business_days):
            if left == 0:
                return day + timedelta(days=step - 1)
            left -= self.works_on(day + timedelta(days=step))
        return day + timedelta(days=business_days)

    def starts(self, day: date) -> datetime:
        """Return the moment at which the person begins on a local day, worked or not."""
        return self._shift(day)[0].astimezone(self.zone)

    def _shifts(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the working days from that of an instant on as ``(opens, closes)`` in UTC."""
        first = at.astimezone(self.zone).date()
        days = (first + timedelta(days=step) for step in range(FARTHEST_DAYS))
        return (self._shift(day) for day in days if self.works_on(day))

    def _shift(self, day: date) -> tuple[datetime, datetime]:
        """Return when a local day's work begins and ends, in UTC: differences across a clock change are true."""
        ends = (day, self.closes) if self.closes > self.opens else (day + DAY, time())
        opens, closes = datetime.combine(day, self.opens, self.zone), datetime.combine(*ends, self.zone)
        return opens.astimezone(UTC), closes.astimezone(UTC)


def _is_holiday(country: str | None, day: date) -> bool:
    calendar = None if country is None else _calendar(country.upper())
    return calendar is not None and day in calendar


@cache
def _calendar(code: str) -> holidays.HolidayBase | None:
    """Return a country's public holidays; building a calendar costs milliseconds, so each is built once."""
    try:
        return holidays.country_holidays(code)
    except NotImplementedError:
        return None
