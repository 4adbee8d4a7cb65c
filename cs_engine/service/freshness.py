"""How new the picture is: what people are told before anything that rests on old data."""

from datetime import date, datetime, timedelta

from cs_engine.records.digest_lines import Behind, Freshness

FRESH_DAYS = 2
"""A weekend without a load is usual; from the third day without data the picture is old."""
WEEKLY_FRESH_DAYS = 9
"""Where usage comes by the week, a delivery may be two days late."""


def freshness_of(
    scored_at: datetime, data_ends: date, usage_ends: date | None, now: datetime, *, daily: bool
) -> Freshness:
    """Return how new the picture is, and what fails first: scores, data of any kind, usage.

    Args:
        scored_at: the newest instant at which all accounts were scored, in the workspace's zone.
        data_ends: the last day that any data covers.
        usage_ends: the last day that usage of any account covers; ``None`` where there is no usage.
        now: the moment it is looked at, in its zone.
        daily: whether usage comes by the day rather than by the week.
    """
    scored = (scored_at - timedelta(microseconds=1)).date()
    most = FRESH_DAYS if daily else WEEKLY_FRESH_DAYS
    for behind, day, allowed in (
        (Behind.SCORES, scored, FRESH_DAYS),
        (Behind.DATA, data_ends, most),
        (Behind.USAGE, usage_ends, most),
    ):
        if day is not None and (now.date() - day).days - 1 > allowed:
            return Freshness(data_ends, scored_at, behind, day)
    return Freshness(data_ends, scored_at)
