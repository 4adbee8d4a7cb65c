"""What the logbook says about accounts: the latest of everything, and all of it as one line of events."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, select
from sqlalchemy.sql.schema import Table

from cs_engine.records.episodes import EpisodeEvent
from cs_engine.records.logbook import (
    ChampionNews,
    FollowUp,
    Forecast,
    Pulse,
    RenewalRecord,
    Task,
    TaskState,
    Visibility,
)
from cs_engine.records.logged import AccountSignals, Champion
from cs_engine.storage.kinds import record_of
from cs_engine.storage.tables_episodes import EPISODE_EVENTS, EPISODES
from cs_engine.storage.tables_logbook import FOLLOW_UPS, FORECASTS, PULSES, RENEWALS, TASKS

AT_ONCE = 5_000
"""Accounts asked about in one query; both databases take that many values."""

Record = TypeVar("Record", FollowUp, Task, Pulse, RenewalRecord, Forecast, EpisodeEvent)


class LogbookSignals:
    """What is read of many accounts, or of one account's past, within one transaction.

    Only what was logged before ``until`` and not taken back counts.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def champions(self, until: datetime, accounts: Sequence[str] | None = None) -> dict[str, Champion]:
        """Return what was said last about champions who came or left, by account; of all accounts by default."""
        columns = FOLLOW_UPS.c
        news = columns.champion != ChampionNews.UNCHANGED
        known = (columns.logged_at < until, columns.undone_at.is_(None), news, *_among(FOLLOW_UPS, accounts))
        rows = self._read(FollowUp, select(FOLLOW_UPS).where(*known).order_by(columns.at, columns.logged_at))
        return {each.account_id: Champion(each.champion, each.champion_name, each.at) for each in rows}

    def renewals(self, until: datetime, accounts: Sequence[str] | None = None) -> dict[str, RenewalRecord]:
        """Return what was recorded last about renewals, by account; of all accounts by default."""
        columns = RENEWALS.c
        known = (columns.at < until, columns.undone_at.is_(None), *_among(RENEWALS, accounts))
        rows = self._read(RenewalRecord, select(RENEWALS).where(*known).order_by(columns.at, columns.id))
        return {each.account_id: each for each in rows}

    def signals(self, accounts: Sequence[str], until: datetime) -> dict[str, AccountSignals]:
        """Return what people logged about some accounts, by account; every account has an entry."""
        found: dict[str, AccountSignals] = {}
        for start in range(0, len(accounts), AT_ONCE):
            found |= self._signals(accounts[start : start + AT_ONCE], until)
        return found

    def touches(self, accounts: Sequence[str], until: datetime) -> dict[str, list[FollowUp]]:
        """Return the follow-ups of some accounts (a few thousand at most), oldest first, by account."""
        columns = FOLLOW_UPS.c
        known = (columns.logged_at < until, columns.undone_at.is_(None), *_among(FOLLOW_UPS, accounts))
        ordered = select(FOLLOW_UPS).where(*known).order_by(columns.at, columns.logged_at)
        return _by_account(self._read(FollowUp, ordered))

    def open_tasks(self, accounts: Sequence[str]) -> dict[str, list[Task]]:
        """Return the open tasks of some accounts (a few thousand at most), due first, by account."""
        columns = TASKS.c
        mine = (columns.state == TaskState.OPEN, *_among(TASKS, accounts))
        return _by_account(self._read(Task, select(TASKS).where(*mine).order_by(columns.due_at, columns.id)))

    def pulses(self, accounts: Sequence[str], until: datetime) -> dict[str, list[Pulse]]:
        """Return the pulses of some accounts (a few thousand at most), oldest first, by account."""
        mine = (PULSES.c.at < until, *_among(PULSES, accounts))
        return _by_account(self._read(Pulse, select(PULSES).where(*mine).order_by(PULSES.c.at, PULSES.c.id)))

    def forecasts(self, accounts: Sequence[str], until: datetime) -> dict[str, list[Forecast]]:
        """Return the calls on the renewals of some accounts (a few thousand at most), newest first, by account."""
        mine = (FORECASTS.c.at < until, *_among(FORECASTS, accounts))
        ordered = select(FORECASTS).where(*mine).order_by(FORECASTS.c.at.desc(), FORECASTS.c.id.desc())
        return _by_account(self._read(Forecast, ordered))

    def happened(self, account_id: str, limit: int) -> list[FollowUp | Task | RenewalRecord | Forecast | Pulse]:
        """Return the latest follow-ups, tasks done, renewals, calls and pulses of an account, ``limit`` of each."""

        def latest(
            kind: type[Record], table: Table, at: ColumnElement[Any], *conditions: ColumnElement[bool]
        ) -> list[Record]:
            mine = select(table).where(table.c.account_id == account_id, *conditions)
            return self._read(kind, mine.order_by(at.desc(), table.c.id.desc()).limit(limit))

        return [
            *latest(FollowUp, FOLLOW_UPS, FOLLOW_UPS.c.at, FOLLOW_UPS.c.undone_at.is_(None)),
            *latest(Task, TASKS, TASKS.c.ended_at, TASKS.c.state == TaskState.DONE),
            *latest(RenewalRecord, RENEWALS, RENEWALS.c.at, RENEWALS.c.undone_at.is_(None)),
            *latest(Forecast, FORECASTS, FORECASTS.c.at),
            *latest(Pulse, PULSES, PULSES.c.at),
        ]

    def episode_events(self, account_id: str, limit: int) -> list[EpisodeEvent]:
        """Return the latest events of an account's episodes, newest first."""
        columns = EPISODE_EVENTS.c
        joined = EPISODE_EVENTS.join(EPISODES, EPISODES.c.id == columns.episode_id)
        mine = select(EPISODE_EVENTS).select_from(joined).where(EPISODES.c.account_id == account_id)
        return self._read(EpisodeEvent, mine.order_by(columns.at.desc(), columns.id.desc()).limit(limit))

    def _signals(self, accounts: Sequence[str], until: datetime) -> dict[str, AccountSignals]:
        touches, tasks = self.touches(accounts, until), self.open_tasks(accounts)
        pulses, forecasts = self.pulses(accounts, until), self.forecasts(accounts, until)
        champions, renewals = self.champions(until, accounts), self.renewals(until, accounts)
        return {
            account: AccountSignals(
                account_id=account,
                last_touch=_for_everybody(touches[account][-1]) if account in touches else None,
                last_two_way_at=_last_two_way(touches.get(account, ())),
                next_task=tasks[account][0] if account in tasks else None,
                tasks_open=len(tasks.get(account, ())),
                overdue=sum(each.due_at < until for each in tasks.get(account, ())),
                pulse=pulses[account][-1] if account in pulses else None,
                champion=champions.get(account),
                renewal=renewals.get(account),
                forecasts=tuple(forecasts.get(account, ())),
            )
            for account in accounts
        }

    def _read(self, kind: type[Record], wanted: Select[Any]) -> list[Record]:
        return [record_of(kind, row) for row in self._connection.execute(wanted)]


def _among(table: Table, accounts: Sequence[str] | None) -> tuple[ColumnElement[bool], ...]:
    return () if accounts is None else (table.c.account_id.in_(accounts),)


def _by_account(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.account_id].append(row)
    return found


def _for_everybody(touch: FollowUp) -> FollowUp:
    return touch if touch.visibility is Visibility.TEAM else replace(touch, note="", permalink=None)


def _last_two_way(touches: Iterable[FollowUp]) -> datetime | None:
    return max((each.at for each in touches if each.outcome.is_two_way), default=None)
