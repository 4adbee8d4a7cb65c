"""What people logged."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, delete, func, insert, or_, select, update

from cs_engine.records.logbook import (
    EpisodeTrace,
    FollowUp,
    FollowUpKind,
    Forecast,
    Pulse,
    RenewalRecord,
    Task,
    TaskState,
)
from cs_engine.records.sight import Sight
from cs_engine.storage.kinds import record_of, values_of
from cs_engine.storage.logbook_signals import LogbookSignals
from cs_engine.storage.sight import in_sight
from cs_engine.storage.tables import CURRENT
from cs_engine.storage.tables_episodes import EPISODE_EVENTS
from cs_engine.storage.tables_logbook import FOLLOW_UPS, FORECASTS, PULSES, RENEWALS, TASKS

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks are wanted; what is ``None`` or empty does not narrow it."""

    sight: Sight
    person: str | None = None
    account_id: str | None = None
    states: Collection[TaskState] = (TaskState.OPEN,)
    due_before: datetime | None = None


class Logbook(LogbookSignals):
    """The same, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._connection = connection

    def take_turns(self, account_id: str) -> None:
        """Wait until nobody else changes what is logged about an account; SQLite has one writer anyway."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"logbook:{account_id}"))))

    def add_follow_up(self, new: FollowUp, trace: EpisodeTrace | None) -> None:
        """Keep a follow-up and what it did to an episode."""
        self._connection.execute(insert(FOLLOW_UPS), values_of(new) | {"trace": trace})

    def put_follow_up(self, changed: FollowUp, trace: EpisodeTrace | None) -> None:
        """Keep a follow-up as it is now."""
        statement = update(FOLLOW_UPS).where(FOLLOW_UPS.c.id == changed.id)
        self._connection.execute(statement.values(values_of(changed) | {"trace": trace}))

    def follow_up(self, follow_up_id: str) -> FollowUp | None:
        """Return a follow-up, taken back or not, or ``None`` when there is none."""
        return self._first(FollowUp, select(FOLLOW_UPS).where(FOLLOW_UPS.c.id == follow_up_id))

    def trace(self, follow_up_id: str) -> EpisodeTrace | None:
        """Return what a follow-up did to an episode, or ``None`` when it did nothing."""
        found: EpisodeTrace | None = self._connection.scalar(
            select(FOLLOW_UPS.c.trace).where(FOLLOW_UPS.c.id == follow_up_id)
        )
        return found

    def take_back(self, follow_up_id: str, at: datetime) -> bool:
        """Mark a follow-up as taken back; of several who try at once one is told ``True``."""
        columns = FOLLOW_UPS.c
        standing = update(FOLLOW_UPS).where(columns.id == follow_up_id, columns.undone_at.is_(None))
        return self._connection.execute(standing.values(undone_at=at)).rowcount == 1

    def logged_since(self, account_id: str, author: str, kind: FollowUpKind, since: datetime) -> FollowUp | None:
        """Return what somebody logged last of one kind for one account since an instant and did not take back."""
        columns = FOLLOW_UPS.c
        same = (columns.account_id == account_id, columns.author == author, columns.kind == kind)
        standing = (columns.logged_at > since, columns.undone_at.is_(None))
        return self._first(FollowUp, select(FOLLOW_UPS).where(*same, *standing).order_by(columns.logged_at.desc()))

    def forget_events(self, episode_id: str, by: str) -> None:
        """Remove what an episode's history tells of a follow-up or a record."""
        columns = EPISODE_EVENTS.c
        rows = self._connection.execute(select(columns.id, columns.detail).where(columns.episode_id == episode_id))
        told = [number for number, detail in rows if by in {detail.get("follow_up"), detail.get("record")}]
        self._connection.execute(delete(EPISODE_EVENTS).where(columns.id.in_(told)))

    def add_task(self, new: Task) -> None:
        """Keep a task."""
        self._connection.execute(insert(TASKS), values_of(new))

    def task(self, task_id: str) -> Task | None:
        """Return a task, or ``None`` when there is nothing."""
        return self._first(Task, select(TASKS).where(TASKS.c.id == task_id))

    def task_of(self, follow_up_id: str) -> Task | None:
        """Return the task that a follow-up's next step became and that was not cancelled, if any."""
        mine = (TASKS.c.follow_up_id == follow_up_id, TASKS.c.state != TaskState.CANCELLED)
        return self._first(Task, select(TASKS).where(*mine).order_by(TASKS.c.created_at.desc()))

    def change_task(self, changed: Task) -> bool:
        """Keep an open task as it is now; ``False`` when somebody ended it before."""
        open_still = (TASKS.c.id == changed.id, TASKS.c.state == TaskState.OPEN)
        done = self._connection.execute(update(TASKS).where(*open_still).values(values_of(changed)))
        return done.rowcount == 1

    def tasks(self, wanted: Wanted, limit: int) -> list[tuple[Task, str]]:
        """Return tasks of accounts in sight with the names of their accounts, due first."""
        joined = TASKS.join(CURRENT, CURRENT.c.account_id == TASKS.c.account_id)
        found = select(TASKS, CURRENT.c.name).select_from(joined).where(*in_sight(wanted.sight))
        if wanted.states:
            found = found.where(TASKS.c.state.in_(wanted.states))
        if wanted.person is not None:
            found = found.where(TASKS.c.owner == wanted.person)
        if wanted.account_id is not None:
            found = found.where(TASKS.c.account_id == wanted.account_id)
        if wanted.due_before is not None:
            found = found.where(TASKS.c.due_at < wanted.due_before)
        rows = self._connection.execute(found.order_by(TASKS.c.due_at, TASKS.c.id).limit(limit))
        return [(record_of(Task, row), row.name) for row in rows]

    def unreminded(self, now: datetime, limit: int) -> list[Task]:
        """Return open tasks that are due and whose owner was not reminded of this due time, due first."""
        columns = TASKS.c
        due = (columns.state == TaskState.OPEN, columns.due_at <= now)
        untold = or_(columns.reminded_for.is_(None), columns.reminded_for != columns.due_at)
        wanted = select(TASKS).where(*due, untold).order_by(columns.due_at, columns.id).limit(limit)
        return [record_of(Task, row) for row in self._connection.execute(wanted)]

    def reminded(self, task: Task) -> None:
        """Remember that an owner was reminded of a task's present due time."""
        self._connection.execute(update(TASKS).where(TASKS.c.id == task.id).values(reminded_for=task.due_at))

    def add_pulse(self, new: Pulse, follow_up_id: str | None = None) -> None:
        """Keep a pulse, and the follow-up that it was given with."""
        self._connection.execute(insert(PULSES), values_of(new) | {"follow_up_id": follow_up_id})

    def pulse_of(self, follow_up_id: str) -> Pulse | None:
        """Return the pulse that was given with a follow-up, if any."""
        return self._first(Pulse, select(PULSES).where(PULSES.c.follow_up_id == follow_up_id))

    def drop_pulse(self, follow_up_id: str) -> None:
        """Remove the pulse that was given with a follow-up."""
        self._connection.execute(delete(PULSES).where(PULSES.c.follow_up_id == follow_up_id))

    def add_renewal(self, new: RenewalRecord) -> None:
        """Keep what became of a renewal."""
        self._connection.execute(insert(RENEWALS), values_of(new))

    def trace_renewal(self, record_id: str, trace: EpisodeTrace | None) -> None:
        """Keep what a record did to an episode."""
        self._connection.execute(update(RENEWALS).where(RENEWALS.c.id == record_id).values(trace=trace))

    def renewal_trace(self, record_id: str) -> EpisodeTrace | None:
        """Return what a record did to an episode, or ``None`` when it did nothing."""
        found: EpisodeTrace | None = self._connection.scalar(select(RENEWALS.c.trace).where(RENEWALS.c.id == record_id))
        return found

    def renewal(self, record_id: str) -> RenewalRecord | None:
        """Return what was recorded, taken back or not, or ``None`` when there is nothing."""
        return self._first(RenewalRecord, select(RENEWALS).where(RENEWALS.c.id == record_id))

    def take_back_renewal(self, record_id: str, at: datetime) -> bool:
        """Mark what was recorded as taken back; of several who try at once one is told ``True``."""
        standing = update(RENEWALS).where(RENEWALS.c.id == record_id, RENEWALS.c.undone_at.is_(None))
        return self._connection.execute(standing.values(undone_at=at)).rowcount == 1

    def add_forecast(self, new: Forecast) -> None:
        """Keep a call on a renewal."""
        self._connection.execute(insert(FORECASTS), values_of(new))

    def contacts(self, account_id: str, limit: int) -> Sequence[tuple[str, ...]]:
        """Return whom the latest follow-ups of an account were with, newest first."""
        columns = FOLLOW_UPS.c
        wanted = select(columns.contacts).where(columns.account_id == account_id, columns.undone_at.is_(None))
        return list(self._connection.scalars(wanted.order_by(columns.at.desc()).limit(limit)))

    def _first(self, kind: type[Record], wanted: Select[Any]) -> Record | None:
        row = self._connection.execute(wanted.limit(1)).first()
        return None if row is None else record_of(kind, row)
