"""How figures moved, and which rows of today there is room for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cs_engine.records.home import Amounts, Overview
from cs_engine.records.lanes import LaneReason, LaneRow, Lanes

MOST_ROWS = 9
"""More than nine is a list, not a day."""
KEPT = 2
"""Rows that each lane keeps, however long the others are: who only pays debts never brings news."""


@dataclass(frozen=True, slots=True)
class Change:
    """The figures against those of a week ago; ``None`` when nothing is known of then."""

    at_risk: int | None = None
    arr_at_risk: Amounts | None = None
    renewals: int | None = None
    overdue: int | None = None


def change_of(overview: Overview) -> Change:
    """Return how the figures moved in a week."""
    now, before = overview.now, overview.before
    if before is None:
        return Change()
    return Change(
        now.at_risk - before.at_risk,
        tuple(_moved(before.arr_at_risk, now.arr_at_risk)),
        now.renewals - before.renewals,
        now.overdue - before.overdue,
    )


def _moved(before: Amounts, now: Amounts) -> Iterator[tuple[str, float]]:
    then, present = dict(before), dict(now)
    for currency in sorted(then.keys() | present.keys()):
        change = round(present.get(currency, 0.0) - then.get(currency, 0.0), 2)
        if change:
            yield currency, change


def shared_out(lanes: Lanes) -> Lanes:
    """Return the rows that there is room for: what is owed first, but some of every lane."""
    close = min(len(lanes.close), KEPT)
    bring = min(len(lanes.bring), MOST_ROWS - close - min(len(lanes.owe), MOST_ROWS - KEPT - close))
    owe = min(len(lanes.owe), MOST_ROWS - bring - close)
    close = min(len(lanes.close), MOST_ROWS - owe - bring)
    return replace(
        lanes,
        owe=lanes.owe[:owe],
        bring=lanes.bring[:bring],
        close=tuple(_whole(row) for row in lanes.close[:close]),
        more=lanes.more + len(lanes.owe) - owe,
    )


def _whole(row: LaneRow) -> LaneRow:
    """Return a row whose days are counted in whole ones."""
    return row if row.reason is not LaneReason.SILENT or row.number is None else replace(row, number=int(row.number))
