"""How accounts flowed from band to band over a period, from the scores that were stored."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from cs_engine.errors import NothingToShow
from cs_engine.records.flows import BandFlows
from cs_engine.storage.store import Store
from cs_engine.wording import phrase

NEAR = timedelta(days=14)
"""Scores this near to an end of the period stand for it: a weekly run may fail twice."""
NO_SCORES = phrase("There are no scores within two weeks of {day}.")


def band_flows(store: Store, start: date, end: date, zone: tzinfo) -> BandFlows:
    """Return where accounts stood at the start and at the end of a period, and how many went where.

    Args:
        store: the memory.
        start: its first day.
        end: the day after its last.
        zone: whose midnight ends a day.

    Raises:
        NothingToShow: there are no scores near one of the ends, or both ends have the same ones.
    """
    known = [instant.astimezone(zone) for instant in store.scored_instants()]
    first, last = (_nearest(known, day, zone) for day in (start, end))
    if first >= last:
        raise NothingToShow(NO_SCORES, day=start)
    found, changed = store.flows(first, last)
    return BandFlows(last_day(first, zone), last_day(last, zone), tuple(found), changed)


def last_day(instant: datetime, zone: tzinfo) -> date:
    """Return the last day that counts for scores of an instant: at midnight it is the one before."""
    return (instant.astimezone(zone) - timedelta.resolution).date()


def _nearest(known: Sequence[datetime], day: date, zone: tzinfo) -> datetime:
    wanted = datetime.combine(day, time(), zone)
    near = [instant for instant in known if abs(instant - wanted) <= NEAR]
    if not near:
        raise NothingToShow(NO_SCORES, day=day)
    return min(near, key=lambda instant: abs(instant - wanted))
