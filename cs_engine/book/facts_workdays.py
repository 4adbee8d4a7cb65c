"""Business days: weekdays and public holidays of the customer's country."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import holidays

from cs_engine.frames.facts import RECENT_DAYS

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Workdays:
    """Remembers the holiday calendars it has looked up; there are few countries."""

    calendars: dict[str, holidays.HolidayBase | None] = field(default_factory=dict)

    def bits(self, country: str | None, today: date) -> int:
        """Return the business days among the last 28 as bits; bit 0 is the day before ``today``.

        Args:
            country: ISO 3166 code; ``None`` and unknown codes work Monday to Friday, without holidays.
            today: the day at the instant, itself not counted.
        """
        calendar = self._calendar(country)
        days = (today - timedelta(days=age + 1) for age in range(RECENT_DAYS))
        return sum(1 << age for age, day in enumerate(days) if _works(calendar, day))

    def _calendar(self, country: str | None) -> holidays.HolidayBase | None:
        if country is None:
            return None
        code = country.upper()
        if code not in self.calendars:
            self.calendars[code] = _lookup(code)
        return self.calendars[code]


def _lookup(code: str) -> holidays.HolidayBase | None:
    try:
        return holidays.country_holidays(code)
    except NotImplementedError:
        return None


def _works(calendar: holidays.HolidayBase | None, day: date) -> bool:
    return day.weekday() <= FRIDAY if calendar is None else bool(calendar.is_working_day(day))
