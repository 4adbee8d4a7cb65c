"""How accounts flowed from band to band over a period, from the scores that were stored."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from cs_engine.errors import NothingToShow
from cs_engine.records.flows import BandFlows
from cs_engine.storage.store import Store

NEAR = timedelta(days=14)
"""Scores this near to an end of the period are as good as its own: a weekly run may fail twice."""
NO_SCORES = "No scores are stored yet; make some with `steward refresh`."


def band_flows(store: Store, start: date, end: date, zone: tzinfo) -> BandFlows:
    """Return where accounts stood at the start and at the end of a period, and how many went where.

    The nearest scores stand for an end that has none of its own, as long as they are not of another period.

    Args:
        store: the memory.
        start: its first day.
        end: the day after its last.
        zone: whose midnight ends a day.

    Raises:
        NothingToShow: there are no scores of two instants in or near the period.
    """
    instants = [instant.astimezone(zone) for instant in store.scored_instants()]
    opened, closed = (datetime.combine(day, time(), zone) for day in (start, end))
    known = [instant for instant in instants if opened - NEAR <= instant <= closed + NEAR]
    first, last = (min(known, key=lambda at: abs(at - wanted), default=wanted) for wanted in (opened, closed))
    if not known or first >= last:
        raise NothingToShow(_too_few(instants, start, last_day(closed, zone), zone))
    found, changed = store.flows(first, last)
    return BandFlows(
        start=last_day(first, zone),
        end=last_day(last, zone),
        flows=tuple(found),
        formula_changed=changed,
        start_is_near=abs(first - opened) <= NEAR,
        end_is_near=abs(last - closed) <= NEAR,
    )


def last_day(instant: datetime, zone: tzinfo) -> date:
    """Return the last day that counts for scores of an instant: at midnight it is the one before."""
    return (instant.astimezone(zone) - timedelta.resolution).date()


def _too_few(instants: Sequence[datetime], start: date, last: date, zone: tzinfo) -> str:
    if not instants:
        return NO_SCORES
    since, until = (last_day(instants[at], zone) for at in (0, -1))
    return f"It takes scores of two days between {start} and {last}; they are stored from {since} to {until}."
