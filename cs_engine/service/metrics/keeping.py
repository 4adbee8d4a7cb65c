"""Making the pages of figures after a refresh, and keeping them: what was told of a closed period stays told."""

import math
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from cs_engine.book.door import open_book
from cs_engine.errors import BadInput, NothingToShow
from cs_engine.metrics.exchange import RateTable
from cs_engine.metrics.windows import Period, closed, months_after, trailing
from cs_engine.records.metrics import MetricsPage
from cs_engine.records.metrics_kept import KeptPage, Restated
from cs_engine.service.metrics.reading import Source, moments
from cs_engine.service.metrics.telling import PeriodRead, pages, period_read
from cs_engine.storage.store import Store

TOLD_BY = (None, "segment", "csm", "plan")
"""What people ask for; other dimensions are told by ``steward metrics --by``."""
SETTLES = timedelta(days=7)
"""Bookings of a month come in until about a week after it is told first, and a first load is seldom complete."""
LOOKED_AT_AGAIN = timedelta(days=7)
"""Older periods change seldom; a restatement a week late harms nobody, a book read all night does."""
MONTHS_BACK = 12
"""What forecasts go by, and what people compare with."""
ALIKE = 1e-9
"""Numbers nearer than this are one; nothing we tell has as many decimals."""


def keep_metrics(store: Store, book_url: str, now: datetime, rates: RateTable | None = None) -> int:
    """Make and keep the pages that people ask for: the last twelve closed months, the last quarter and month, by group.

    Args:
        store: the memory.
        book_url: the book; it is only read.
        now: aware, in the workspace's zone.
        rates: of exchange.

    Returns:
        How many pages were looked at; 0 where the book holds nothing that figures are made of.

    Raises:
        StoreUnavailable: someone else holds the book.
        BadInput: a rate is missing.
    """
    today = now.date()
    recent = (trailing(today), closed(today, 3), closed(today, 1))
    with open_book(book_url) as book:
        source = Source(book, now, store)
        read = [period_read(source, each, TOLD_BY, moments(each, now)) for each in recent]
    return sum(_keep(store, each, rates) for each in read)


def keep_history(
    store: Store, book_url: str, now: datetime, rates: RateTable | None = None, months: int = MONTHS_BACK
) -> int:
    """Make and keep earlier periods and the last twelve months, where not kept yet or not looked at for a week.

    They are of the whole book alone. A period that exchange rates do not reach back to is left out.

    Args:
        store: the memory.
        book_url: the book; it is only read.
        now: aware, in the workspace's zone.
        rates: of exchange.
        months: how many months back.

    Returns:
        How many pages were looked at.

    Raises:
        StoreUnavailable: someone else holds the book.
    """
    today = now.date()
    with store.viewing() as memory:
        periods = (trailing(today), *earlier(today, months))
        due = [each for each in periods if _is_due(memory.metrics.page(each.name), now)]
    if not due:
        return 0
    with open_book(book_url) as book:
        source = Source(book, now, store)
        read = [period_read(source, each, (None,), moments(each, now)) for each in due]
    kept = 0
    for each in read:
        with suppress(BadInput):
            kept += _keep(store, each, rates)
    return kept


def earlier(today: date, months: int = MONTHS_BACK) -> Iterator[Period]:
    """Yield the periods before the recent ones, newest first; the calendar year is one of those of twelve months."""
    for back in range(1, months):
        yield trailing(months_after(today, -back))
        yield closed(months_after(today, -back), 1)
    for back in range(3, months, 3):
        yield closed(months_after(today, -back), 3)


def _is_due(kept: KeptPage | None, now: datetime) -> bool:
    return kept is None or now - kept.checked_at >= LOOKED_AT_AGAIN


def _keep(store: Store, read: PeriodRead, rates: RateTable | None) -> int:
    """Make and keep the pages of one period; none where there was nothing yet."""
    try:
        made = pages(read, rates)
    except NothingToShow:
        return 0
    with store.changing() as memory:
        for page in made:
            memory.metrics.put(kept_page(memory.metrics.page(page.period, page.by), page, read.at.now))
    return len(made)


def kept_page(before: KeptPage | None, page: MetricsPage, now: datetime) -> KeptPage:
    """Return what is kept of a page that was just made.

    Until it has settled, the newest counts. From then on it stays as it was told, and what the book says otherwise
    stands beside it.
    """
    if before is None:
        return KeptPage(page, now, now)
    if now - before.told_at < SETTLES:
        return KeptPage(page, before.told_at, now)
    return KeptPage(before.page, before.told_at, now, tuple(_restated(before.page, page)))


def _restated(told: MetricsPage, now: MetricsPage) -> Iterator[Restated]:
    found = {(group.name, each.id, each.of): each.value for group in now.groups for each in group.figures}
    for group in told.groups:
        for each in group.figures:
            value = found.get((group.name, each.id, each.of))
            if not _same(each.value, value):
                yield Restated(group.name, each.id, each.of, each.unit, each.value, value)


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=ALIKE, abs_tol=ALIKE)
