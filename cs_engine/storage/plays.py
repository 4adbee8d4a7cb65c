"""Plays at work with the tasks that their steps became, success plans, and wins."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, insert, or_, select, update

from cs_engine.records.logbook import RenewalResult, Task, TaskState
from cs_engine.records.outbox import Act, Outcome, Recipient
from cs_engine.records.plays import PlayRun, RunState, SuccessPlan, Win
from cs_engine.records.sight import Sight
from cs_engine.storage.database import upserting
from cs_engine.storage.kinds import record_of, values_of
from cs_engine.storage.names import fold
from cs_engine.storage.sight import in_sight
from cs_engine.storage.tables import CURRENT
from cs_engine.storage.tables_logbook import FOLLOW_UPS, RENEWALS, TASKS
from cs_engine.storage.tables_outbox import OUTBOX
from cs_engine.storage.tables_plays import PLANS, PLAY_RUNS, WINS

IS_ACTIVE = PLAY_RUNS.c.state == RunState.ACTIVE
_RUNS = (
    select(PLAY_RUNS)
    .where(PLAY_RUNS.c.account_id.in_(bindparam("accounts", expanding=True)))
    .order_by(PLAY_RUNS.c.started_at.desc(), PLAY_RUNS.c.id)
)
"""Built once: every card asks for it."""
SAID = (Outcome.PENDING, Outcome.SENDING, Outcome.SENT, Outcome.ALREADY_SENT)
"""What became, or still becomes, a message."""


class Plays:
    """The same, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def run(self, run_id: str) -> PlayRun | None:
        """Return a started play, or ``None`` when there is nothing."""
        row = self._connection.execute(select(PLAY_RUNS).where(PLAY_RUNS.c.id == run_id)).first()
        return None if row is None else record_of(PlayRun, row)

    def start(self, run: PlayRun, tasks: Sequence[Task]) -> bool:
        """Keep a started play with its tasks, unless the play is running for its account.

        Returns:
            Whether it was kept; of several who try at once one is told ``True``.
        """
        statement = upserting(self._connection, PLAY_RUNS).on_conflict_do_nothing().returning(PLAY_RUNS.c.id)
        if self._connection.execute(statement, values_of(run)).first() is None:
            return False
        if tasks:
            self._connection.execute(insert(TASKS), [values_of(task) for task in tasks])
        return True

    def end(self, run_id: str, state: RunState, at: datetime, by: str | None, reason: str | None) -> PlayRun | None:
        """End an active run and cancel its open tasks.

        Returns:
            The run as it is now, ``None`` when it was over already.
        """
        wanted = update(PLAY_RUNS).where(PLAY_RUNS.c.id == run_id, IS_ACTIVE)
        done = self._connection.execute(wanted.values(state=state, ended_at=at, ended_by=by, reason=reason))
        if done.rowcount != 1:
            return None
        mine = and_(TASKS.c.play_run_id == run_id, TASKS.c.state == TaskState.OPEN)
        cancelled = update(TASKS).where(mine).values(state=TaskState.CANCELLED, ended_at=at, ended_by=by)
        self._connection.execute(cancelled)
        return self.run(run_id)

    def runs(self, accounts: Collection[str]) -> list[PlayRun]:
        """Return the started plays of some accounts (a few thousand at most), newest first."""
        return [record_of(PlayRun, row) for row in self._connection.execute(_RUNS, {"accounts": list(accounts)})]

    def starts(self) -> list[tuple[str, datetime]]:
        """Return of every play that a person ever started its account and when; what a rule started is not in it."""
        wanted = select(PLAY_RUNS.c.account_id, PLAY_RUNS.c.started_at).where(PLAY_RUNS.c.started_by.is_not(None))
        return [(str(account_id), at) for account_id, at in self._connection.execute(wanted)]

    def active(self) -> list[PlayRun]:
        """Return everything that is running, by account."""
        wanted = select(PLAY_RUNS).where(IS_ACTIVE).order_by(PLAY_RUNS.c.account_id, PLAY_RUNS.c.id)
        return [record_of(PlayRun, row) for row in self._connection.execute(wanted)]

    def of_person(self, sight: Sight, person: str, ended_after: datetime) -> list[PlayRun]:
        """Return runs for the accounts in sight that somebody owns or backs up, by account name.

        Those that are active, and those that ended after an instant.
        """
        key = fold(person)
        theirs = or_(CURRENT.c.owner_key == key, CURRENT.c.backup_key == key)
        joined = PLAY_RUNS.join(CURRENT, CURRENT.c.account_id == PLAY_RUNS.c.account_id)
        recent = or_(IS_ACTIVE, PLAY_RUNS.c.ended_at > ended_after)
        wanted = select(PLAY_RUNS).select_from(joined).where(recent, theirs, *in_sight(sight))
        ordered = wanted.order_by(CURRENT.c.name, PLAY_RUNS.c.started_at)
        return [record_of(PlayRun, row) for row in self._connection.execute(ordered)]

    def running(self, sight: Sight) -> dict[str, int]:
        """Return how many runs of each play are active for the accounts in sight."""
        joined = PLAY_RUNS.join(CURRENT, CURRENT.c.account_id == PLAY_RUNS.c.account_id)
        wanted = select(PLAY_RUNS.c.play, func.count()).select_from(joined).where(IS_ACTIVE, *in_sight(sight))
        return {str(play): int(runs) for play, runs in self._connection.execute(wanted.group_by(PLAY_RUNS.c.play))}

    def tasks(self, run_ids: Collection[str]) -> list[Task]:
        """Return the tasks of some runs (a few thousand at most), due first."""
        wanted = select(TASKS).where(TASKS.c.play_run_id.in_(run_ids)).order_by(TASKS.c.due_at, TASKS.c.id)
        return [record_of(Task, row) for row in self._connection.execute(wanted)]

    def renewed(self, accounts: Collection[str]) -> dict[str, datetime]:
        """Return when a renewal of some accounts (a few thousand at most) was recorded last."""
        columns = RENEWALS.c
        renewed = columns.result.in_((RenewalResult.RENEWED, RenewalResult.RENEWED_LOWER))
        wanted = select(columns.account_id, columns.at).where(
            columns.account_id.in_(accounts), renewed, columns.undone_at.is_(None)
        )
        return {str(account_id): at for account_id, at in self._connection.execute(wanted.order_by(columns.at))}

    def helpers(self, account_id: str, since: datetime) -> set[str]:
        """Return who did a task or logged a follow-up for an account since an instant."""
        tasks, notes = TASKS.c, FOLLOW_UPS.c
        done = select(tasks.ended_by).where(
            tasks.account_id == account_id, tasks.state == TaskState.DONE, tasks.ended_at >= since
        )
        logged = select(notes.author).where(
            notes.account_id == account_id, notes.logged_at >= since, notes.undone_at.is_(None)
        )
        return {str(person) for person in self._connection.execute(done.union(logged)).scalars() if person}

    def plan(self, account_id: str) -> SuccessPlan | None:
        """Return an account's plan, or ``None`` when there is nothing."""
        row = self._connection.execute(select(PLANS).where(PLANS.c.account_id == account_id)).first()
        return None if row is None else record_of(SuccessPlan, row)

    def plans(self) -> list[SuccessPlan]:
        """Return every plan, by account."""
        found = self._connection.execute(select(PLANS).order_by(PLANS.c.account_id))
        return [record_of(SuccessPlan, row) for row in found]

    def add_plan(self, new: SuccessPlan) -> bool:
        """Keep an account's first plan; of several who try at once one is told ``True``."""
        statement = upserting(self._connection, PLANS).on_conflict_do_nothing().returning(PLANS.c.account_id)
        return self._connection.execute(statement, values_of(new)).first() is not None

    def change_plan(self, changed: SuccessPlan) -> SuccessPlan | None:
        """Keep a changed plan if nobody has changed it since it was read; its version grows.

        Returns:
            The plan as kept, ``None`` when somebody else was first.
        """
        kept = replace(changed, version=changed.version + 1)
        same = and_(PLANS.c.account_id == changed.account_id, PLANS.c.version == changed.version)
        done = self._connection.execute(update(PLANS).where(same).values(values_of(kept)))
        return kept if done.rowcount == 1 else None

    def posted_to(self, subject: str) -> Recipient | None:
        """Return where the latest message of a subject stands or will stand, ``None`` when it has none."""
        columns = OUTBOX.c
        posts = and_(columns.subject == subject, columns.act == Act.POST, columns.outcome.in_(SAID))
        found = self._connection.execute(
            select(columns.to).where(posts).order_by(columns.created_at.desc(), columns.key.desc()).limit(1)
        ).scalar()
        return found[0] if found else None

    def add_win(self, win: Win) -> None:
        """Keep a win."""
        self._connection.execute(insert(WINS), values_of(win))

    def win(self, win_id: str) -> Win | None:
        """Return a win, or ``None`` when there is nothing."""
        row = self._connection.execute(select(WINS).where(WINS.c.id == win_id)).first()
        return None if row is None else record_of(Win, row)

    def wins(self, since: datetime, until: datetime, sight: Sight) -> list[tuple[Win, str]]:
        """Return the wins told in ``[since, until)`` of accounts in sight with the accounts' names, newest first."""
        told: tuple[ColumnElement[bool], ...] = (WINS.c.at >= since, WINS.c.at < until, *in_sight(sight))
        joined = WINS.join(CURRENT, CURRENT.c.account_id == WINS.c.account_id)
        wanted = select(WINS, CURRENT.c.name).select_from(joined).where(*told)
        ordered = wanted.order_by(WINS.c.at.desc(), WINS.c.id)
        return [(record_of(Win, row), str(row._mapping["name"])) for row in self._connection.execute(ordered)]  # noqa: SLF001 - SQLAlchemy's public name for it
