"""Samples of what accounts are still worth."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.access.redaction import redacted_value, redacted_values
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from bot.values import words
from cs_engine.records.lifetime_value import LifetimeValue, Measure, Method
from cs_engine.records.value_view import (
    AccountValue,
    CurrencyValue,
    DatedValue,
    KeptValues,
    MethodSum,
    ValueLine,
    ValuesView,
)
from cs_engine.service.values.wording import CONTRACT_INPUTS, NEXT_CHANCE, NOTICE_GIVEN, PURCHASE_INPUTS
from cs_engine.wording import sentence
from tests.unit.bot.answers import AS_OF
from tests.unit.templates.twists import Twist, twisted

Fill = Callable[[Renderer, Twist[Any]], Iterator[Message]]
CURRENCIES = ("EUR", "USD", None, "CNY", "GBP", "JPY", "CHF", "a currency")
INPUTS = tuple(
    (str(name), float(place) + 0.5)
    for place, name in enumerate((*CONTRACT_INPUTS.values(), *PURCHASE_INPUTS.values(), NEXT_CHANCE))
)


def _about(measure: Measure) -> KeptValues:
    margin = 0.8 if measure is Measure.VALUE else None
    return KeptValues(AS_OF, AS_OF.date(), measure, 60, 0.1, margin, ())


def _line(place: int) -> DatedValue:
    money = ((12_345.678, 9_000.0, 15_000.0), (480.0, None, None), (None, None, None))[place % 3]
    currency, method = CURRENCIES[place % len(CURRENCIES)], list(Method)[place % len(Method)]
    value, low, high = money
    return DatedValue(
        AS_OF.date(), LifetimeValue("acc-1", value, currency, low, high, method, sentence(NOTICE_GIVEN), INPUTS)
    )


def account_value(lines: int, measure: Measure = Measure.REVENUE) -> AccountValue:
    """Return what an account is worth that pays in so many currencies."""
    return AccountValue(_about(measure), tuple(_line(place) for place in range(lines)))


def _currency(place: int) -> CurrencyValue:
    currency = CURRENCIES[place % len(CURRENCIES)]
    value, low, high = ((1_234_567.8, 1_000_000.0, 1_500_000.0), (480.0, None, None), (None, None, None))[place % 3]
    methods = tuple(MethodSum(currency, method, 12, 12, value) for method in Method)
    top = tuple(ValueLine(f"acc-{each}", f"Customer {each}", currency, 9_000.0 - each) for each in range(5))
    return CurrencyValue(currency, 120, place, value, low, high, methods, top if value else ())


def _values(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for measure in Measure:
        for currencies in (0, 3, 8):
            found = tuple(_currency(place) for place in range(currencies))
            view = replace(twisted(ValuesView(_about(measure), found, 7), twist), unvalued=currencies)
            yield words.values(renderer, view)
            yield words.values(renderer, redacted_values(view, ()))
    yield words.values(renderer, None)


def _value(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    account = ("acc-1", twist("Acme"))
    for measure in Measure:
        for lines in (0, 1, 2, len(CURRENCIES)):
            view = twisted(account_value(lines, measure), twist)
            yield words.value(renderer, account, view)
            yield words.value(renderer, account, redacted_value(view, ()))
    yield words.value(renderer, account, None)


VALUES: dict[str, Fill] = {"value": _values, "value_account": _value}
