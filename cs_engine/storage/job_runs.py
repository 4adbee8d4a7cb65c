"""Which jobs were run for which due time, and by whom."""

from datetime import datetime

from sqlalchemy import Connection, and_, delete, exists, not_, select, update

from cs_engine.storage.database import upserting
from cs_engine.storage.tables_outbox import JOB_RUNS

_mine = JOB_RUNS.c


class JobRuns:
    """The runs of jobs within one transaction. Leases use real time, due times the clock."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, job: str, due_at: datetime, holder: str, now: datetime, until: datetime) -> bool:
        """Take a job's due time; of several takers exactly one gets it, and another one after a lease that ran out.

        Returns:
            Whether it is the holder's now; never again once it was finished.
        """
        run = {"job": job, "due_at": due_at, "claimed_by": holder, "lease_until": until}
        new = upserting(self._connection, JOB_RUNS).on_conflict_do_nothing().returning(_mine.job)
        if self._connection.execute(new, run).first() is not None:
            return True
        left = and_(_mine.job == job, _mine.due_at == due_at, _mine.finished_at.is_(None), _mine.lease_until < now)
        taken = update(JOB_RUNS).where(left).values(claimed_by=holder, lease_until=until)
        return self._connection.execute(taken).rowcount == 1

    def hold(self, job: str, due_at: datetime, holder: str, **changes: object) -> bool:
        """Change a run that ``holder`` has taken; ``False`` when somebody else has it by now."""
        mine = (_mine.job == job, _mine.due_at == due_at, _mine.claimed_by == holder, _mine.finished_at.is_(None))
        return self._connection.execute(update(JOB_RUNS).where(*mine).values(changes)).rowcount == 1

    def left(self, now: datetime, since: datetime) -> list[tuple[str, datetime]]:
        """Return the job and due time of runs since a moment whose holder died, unless a later run has been taken."""
        later = JOB_RUNS.alias()
        overtaken = exists().where(later.c.job == _mine.job, later.c.due_at > _mine.due_at)
        dead = and_(_mine.finished_at.is_(None), _mine.lease_until < now, _mine.due_at >= since)
        wanted = select(_mine.job, _mine.due_at).where(dead, not_(overtaken)).order_by(_mine.due_at)
        return [(job, due_at) for job, due_at in self._connection.execute(wanted)]

    def prune(self, before: datetime) -> int:
        """Forget runs that were due before a moment; return how many."""
        return self._connection.execute(delete(JOB_RUNS).where(_mine.due_at < before)).rowcount
