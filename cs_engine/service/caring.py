"""What people do about one account now, read from the memory afresh: no snapshot waits for it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from cs_engine.records.account import HealthReport
from cs_engine.records.care import Care
from cs_engine.records.logbook import Pulse
from cs_engine.records.plays import Suggestion
from cs_engine.storage.store import Store

PULSE_HOLDS = timedelta(days=90)
"""An opinion of a quarter ago is about another quarter."""


def care_of(
    store: Store, account_id: str, decision_date: date | None, now: datetime, suggestion: Suggestion | None
) -> Care:
    """Return what people do about an account.

    Args:
        store: the memory.
        account_id: whose.
        decision_date: of the renewal that a forecast is about; None where there is none ahead.
        now: the moment against which tasks are overdue, aware.
        suggestion: the play that fits.
    """
    with store.viewing() as memory:
        said = memory.logbook.signals([account_id], now)[account_id]
        episode = memory.episodes.open_of(account_id)
    return Care(
        last_touch=said.last_touch,
        last_two_way_at=said.last_two_way_at,
        next_task=said.next_task,
        tasks_open=said.tasks_open,
        tasks_overdue=said.overdue,
        episode=episode,
        pulse=_fresh(said.pulse, now),
        forecast=said.forecast_for(decision_date) if decision_date else None,
        renewal=said.renewal,
        suggestion=suggestion,
    )


def cared(report: HealthReport, care: Care) -> HealthReport:
    """Return a report with what people do; what they logged since the data came counts as the last touch and reply."""
    touched = care.last_touch.at if care.last_touch else None
    return replace(
        report,
        care=care,
        last_touch_at=_later(report.last_touch_at, touched),
        last_two_way_at=_later(report.last_two_way_at, care.last_two_way_at),
    )


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def _fresh(pulse: Pulse | None, now: datetime) -> Pulse | None:
    return pulse if pulse is not None and now - pulse.at <= PULSE_HOLDS else None
