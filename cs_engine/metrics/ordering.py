"""Rough exchange rates that put accounts of several currencies into one order. Never shown, never summed."""

from collections.abc import Mapping
from types import MappingProxyType

TO_USD: Mapping[str, float] = MappingProxyType(
    {
        "USD": 1.0,
        "EUR": 1.1,
        "GBP": 1.3,
        "CHF": 1.2,
        "AUD": 0.65,
        "CAD": 0.72,
        "CNY": 0.14,
        "HKD": 0.13,
        "INR": 0.012,
        "JPY": 0.0067,
        "BRL": 0.18,
        "SGD": 0.76,
        "SEK": 0.1,
        "NOK": 0.095,
        "DKK": 0.15,
        "PLN": 0.26,
    }
)
"""US dollars per unit, to about a tenth, as of 2026: an order needs no more, and without them 100,000 yuan outrank
20,000 euros."""


def comparable(amount: float, currency: str | None) -> float:
    """Return an amount on one scale for ordering only; an unlisted currency is taken as it is."""
    return amount * TO_USD.get(currency or "USD", 1.0)
