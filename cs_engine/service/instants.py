"""From days that people write to the instants that scores are taken at."""

from datetime import date, datetime, time, timedelta, tzinfo

from cs_engine.errors import BadInput

WEEK_DAYS = 7


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
