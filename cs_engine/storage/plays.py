"""Plays at work, success plans, and wins."""

from sqlalchemy import Connection, select

from cs_engine.records.plays import PlayRun
from cs_engine.storage.kinds import record_of
from cs_engine.storage.tables_plays import PLAY_RUNS


class Plays:
    """The same, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def run(self, run_id: str) -> PlayRun | None:
        """Return a started play, or ``None`` when there is nothing."""
        row = self._connection.execute(select(PLAY_RUNS).where(PLAY_RUNS.c.id == run_id)).first()
        return None if row is None else record_of(PlayRun, row)
