"""How busy a day is by country and trade: weekends, public holidays, vacations, school terms."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import holidays
import numpy as np

from cs_engine.sample.days import WORKING_DAYS, to_date, to_day, weekday
from cs_engine.sample.draws import BoolArray, FloatArray, IntArray

Seasons = Mapping[tuple[str, bool], FloatArray]
"""How busy every day of the sample is, by country and by whether the account is a school."""
MonthDay = tuple[int, int]
Window = tuple[MonthDay, MonthDay]

WEEKEND = 0.12
HOLIDAY = 0.15
"""Some work on Sundays and holidays, so a free day is quiet but not dead."""
CHRISTMAS = 0.35
SPRING_FESTIVAL = 0.25
AUGUST = 0.5
SUMMER = 0.85
SCHOOL_BREAK = 0.12

CHRISTMAS_COUNTRIES = frozenset({"US", "GB", "DE", "FR", "IT", "ES", "NL", "SE", "AU"})
AUGUST_COUNTRIES = frozenset({"FR", "IT", "ES"})
SPRING_FESTIVAL_COUNTRIES = frozenset({"CN", "SG"})
SOUTH = frozenset({"AU"})
_CHRISTMAS: Window = ((12, 21), (1, 3))
_AUGUST: Window = ((8, 1), (8, 31))
_SUMMER: Window = ((7, 1), (8, 31))
_SOUTHERN_SUMMER: Window = ((12, 18), (1, 31))
_WINTER_BREAK: Window = ((1, 15), (2, 20))
"""Schools in China close for the weeks around the Spring Festival."""
_FESTIVAL_BEFORE, _FESTIVAL_AFTER = 4, 10
"""People travel home days before the Spring Festival and are back ten days later."""


def seasons(countries: Iterable[str], days: IntArray) -> Seasons:
    """Return the activity of every day by country and by whether the account is a school."""
    kinds = [(country, school) for country in countries for school in (False, True)]
    return {(country, school): activity(country, days, school=school) for country, school in kinds}


def activity(country: str, days: IntArray, *, school: bool) -> FloatArray:
    """Return how busy each day is in a country, 1 = an ordinary working day; factors multiply."""
    calendar = holidays.country_holidays(country, years=_years(days))
    working = weekday(days) < WORKING_DAYS
    free = np.isin(days, [to_day(day) for day in calendar])
    factor = np.where(working, np.where(free, HOLIDAY, 1.0), WEEKEND)
    return factor * _vacations(country, days) * (_school_breaks(country, days) if school else 1.0)


def spring_festivals(years: Iterable[int]) -> list[date]:
    """Return the first day of the Chinese New Year in each year."""
    calendar = holidays.country_holidays("SG", years=sorted(years))
    named = [day for day, name in sorted(calendar.items()) if name == "Chinese New Year"]
    return [day for day in named if day - timedelta(days=1) not in named]


def _years(days: IntArray) -> range:
    return range(to_date(int(days[0])).year, to_date(int(days[-1])).year + 2)


def _within(days: IntArray, window: Window) -> BoolArray:
    """Return which days lie in a yearly window, both ends included; it may reach over New Year."""
    whole = days.astype("datetime64[D]").astype("datetime64[M]")
    stamp = (whole.astype(np.int64) % 12 + 1) * 100 + days - whole.astype("datetime64[D]").astype(np.int64) + 1
    (first_month, first_day), (last_month, last_day) = window
    after, before = stamp >= first_month * 100 + first_day, stamp <= last_month * 100 + last_day
    return (after | before) if window[0] > window[1] else (after & before)


def _vacations(country: str, days: IntArray) -> FloatArray:
    factor = np.ones(len(days))
    if country in CHRISTMAS_COUNTRIES:
        factor[_within(days, _CHRISTMAS)] *= CHRISTMAS
    if country in AUGUST_COUNTRIES:
        factor[_within(days, _AUGUST)] *= AUGUST
    elif country in CHRISTMAS_COUNTRIES - SOUTH:
        factor[_within(days, _SUMMER)] *= SUMMER
    if country in SPRING_FESTIVAL_COUNTRIES:
        factor[_around_spring_festival(days)] *= SPRING_FESTIVAL
    return factor


def _around_spring_festival(days: IntArray) -> BoolArray:
    near = np.zeros(len(days), dtype=bool)
    for first in spring_festivals(_years(days)):
        distance = days - to_day(first)
        near |= (distance >= -_FESTIVAL_BEFORE) & (distance <= _FESTIVAL_AFTER)
    return near


def _school_breaks(country: str, days: IntArray) -> FloatArray:
    summer = _within(days, _SOUTHERN_SUMMER if country in SOUTH else _SUMMER)
    winter = _within(days, _CHRISTMAS if country in CHRISTMAS_COUNTRIES else _WINTER_BREAK)
    return np.where(summer | winter, SCHOOL_BREAK, 1.0)
