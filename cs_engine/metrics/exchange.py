"""Exchange rates with dates: what one unit of a currency was worth in the currency we report in."""

import csv
import io
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cs_engine.errors import BadInput


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates by currency, each from its day on until the next. ``reporting`` is worth 1 in itself."""

    reporting: str
    rates: Mapping[str, tuple[tuple[date, float], ...]]

    def at(self, day: date) -> dict[str, float]:
        """Return the value of one unit of every currency in the reporting currency on a day.

        A currency without a rate by then is left out; whoever needs it says so.
        """
        found = {self.reporting: 1.0}
        for currency, dated in self.rates.items():
            place = bisect_right(dated, day, key=lambda each: each[0])
            if place:
                found[currency] = dated[place - 1][1]
        return found


def read_rates_csv(text: str, origin: str) -> RateTable:
    """Return the rates of a CSV file: columns ``date``, ``currency`` and the reporting currency's own code.

    ``2026-01-01,USD,0.92`` under ``date,currency,EUR`` says that from then on a dollar is worth 0.92 euros.

    Raises:
        BadInput: one sentence with the file, the line and what is wrong.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    heading = [each.strip() for each in next(rows, [])]
    if len(heading) != 3 or heading[:2] != ["date", "currency"] or not _is_code(heading[2]):  # noqa: PLR2004 - columns
        raise BadInput(
            f"{origin}:1: The first line must be date,currency and the code you report in, such as date,currency,EUR."
        )
    return _table(heading[2], ((f"{origin}:{rows.line_num}", tuple(row)) for row in rows if any(row)), origin)


def read_rates_toml(text: str, origin: str) -> RateTable:
    """Return the rates of a TOML file: ``reporting = "EUR"`` and a table ``[rates.2026-01-01]`` per day.

    ``USD = 0.92`` in it says that from then on a dollar is worth 0.92 euros.

    Raises:
        BadInput: one sentence with the file and what is wrong.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BadInput(f"{origin} is no valid TOML: {wrong}.") from wrong
    reporting, days = said.get("reporting"), said.get("rates")
    if not _is_code(reporting) or not isinstance(days, dict):
        raise BadInput(
            f'{origin} needs reporting = "EUR" (the code you report in) and tables such as [rates.2026-01-01].'
        )
    return _table(str(reporting), _entries(days, origin), origin)


def _entries(days: Mapping[str, object], origin: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for day, rates in days.items():
        if not isinstance(rates, dict):
            raise BadInput(f"{origin}: rates.{day} must be a table of currencies, such as USD = 0.92.")
        yield from ((f"{origin}: rates.{day}", (day, currency, str(rate))) for currency, rate in rates.items())


def _table(reporting: str, entries: Iterator[tuple[str, tuple[str, ...]]], origin: str) -> RateTable:
    found: dict[str, dict[date, float]] = {}
    for place, entry in entries:
        day, currency, rate = _entry(place, entry)
        if currency == reporting:
            raise BadInput(f"{place}: {currency} is the currency you report in; it needs no rate.")
        if day in found.setdefault(currency, {}):
            raise BadInput(f"{place}: There is already a rate of {currency} for {day}; keep one of them.")
        found[currency][day] = rate
    if not found:
        raise BadInput(f"{origin} holds no rate; write one line per day and currency, or remove the file.")
    return RateTable(reporting, {currency: tuple(sorted(dated.items())) for currency, dated in sorted(found.items())})


def _entry(place: str, entry: tuple[str, ...]) -> tuple[date, str, float]:
    if len(entry) != 3:  # noqa: PLR2004 - columns
        raise BadInput(f"{place}: A rate has three parts: a date, a currency and a number; here are {len(entry)}.")
    day, currency, rate = (part.strip() for part in entry)
    try:
        return date.fromisoformat(day), _code(currency), _positive(rate)
    except ValueError:
        raise BadInput(
            f"{place}: A rate is written like 2026-01-01,USD,0.92; {day},{currency},{rate} is not."
        ) from None


def _code(currency: str) -> str:
    if not _is_code(currency):
        raise ValueError(currency)
    return currency


def _positive(rate: str) -> float:
    number = float(rate)
    if not 0 < number < float("inf"):
        raise ValueError(rate)
    return number


def _is_code(said: object) -> bool:
    return isinstance(said, str) and len(said) == 3 and said.isascii() and said.isalpha() and said.isupper()  # noqa: PLR2004 - ISO 4217
