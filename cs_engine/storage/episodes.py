"""Risk episodes and their history."""

from sqlalchemy import Connection, select

from cs_engine.records.episodes import Episode
from cs_engine.storage.kinds import record_of
from cs_engine.storage.tables_episodes import EPISODES


class Episodes:
    """The same, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, episode_id: str) -> Episode | None:
        """Return an episode, or ``None`` when there is nothing."""
        row = self._connection.execute(select(EPISODES).where(EPISODES.c.id == episode_id)).first()
        return None if row is None else record_of(Episode, row)
