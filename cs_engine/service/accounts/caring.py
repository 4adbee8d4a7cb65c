"""What people do about one account now, read from the memory afresh: no snapshot waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from cs_engine.records.account import HealthReport
from cs_engine.records.care import Care
from cs_engine.records.episodes import Episode
from cs_engine.records.logbook import Pulse
from cs_engine.records.logged import AccountSignals
from cs_engine.records.plays import PlayRun, Suggestion
from cs_engine.storage.transaction import Transaction

PULSE_HOLDS = timedelta(days=90)
"""An opinion of a quarter ago is about another quarter."""


@dataclass(frozen=True, slots=True)
class Doings:
    """What the memory tells of people's doings for one account, read in one go."""

    said: AccountSignals
    episode: Episode | None
    """The open one."""
    runs: Sequence[PlayRun]

    @classmethod
    def read(cls, memory: Transaction, account_id: str, now: datetime) -> Self:
        """Read what was done for an account before ``now``."""
        return cls(
            memory.logbook.signals([account_id], now)[account_id],
            memory.episodes.open_of(account_id),
            memory.plays.runs([account_id]),
        )

    @property
    def has_begun(self) -> bool:
        """Whether somebody has talked with the customer since the open episode began."""
        talked = self.said.last_two_way_at
        return self.episode is not None and talked is not None and talked >= self.episode.opened_at


def care_of(doings: Doings, decision_date: date | None, now: datetime, suggestion: Suggestion | None) -> Care:
    """Return what people do about an account.

    Args:
        doings: as read.
        decision_date: of the renewal that a forecast is about; None where there is none ahead.
        now: the moment against which a pulse is old, aware.
        suggestion: the play that fits.
    """
    said = doings.said
    return Care(
        last_touch=said.last_touch,
        last_two_way_at=said.last_two_way_at,
        next_task=said.next_task,
        tasks_open=said.tasks_open,
        tasks_overdue=said.overdue,
        episode=doings.episode,
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
