"""Tasks: next steps with an owner, a due time and one reminder."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cs_engine.hours import WorkingHours
from cs_engine.records.acting import Actor
from cs_engine.records.logbook import Task, TaskState
from cs_engine.records.logged import Invalid, Later, NewTask, TaskChanged, TaskView
from cs_engine.records.outbox import Act, Intent, Recipient
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.service.episodes.linked import replan
from cs_engine.service.logbook.part import Deed, Doing, LogbookPart, edit_of, new_id, person
from cs_engine.service.logbook.rules import due_moment, errors_of_due, errors_of_task, is_overdue, later_day
from cs_engine.storage.logbook import Wanted
from cs_engine.storage.rows import SnapshotRow

AT_ONCE = 500
"""Reminders of one pass; the next minute takes the rest."""
STALE = timedelta(days=7)
"""What could not be reminded of for a week of work stands in the digest anyway."""


class Tasks(LogbookPart):
    """The part of the desk that tasks belong to."""

    def task(self, task_id: str, sight: Sight = EVERYTHING) -> TaskView | None:
        """Return a task, ``None`` when there is none in sight."""
        known = self._known(task_id, sight)
        return None if known is None else self._view(known[0], known[1].name)

    def tasks(
        self,
        sight: Sight = EVERYTHING,
        *,
        person: str | None = None,
        account_id: str | None = None,
        states: Collection[TaskState] = (TaskState.OPEN,),
        due_before: datetime | None = None,
        limit: int = 100,
    ) -> tuple[TaskView, ...]:
        """Return tasks of accounts in sight, due first; of one owner or account where given."""
        wanted = Wanted(sight, person, account_id, states, due_before)
        with self._store.viewing() as memory:
            found = memory.logbook.tasks(wanted, limit)
        hours = {owner: self._hours_of(owner) for owner in {task.owner for task, _ in found}}
        now = self._clock()
        return tuple(TaskView(task, name, is_overdue(task, hours[task.owner], now)) for task, name in found)

    def add_task(self, actor: Actor, new: NewTask) -> TaskView | Invalid | None:
        """Keep a next step."""
        row = self._store.current(new.account_id, actor.sight)
        if row is None:
            return None
        hours, now = self._hours_of(new.owner), self._clock()
        errors = errors_of_task(new, now.astimezone(hours.zone).date())
        if errors:
            return Invalid(errors)
        task = task_from(new, actor, now, new.due_at or due_moment(new.due_on, hours))
        with self._doing(actor, row) as doing:
            keep_task(doing, task, hours)
            doing.audit(Deed.TASK, task.id)
        return self._view(task, row.name)

    def finish(self, actor: Actor, task_id: str) -> TaskChanged | None:
        """Mark a task as done."""
        now = self._clock()
        ended = {"state": TaskState.DONE, "ended_at": now, "ended_by": actor.person}
        return self._change(actor, task_id, Deed.TASK_DONE, ended)

    def postpone(self, actor: Actor, task_id: str, to: Later | date) -> TaskChanged | Invalid | None:
        """Put a task off; its owner is reminded again when it is due then."""
        view = self.task(task_id, actor.sight)
        if view is None:
            return None
        hours, now = self._hours_of(view.task.owner), self._clock()
        due_on = later_day(to, hours, now) if isinstance(to, Later) else to
        errors = errors_of_due(due_on, now.astimezone(hours.zone).date())
        if errors:
            return Invalid(errors)
        return self._change(actor, task_id, Deed.TASK_POSTPONED, {"due_at": due_moment(due_on, hours)})

    def reassign(self, actor: Actor, task_id: str, to_person: str) -> TaskChanged | None:
        """Give a task to somebody else, who is told once."""
        return self._change(actor, task_id, Deed.TASK_REASSIGNED, {"owner": to_person})

    def remind(self, now: datetime) -> int:
        """Have the owners of tasks that are due reminded, each once per due moment; return how many."""
        with self._store.viewing() as memory:
            waiting = memory.logbook.unreminded(now, AT_ONCE)
        rows = {each: self._store.current(each) for each in {task.account_id for task in waiting}}
        intents = [(task, self._reminder(task, rows[task.account_id], now)) for task in waiting]
        if intents:
            with self._store.changing() as memory:
                memory.outbox.put([intent for _, intent in intents], now)
                for task, _ in intents:
                    memory.logbook.reminded(task)
        return len(intents)

    def _reminder(self, task: Task, row: SnapshotRow | None, now: datetime) -> Intent:
        due_at = self._hours_of(task.owner).next_open(now)
        moment = task.due_at.astimezone(UTC).isoformat()
        return Intent(
            key=f"reminder:{task.id}:{task.owner}:{moment}",
            kind="reminder",
            act=Act.POST,
            subject=task.subject,
            to=_recipients(task.owner, row),
            due_at=due_at,
            about={"task": task.id, "why": "due"},
            expires_at=due_at + STALE,
        )

    def _change(self, actor: Actor, task_id: str, deed: Deed, changes: dict[str, object]) -> TaskChanged | None:
        known = self._known(task_id, actor.sight)
        if known is None:
            return None
        task, row = known
        changed: Task = replace(task, **changes)  # type: ignore[arg-type] # fields by their names
        hours = self._hours_of(changed.owner)
        with self._doing(actor, row) as doing:
            if not doing.memory.logbook.change_task(changed):
                ended = doing.memory.logbook.task(task_id) or task
                return TaskChanged(self._view(ended, row.name), by=ended.ended_by or ended.owner)
            doing.audit(deed, task_id)
            if changed.owner != task.owner:
                doing.tell(*assigned(changed, actor, hours.next_open(doing.at)))
            doing.tell(edit_of(task.subject, "reminder", {"task": task.id}, doing.at))
            replan(doing, task, changed, hours)
        return TaskChanged(self._view(changed, row.name))

    def _known(self, task_id: str, sight: Sight) -> tuple[Task, SnapshotRow] | None:
        with self._store.viewing() as memory:
            task = memory.logbook.task(task_id)
        row = self._store.current(task.account_id, sight) if task else None
        return None if task is None or row is None else (task, row)

    def _view(self, task: Task, account: str) -> TaskView:
        return TaskView(task, account, is_overdue(task, self._hours_of(task.owner), self._clock()))


def task_from(new: NewTask, actor: Actor, at: datetime, due_at: datetime) -> Task:
    """Return the task that somebody makes."""
    return Task(
        id=new_id(),
        account_id=new.account_id,
        text=new.text.strip(),
        owner=new.owner,
        due_at=due_at,
        state=TaskState.OPEN,
        created_at=at,
        created_by=actor.person,
        episode_id=new.episode_id,
        play_run_id=new.play_run_id,
    )


def keep_task(doing: Doing, task: Task, hours: WorkingHours) -> None:
    """Keep a new task; an owner who did not make it is told within their working hours."""
    doing.memory.logbook.add_task(task)
    doing.tell(*assigned(task, doing.actor, hours.next_open(doing.at)))


def assigned(task: Task, actor: Actor, at: datetime) -> tuple[Intent, ...]:
    """Return the news, at a moment, for who was given a task by somebody else; each is told once per task."""
    if task.owner == actor.person:
        return ()
    about = {"task": task.id, "why": "assigned", "by": actor.person}
    key = f"assigned:{task.id}:{task.owner}"
    return (Intent(key, "reminder", Act.POST, task.subject, (person(task.owner),), at, about),)


def _recipients(owner: str, row: SnapshotRow | None) -> tuple[Recipient, ...]:
    """Return who is reminded: the owner, else the account's owner and backup, so that no step is lost."""
    others = (row.owner, row.backup) if row else ()
    people = dict.fromkeys((owner, *(each.casefold() for each in others if each)))
    return tuple(person(each) for each in people)
