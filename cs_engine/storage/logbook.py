"""What people logged."""

from sqlalchemy import Connection, select

from cs_engine.records.logbook import Task
from cs_engine.storage.kinds import record_of
from cs_engine.storage.tables_logbook import TASKS


class Logbook:
    """The same, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def task(self, task_id: str) -> Task | None:
        """Return a task, or ``None`` when there is nothing."""
        row = self._connection.execute(select(TASKS).where(TASKS.c.id == task_id)).first()
        return None if row is None else record_of(Task, row)
