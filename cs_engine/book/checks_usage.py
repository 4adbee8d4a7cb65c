"""Doubts about usage as a whole."""

import ibis

from cs_engine.book.doubt import Doubt
from cs_engine.book.opened import Book

HOLE_DAYS = 7
"""Longer than any weekend or holiday of a whole customer base: such a hole is one of the export."""


def usage_holes(book: Book) -> Doubt:
    """Periods of usage before which, for more than a week, no account has any."""
    usage = book.table("usage")
    ends = (usage.period_start.cast("timestamp") + usage.period_days.as_interval("D")).date()
    periods = usage.select("period_start", ends=ends).distinct()
    before = ibis.window(order_by=["period_start", "ends"], preceding=(None, 1))
    known = periods.mutate(known_until=periods.ends.max().over(before))
    holes = known.filter(known.period_start - ibis.interval(days=HOLE_DAYS) > known.known_until)
    shown = holes.known_until.cast("string") + " to " + holes.period_start.cast("string")
    return Doubt(holes.select(example=shown), periods)
