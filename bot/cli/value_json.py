"""Lifetime values as JSON for scripts: stable keys, ``null`` for unknown, never 0 in its place."""

from collections.abc import Mapping, Sequence
from typing import Any

from cs_engine.records.lifetime_value import BookValue, LifetimeValue

Json = dict[str, Any]


def values_json(values: Sequence[BookValue], names: Mapping[str, str]) -> Json:
    """Return every value with what it was made from."""
    return {"values": [_book(each, names) for each in values]}


def _book(book: BookValue, names: Mapping[str, str]) -> Json:
    return {
        "measure": book.measure.value,
        "as_of": book.as_of.isoformat(),
        "horizon_months": book.horizon_months,
        "discount": book.discount,
        "margin": book.margin,
        "currency": book.currency,
        "total": book.total,
        "low": book.low,
        "high": book.high,
        "why": str(book.why),
        "parameters": dict(book.parameters),
        "accounts": [_account(each, names) for each in book.accounts],
    }


def _account(account: LifetimeValue, names: Mapping[str, str]) -> Json:
    return {
        "account_id": account.account_id,
        "name": names.get(account.account_id),
        "value": account.value,
        "low": account.low,
        "high": account.high,
        "currency": account.currency,
        "method": account.method.value,
        "why": str(account.why),
        "inputs": dict(account.inputs),
    }
