"""How much revenue was kept, for the first digest of a month: read from the book, if that can be."""

from collections.abc import Iterator
from datetime import datetime

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import subscription_lines
from cs_engine.errors import BadInput, NothingToShow, StoreUnavailable
from cs_engine.metrics.loyalty import retention_sheet, revenue_retention, trailing_year
from cs_engine.metrics.revenue import movements
from cs_engine.records.digest_lines import Retention
from cs_engine.records.preferences import ChannelScope
from cs_engine.service.digests.desk import RetentionOf

FEWEST_CUSTOMERS = 5
"""Of fewer, one customer decides the share."""
PATIENCE_SECONDS = 10.0
"""A digest without its retention line is better than one that waits for a long load."""


def retention_in(book_url: str) -> RetentionOf:
    """Return what tells how much revenue was kept over the twelve months to the last closed one.

    One line per currency, most customers first: no rate is assumed. Nothing for segments and CSMs, whose members at the
    window's start the book does not know, and nothing without revenue a year back, or while the book is held.
    """

    def kept(scope: ChannelScope, _value: str | None, at: datetime) -> tuple[Retention, ...]:
        if scope is not ChannelScope.TEAM:
            return ()
        try:
            with open_book(book_url, patience=PATIENCE_SECONDS) as book:
                lines = subscription_lines(book, at)
        except (BadInput, NothingToShow, StoreUnavailable):
            return ()
        return retention_of(lines, at)

    return kept


def retention_of(lines: pd.DataFrame, at: datetime) -> tuple[Retention, ...]:
    """Return revenue retention per currency.

    Args:
        lines: rows of the book's ``subscriptions`` as known at ``at``.
        at: aware; the twelve months end with the last month closed by then.
    """
    found = [each for _, those in lines.groupby("currency") for each in _kept(those, at)]
    return tuple(sorted(found, key=lambda each: (-each.customers, each.currency)))


def _kept(lines: pd.DataFrame, at: datetime) -> Iterator[Retention]:
    start, end = trailing_year(at)
    moved = movements(lines, start, end)
    kept = revenue_retention(moved)
    if kept.nrr is None or kept.grr is None or kept.customers < FEWEST_CUSTOMERS:
        return
    yield Retention(
        currency=str(lines["currency"].iloc[0]),
        starts=start.date(),
        ends=end.date(),
        customers=kept.customers,
        lost=int(retention_sheet(moved)["left"].sum()),
        nrr=kept.nrr,
        grr=kept.grr,
    )
