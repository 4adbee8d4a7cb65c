"""How numbers, dates and money read: in the reader's language, zone and the account's own currency."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import cache
from gettext import NullTranslations

from babel import Locale
from babel.dates import format_skeleton, format_time, get_day_names
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    get_decimal_symbol,
)

from bot.rendering.markup import NOTHING
from cs_engine.wording import phrase

_MINUS = "\u2212"
_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_CODE_LENGTH = 3
"""ISO 4217; what is no code is not shown, because nobody could read it."""
_GROUPED_FROM = 1000
_YEAR = 365
_WHOLE_FROM = 10
"""From here on a decimal is noise: nobody acts on 41.3 users rather than 41."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who will read: language, zone and the day it is there."""

    locale: Locale
    timezone: tzinfo
    today: date
    translations: NullTranslations

    def day(self, value: date | None) -> str:
        """``Oct 3``, with the year only when it is not this year's; an instant is a day in the reader's zone."""
        if value is None:
            return NOTHING
        day = value.astimezone(self.timezone).date() if isinstance(value, datetime) else value
        return format_skeleton("MMMd" if day.year == self.today.year else "yMMMd", day, locale=self.locale)

    def through(self, as_of: datetime) -> date:
        """Return the last day that counts: what is known at midnight is about the day before."""
        return (as_of - datetime.resolution).astimezone(self.timezone).date()

    def soon(self, value: date, days: int) -> str:
        """``Apr 27`` for a day that is `days` away and named with its distance: a year is needed only beyond a year."""
        return self.day(value) if abs(days) >= _YEAR else format_skeleton("MMMd", value, locale=self.locale)

    def weekday(self, value: int) -> str:
        """``Monday`` for 0."""
        return str(get_day_names("wide", locale=self.locale)[value])

    def clock(self, value: time | datetime) -> str:
        """``9:00 AM`` as the reader's language tells the time; of an instant, the time in the reader's zone."""
        at = value.astimezone(self.timezone).time() if isinstance(value, datetime) else value
        return format_time(at, "short", locale=self.locale)

    def country(self, code: str) -> str:
        """``Germany`` for DE; a code that nobody knows stays one."""
        return str(self.locale.territories.get(code, code))

    def money(self, value: float | None, currency: str | None) -> str:
        """``$48.5K``: compact, because a card is about how much, not about cents."""
        if value is None:
            return NOTHING
        shown = round(value) if abs(value) < _shortened_from(self.locale) else value
        if currency is None or len(currency) != _CODE_LENGTH:
            return format_compact_decimal(shown, fraction_digits=1, locale=self.locale)
        return format_compact_currency(shown, currency, fraction_digits=1, locale=self.locale).replace("-", _MINUS)

    def cents(self, value: float | None, currency: str | None) -> str:
        """``$48,512.30``: in full, where somebody compares it with a list."""
        if value is None:
            return NOTHING
        if currency is None or len(currency) != _CODE_LENGTH:
            return self.number(value, 2)
        return str(format_currency(value, currency, locale=self.locale))

    def number(self, value: float | None, decimals: int = 0) -> str:
        """``41`` or ``41.97``, always with that many decimals."""
        if value is None:
            return NOTHING
        if abs(value) >= _GROUPED_FROM:
            return format_decimal(value, format=f"#,##0.{'0' * decimals}", locale=self.locale)
        # The everyday number, twenty times as fast as Babel: a card has dozens.
        return f"{value:.{decimals}f}".replace(".", get_decimal_symbol(self.locale))

    def points(self, value: float | None, decimals: int = 1) -> str:
        """A move such as -8.2, always signed unless it is nothing; the minus is a real one, as wide as the plus."""
        if value is None:
            return NOTHING
        moved = round(value, decimals)
        sign = _MINUS if moved < 0 else "+" if moved > 0 else ""
        return sign + self.number(abs(moved), decimals)

    def span(self, before: float | None, now: float | None, unit: str) -> str:
        """From one raw measure to another, the unit named once: ``82 → 110 d``."""
        sign = "%" if unit in _SHARES else self._sign(unit)
        return f"{self.amount(before, unit).removesuffix(sign)} → {self.amount(now, unit)}"

    def amount(self, value: float | None, unit: str) -> str:
        """A raw measure with its unit: ``24``, ``12 d``, ``41%``, ``3/10``."""
        if value is None:
            return NOTHING
        if unit in _SHARES:
            return self.percent(value)
        whole = abs(value) >= _WHOLE_FROM or float(value).is_integer()
        return self.number(value, 0 if whole else 1) + self._sign(unit)

    def _sign(self, unit: str) -> str:
        sign = _UNIT_SIGNS.get(unit)
        return self.translations.gettext(sign) if sign else ""

    def percent(self, value: float | None, decimals: int = 0) -> str:
        """``79%``, rounded down: a share must not look as if it had reached a threshold."""
        if value is None:
            return NOTHING
        scale = 10**decimals
        return self.number(math.floor(round(value * 100 * scale, 6)) / scale, decimals) + "%"

    def share(self, value: float | None, decimals: int = 0) -> str:
        """``80%``, to the nearest: for what was counted or estimated, where no threshold is near."""
        return NOTHING if value is None else self.number(value * 100, decimals) + "%"

    def score(self, value: float | None) -> str:
        """``41``, rounded down: a score must not look as if it had reached a band."""
        return NOTHING if value is None else self.number(math.floor(value))


@cache
def _shortened_from(locale: Locale) -> int:
    """From where on a language shortens numbers: 1K in English, 1万 in Chinese; smaller ones are shown whole."""
    sizes = locale.compact_decimal_formats["short"]["other"]
    return min(int(size) for size, pattern in sizes.items() if pattern.pattern.strip("0"))


_SHARES = frozenset({"share", "ratio"})
"""A ratio against normal reads as a share of it: 59%."""
_NARROWEST = 20.0
_UNIT_SIGNS = {
    "days": phrase(" d"),
    "hours": phrase(" h"),
    "score_10": "/10",
    "score_5": "/5",
    "score_7": "/7",
}


def sparkline(scores: Sequence[float | None]) -> str:
    """Draw scores as bars between the lowest and the highest; a week without a score is a dot.

    The scale spans at least 20 points, so that noise looks like noise.
    """
    known = [score for score in scores if score is not None]
    low = min(known, default=0.0)
    step = max(max(known, default=0.0) - low, _NARROWEST) / (len(_BARS) - 1)
    return "".join(_GAP if score is None else _BARS[round((score - low) / step)] for score in scores)
