"""What the logbook says about accounts: the latest of everything, and all of it as one line of events."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, bindparam, func, select
from sqlalchemy.sql.schema import Table

from cs_engine.records.episodes import EpisodeEvent
from cs_engine.records.logbook import (
    ChampionNews,
    FollowUp,
    FollowUpOutcome,
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


def _of_accounts(table: Table, at: Column[Any], *standing: ColumnElement[bool]) -> Select[Any]:
    """Return what some accounts have before ``until``, built once: every card asks for it."""
    mine = table.c.account_id.in_(bindparam("accounts", expanding=True))
    return select(table).where(at < bindparam("until"), mine, *standing)


def _newest_touches() -> Select[Any]:
    """Return the newest follow-ups of each kind that signals tell apart: a few of however many there are."""
    columns = FOLLOW_UPS.c
    talked = columns.outcome.in_([outcome for outcome in FollowUpOutcome if outcome.is_two_way])
    alike = (columns.account_id, talked, columns.champion)
    newest_first = func.row_number().over(partition_by=alike, order_by=(columns.at.desc(), columns.logged_at.desc()))
    mine = columns.account_id.in_(bindparam("accounts", expanding=True))
    known = (columns.logged_at < bindparam("until"), columns.undone_at.is_(None), mine)
    ranked = select(FOLLOW_UPS, newest_first.label("place")).where(*known).subquery()
    return select(ranked).where(ranked.c.place == 1).order_by(ranked.c.at, ranked.c.logged_at)


_NEWEST_TOUCHES = _newest_touches()
_TASKS = select(TASKS).where(
    TASKS.c.state == TaskState.OPEN, TASKS.c.account_id.in_(bindparam("accounts", expanding=True))
)
"""Unordered: asked to order by due time, SQLite would walk through the open tasks of everybody."""
_PULSES = _of_accounts(PULSES, PULSES.c.at).order_by(PULSES.c.at, PULSES.c.id)
_FORECASTS = _of_accounts(FORECASTS, FORECASTS.c.at).order_by(FORECASTS.c.at.desc(), FORECASTS.c.id.desc())
_RENEWALS = _of_accounts(RENEWALS, RENEWALS.c.at, RENEWALS.c.undone_at.is_(None)).order_by(RENEWALS.c.at, RENEWALS.c.id)


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
        if accounts is not None:
            return {each.account_id: each for each in self._asked(RenewalRecord, _RENEWALS, accounts, until)}
        known = (RENEWALS.c.at < until, RENEWALS.c.undone_at.is_(None))
        rows = self._read(RenewalRecord, select(RENEWALS).where(*known).order_by(RENEWALS.c.at, RENEWALS.c.id))
        return {each.account_id: each for each in rows}

    def talks(self) -> list[tuple[str, datetime]]:
        """Return of every follow-up in which the customer took part its account and when; none that was taken back."""
        columns = FOLLOW_UPS.c
        talked = columns.outcome.in_([outcome for outcome in FollowUpOutcome if outcome.is_two_way])
        wanted = select(columns.account_id, columns.at).where(talked, columns.undone_at.is_(None))
        return [(str(account_id), at) for account_id, at in self._connection.execute(wanted)]

    def signals(self, accounts: Sequence[str], until: datetime) -> dict[str, AccountSignals]:
        """Return what people logged about some accounts, by account; every account has an entry."""
        found: dict[str, AccountSignals] = {}
        for start in range(0, len(accounts), AT_ONCE):
            found |= self._signals(accounts[start : start + AT_ONCE], until)
        return found

    def open_tasks(self, accounts: Sequence[str]) -> dict[str, list[Task]]:
        """Return the open tasks of some accounts (a few thousand at most), due first, by account."""
        found = self._asked(Task, _TASKS, accounts)
        return _by_account(sorted(found, key=lambda task: (task.due_at, task.id)))

    def pulses(self, accounts: Sequence[str], until: datetime) -> dict[str, list[Pulse]]:
        """Return the pulses of some accounts (a few thousand at most), oldest first, by account."""
        return _by_account(self._asked(Pulse, _PULSES, accounts, until))

    def forecasts(self, accounts: Sequence[str], until: datetime) -> dict[str, list[Forecast]]:
        """Return the calls on the renewals of some accounts (a few thousand at most), newest first, by account."""
        return _by_account(self._asked(Forecast, _FORECASTS, accounts, until))

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
        touches = _by_account(self._asked(FollowUp, _NEWEST_TOUCHES, accounts, until))
        tasks = self.open_tasks(accounts)
        pulses, forecasts = self.pulses(accounts, until), self.forecasts(accounts, until)
        renewals = self.renewals(until, accounts)
        return {
            account: AccountSignals(
                account_id=account,
                last_touch=_for_everybody(touches[account][-1]) if account in touches else None,
                last_two_way_at=_last_two_way(touches.get(account, ())),
                next_task=tasks[account][0] if account in tasks else None,
                tasks_open=len(tasks.get(account, ())),
                overdue=sum(each.due_at < until for each in tasks.get(account, ())),
                pulse=pulses[account][-1] if account in pulses else None,
                champion=_champion(touches.get(account, ())),
                renewal=renewals.get(account),
                forecasts=tuple(forecasts.get(account, ())),
            )
            for account in accounts
        }

    def _asked(
        self, kind: type[Record], wanted: Select[Any], accounts: Sequence[str], until: datetime | None = None
    ) -> list[Record]:
        values = {"accounts": list(accounts)} | ({} if until is None else {"until": until})
        return [record_of(kind, row) for row in self._connection.execute(wanted, values)]

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


def _champion(touches: Iterable[FollowUp]) -> Champion | None:
    """Return what was said last about a champion who came or left, of touches that are oldest first."""
    said = [each for each in touches if each.champion is not ChampionNews.UNCHANGED]
    return Champion(said[-1].champion, said[-1].champion_name, said[-1].at) if said else None


def _last_two_way(touches: Iterable[FollowUp]) -> datetime | None:
    return max((each.at for each in touches if each.outcome.is_two_way), default=None)
