"""What people and channels have set, and the audit log."""

from sqlalchemy import Connection, select

from cs_engine.records.preferences import Preferences
from cs_engine.storage.kinds import record_of
from cs_engine.storage.tables_preferences import PREFERENCES


class Wishes:
    """The same, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person: str) -> Preferences | None:
        """Return what somebody has set, or ``None`` when there is nothing."""
        row = self._connection.execute(select(PREFERENCES).where(PREFERENCES.c.person == person)).first()
        return None if row is None else record_of(Preferences, row)
