"""What accounts are still worth, as people ask for it; every answer comes from the memory alone."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from cs_engine.records.lifetime_value import LifetimeValue
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.records.value_view import (
    AccountValue,
    CurrencyValue,
    DatedValue,
    KeptTotal,
    KeptValues,
    MethodSum,
    ValueLine,
    ValuesView,
)
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

TOP = 5
"""Names of one currency that one looks at."""


class ValueDesk:
    """Answers about the newest values, among the accounts that somebody may see. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        """Answer from ``store``."""
        self._store = store

    def view(self, sight: Sight) -> ValuesView | None:
        """Return what the accounts in sight come to, ``None`` where nobody was ever valued."""
        with self._store.viewing() as memory:
            kept = memory.values.kept()
            if kept is None:
                return None
            sums, top = memory.values.sums(sight), memory.values.top(TOP, sight)
            unvalued = memory.values.unvalued(sight)
        totals = kept.totals if sight == EVERYTHING else ()
        by_currency = groupby(sums, key=lambda each: each.currency)
        found = [_currency(currency, tuple(rows), top, totals) for currency, rows in by_currency]
        return ValuesView(kept, tuple(sorted(found, key=lambda each: -each.accounts)), unvalued)

    def account(self, account_id: str, sight: Sight) -> AccountValue | None:
        """Return what an account is worth, ``None`` where nobody was ever valued."""
        with self._store.viewing() as memory:
            return account_value(memory, account_id, sight)


def account_value(memory: Transaction, account_id: str, sight: Sight = EVERYTHING) -> AccountValue | None:
    """Return the same within an open transaction."""
    kept = memory.values.kept()
    if kept is None:
        return None
    values = memory.values.of_account(account_id, sight)
    return AccountValue(kept, tuple(DatedValue(_day(each, kept), each) for each in values))


def _day(value: LifetimeValue, kept: KeptValues) -> date:
    kind = (value.currency, value.method.of_purchases)
    return next((each.day for each in kept.totals if (each.currency, each.purchases) == kind), kept.day)


def _currency(
    currency: str | None, sums: Sequence[MethodSum], top: Iterable[ValueLine], totals: Iterable[KeptTotal]
) -> CurrencyValue:
    """Add up one currency; an interval is known only of what was added up when it was made, and certainty has none."""
    accounts, known = sum(each.accounts for each in sums), sum(each.known for each in sums)
    mine = [each for each in totals if each.currency == currency]
    whole = mine[0] if len(mine) == 1 and mine[0].accounts == accounts else None
    value = whole.total if whole else sum(each.value or 0.0 for each in sums)
    is_estimated = whole is not None and known > 0 and whole.low != whole.high
    return CurrencyValue(
        currency=currency,
        accounts=accounts,
        unknown=accounts - known,
        value=value if known else None,
        low=whole.low if whole and is_estimated else None,
        high=whole.high if whole and is_estimated else None,
        methods=tuple(sorted(sums, key=lambda each: -each.accounts)),
        top=tuple(each for each in top if each.currency == currency),
    )
