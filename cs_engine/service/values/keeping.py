"""Valuing the accounts of a book, and keeping the values beside the snapshots."""

from datetime import datetime, tzinfo

from cs_engine.errors import NothingToShow
from cs_engine.records.lifetime_value import Assumptions, BookValue
from cs_engine.records.value_view import KeptTotal, KeptValues
from cs_engine.service.values.valuing import values_in
from cs_engine.storage.store import Store
from cs_engine.wording import phrase

UNSCORED = phrase("No account has been scored yet: run `steward refresh`.")


def keep_values(store: Store, book_url: str, zone: tzinfo, assumptions: Assumptions) -> KeptValues:
    """Value every account as of the newest snapshots, and keep the values in place of those before.

    Args:
        store: the memory.
        book_url: the book; it is only read.
        zone: whose midnight ends a day.
        assumptions: discount and margin.

    Raises:
        NothingToShow: no account has been scored yet, or there is no book.
        StoreUnavailable: someone else holds the book.
    """
    as_of = scored_at(store, zone)
    if as_of is None:
        raise NothingToShow(UNSCORED)
    found = values_in(book_url, as_of, assumptions).values
    frame = (assumptions.measure, assumptions.months, assumptions.discount, assumptions.margin)
    kept = KeptValues(as_of, as_of.date(), *frame, tuple(_total(each) for each in found))
    with store.changing() as memory:
        memory.values.put(kept, (account for each in found for account in each.accounts))
    return kept


def scored_at(store: Store, zone: tzinfo) -> datetime | None:
    """Return the instant of the newest snapshots in a zone, ``None`` where there are none.

    Whoever asks for values takes the same instant, so that everybody is told the same.
    """
    newest = store.newest()
    return newest.as_of.astimezone(zone) if newest else None


def _total(book: BookValue) -> KeptTotal:
    purchases = any(account.method.of_purchases for account in book.accounts)
    return KeptTotal(book.currency, purchases, book.as_of, len(book.accounts), book.total, book.low, book.high)
