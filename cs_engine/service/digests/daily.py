"""What of somebody's day is worth a message: what they owe, always; the rest once a week unless it changed."""

from collections.abc import Iterable
from dataclasses import replace

from cs_engine.records.lanes import LaneRow, Lanes

TOLD_DAYS = 6
"""What was told on Monday is told again on the next: a list that is the same every day is read on none."""
MOST_OWED, MOST_OTHERS = 6, 3
"""Rows that a daily message shows: what is owed first; Home has the rest."""
Told = tuple[object, ...]


def worth_telling(found: Lanes, earlier: Iterable[Lanes]) -> Lanes:
    """Return the day without what was told in the last days and has not changed.

    Debts come back every day until they are paid. Days of silence or points that only go on are no change; another
    reason, band, day or text is.

    Args:
        found: the whole day.
        earlier: what the daily messages of the last days told.
    """
    told = {_told(row) for lanes in earlier for row in (*lanes.bring[:MOST_OTHERS], *lanes.close[:MOST_OTHERS])}
    bring = tuple(row for row in found.bring if _told(row) not in told)
    close = tuple(row for row in found.close if _told(row) not in told)
    return replace(found, bring=bring, close=close)


def _told(row: LaneRow) -> Told:
    return row.account_id, row.reason, row.band, row.due, row.text, row.task_id
