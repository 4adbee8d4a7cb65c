"""From days that people write to the instants that scores are taken at."""

from datetime import date, datetime, time, timedelta, tzinfo

from cs_engine.errors import BadInput

WEEK_DAYS = 7
OLD_DATA_DAYS = 14
"""Two weekly deliveries may fail; data older than that is said to have ended."""


def data_is_old(data_ends: date, today: date) -> bool:
    """Tell whether the data ended so long ago that every answer must say so."""
    return (today - data_ends).days > OLD_DATA_DAYS


def newest_day(data_ends: date, today: date) -> date:
    """Return the day to score by default: yesterday, or the last day with data when that has ended."""
    return data_ends if data_is_old(data_ends, today) else today - timedelta(days=1)


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return the instant at which ``day`` has ended in the workspace's zone."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def weekly_ends(first: date, last: date, zone: tzinfo) -> tuple[datetime, ...]:
    """Return the ends of the days that lie whole weeks before ``last``, not before ``first``, oldest first.

    Raises:
        BadInput: ``first`` is later than ``last``.
    """
    if first > last:
        raise BadInput(f"The first day {first} is after the last day {last}: change --from or --as-of.")
    weeks = (last - first).days // WEEK_DAYS
    return tuple(end_of(last - timedelta(days=WEEK_DAYS * back), zone) for back in range(weeks, -1, -1))
