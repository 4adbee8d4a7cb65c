"""What this company's own past says about its bands: how often each was followed by a loss."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from cs_engine.metrics.stake import ASSUMED, MONTHLY, NO_HISTORY, OUTCOME_DAYS, PRIOR_EXPOSURES, BaseRates, Seen
from cs_engine.records.bands import Band
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store

OUTCOME = timedelta(days=OUTCOME_DAYS)
LATE_RENEWAL = timedelta(days=30)
"""A renewal up to a month late is a renewal, so a decision is known only then."""
INSTANT = timedelta(microseconds=1)

Counts = dict[Band, list[int]]
WINDOWS, DECISIONS, WAITING = range(3)


def base_rates(store: Store, losses: Mapping[str, date], as_of: datetime) -> BaseRates:
    """Count losses after the snapshots of the past, in windows that do not overlap.

    Only what was known before ``as_of`` counts: windows that had ended, and losses that had happened.

    Args:
        store: the memory with earlier snapshots.
        losses: event date of the loss per lost account, as known at ``as_of``.
        as_of: the instant of the refresh.
    """
    counts: list[Counts] = [defaultdict(lambda: [0, 0]) for _ in (WINDOWS, DECISIONS, WAITING)]
    for start in _window_starts(store, as_of):
        for row in store.snapshots_between(start, start + INSTANT):
            if row.band in ASSUMED:
                _count(row, losses.get(row.account_id), as_of, counts)
    return BaseRates(*(_seen(each) for each in counts))


def last_rates(store: Store, band: Band | None, term_months: int | None) -> BaseRates:
    """Return the base rate that accounts of a band and term were last judged by, without counting again.

    Formula: losses = P x (n + 50) - 50 x assumed, which `loss_probability` turns into the same P again.
    """
    if band is None or band not in ASSUMED:
        return NO_HISTORY
    monthly = term_months == MONTHLY
    rate = store.rate(band, monthly=monthly)
    if rate is None:
        return NO_HISTORY
    losses = round(rate.chance * (rate.n + PRIOR_EXPOSURES) - PRIOR_EXPOSURES * ASSUMED[band])
    seen = {band: Seen(losses, rate.n)}
    return BaseRates(windows=seen) if monthly else BaseRates(decisions=seen)


def _window_starts(store: Store, as_of: datetime) -> list[datetime]:
    """Return instants of refreshes that lie at least one window apart, the newest window ended by ``as_of``."""
    chosen: list[datetime] = []
    border = as_of
    for instant in sorted(store.instants(), reverse=True):
        if border - instant >= OUTCOME and store.is_from_book(instant):
            chosen.append(instant)
            border = instant
    return chosen


def _count(row: SnapshotRow, lost_on: date | None, as_of: datetime, counts: Sequence[Counts]) -> None:
    start, decided = row.as_of.astimezone(as_of.tzinfo).date(), row.decision_date
    if row.band is None:
        return
    kind, end = _window(start, decided, row.term_months)
    if kind == DECISIONS and end >= as_of.date():
        return
    seen = counts[kind][row.band]
    seen[0] += lost_on is not None and start < lost_on <= end
    seen[1] += 1


def _window(start: date, decided: date | None, term_months: int | None) -> tuple[int, date]:
    """Return what a snapshot tells about, and the last day of it."""
    if term_months == MONTHLY:
        return WINDOWS, start + OUTCOME
    if decided is None or decided > start + OUTCOME:
        return WAITING, start + OUTCOME
    return DECISIONS, decided + LATE_RENEWAL


def _seen(counts: Counts) -> dict[Band, Seen]:
    return {band: Seen(losses, exposures) for band, (losses, exposures) in counts.items()}
