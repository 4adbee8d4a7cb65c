"""What people and channels have set, who people are in Slack, and the audit log."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select

from cs_engine.records.preferences import AuditLine, ChannelSettings, Preferences
from cs_engine.storage.database import upserting
from cs_engine.storage.kinds import record_of, values_of
from cs_engine.storage.rows import Teammate
from cs_engine.storage.tables import PEOPLE
from cs_engine.storage.tables_preferences import AUDIT, CHANNELS, PREFERENCES

# Built once: every answer asks for them.
_SET_BY = select(PREFERENCES).where(PREFERENCES.c.person == bindparam("person"))
_CALLED = or_(func.lower(PEOPLE.c.email) == bindparam("email"), PEOPLE.c.slack_user_id == bindparam("person"))
_TEAMMATE = select(PEOPLE).where(_CALLED).order_by(PEOPLE.c.slack_user_id)


class Wishes:
    """The same, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person: str) -> Preferences | None:
        """Return what somebody has set, or ``None`` when there is nothing."""
        row = self._connection.execute(_SET_BY, {"person": person}).first()
        return None if row is None else record_of(Preferences, row)

    def everybody(self) -> list[Preferences]:
        """Return what each person who has set anything has set, by person."""
        rows = self._connection.execute(select(PREFERENCES).order_by(PREFERENCES.c.person))
        return [record_of(Preferences, row) for row in rows]

    def put(self, preferences: Preferences) -> None:
        """Keep what somebody has set, in place of what was there."""
        values = values_of(preferences)
        statement = upserting(self._connection, PREFERENCES).values(values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["person"], set_=values))

    def forget(self, person: str) -> int:
        """Remove what somebody has set, and who they are in Slack; return how many rows that were."""
        set_by = self._connection.execute(delete(PREFERENCES).where(PREFERENCES.c.person == person)).rowcount
        return set_by + self._connection.execute(delete(PEOPLE).where(_CALLED), _names(person)).rowcount

    def teammate(self, person: str) -> Teammate | None:
        """Return who somebody is in Slack, or ``None`` when they were never met."""
        row = self._connection.execute(_TEAMMATE, _names(person)).first()
        return None if row is None else record_of(Teammate, row)

    def teammates(self) -> list[Teammate]:
        """Return everybody who was met, by name."""
        rows = self._connection.execute(select(PEOPLE).order_by(func.lower(PEOPLE.c.name), PEOPLE.c.slack_user_id))
        return [record_of(Teammate, row) for row in rows]

    def meet(self, teammate: Teammate) -> None:
        """Keep who somebody is in Slack, in place of what was known."""
        values = values_of(teammate)
        statement = upserting(self._connection, PEOPLE).values(values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["slack_user_id"], set_=values))

    def channels(self) -> tuple[ChannelSettings, ...]:
        """Return every channel that is told something, by name; those that are gone as well."""
        rows = self._connection.execute(select(CHANNELS).order_by(CHANNELS.c.name, CHANNELS.c.channel))
        return tuple(record_of(ChannelSettings, row) for row in rows)

    def channel(self, channel: str) -> ChannelSettings | None:
        """Return what a channel is told, or ``None`` when it is told nothing."""
        row = self._connection.execute(select(CHANNELS).where(CHANNELS.c.channel == channel)).first()
        return None if row is None else record_of(ChannelSettings, row)

    def put_channel(self, settings: ChannelSettings) -> None:
        """Keep what a channel is told, in place of what was there."""
        values = values_of(settings)
        statement = upserting(self._connection, CHANNELS).values(values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["channel"], set_=values))

    def drop_channel(self, channel: str) -> bool:
        """Tell a channel nothing any more; return whether it was told anything."""
        return self._connection.execute(delete(CHANNELS).where(CHANNELS.c.channel == channel)).rowcount == 1

    def note(self, lines: Sequence[AuditLine]) -> None:
        """Add lines to the audit log."""
        if lines:
            self._connection.execute(insert(AUDIT), [values_of(line) for line in lines])

    def audited(self, offset: int, limit: int) -> tuple[list[AuditLine], int]:
        """Return lines of the audit log, newest first, and how many there are in all."""
        total = self._connection.scalar(select(func.count()).select_from(AUDIT)) or 0
        wanted = select(AUDIT).order_by(AUDIT.c.at.desc(), AUDIT.c.id.desc()).offset(offset).limit(limit)
        return [record_of(AuditLine, row) for row in self._connection.execute(wanted)], total

    def last_audited(self, what: str) -> datetime | None:
        """Return when something was last done, or ``None`` when it never was."""
        found: datetime | None = self._connection.scalar(select(func.max(AUDIT.c.at)).where(AUDIT.c.what == what))
        return found


def _names(person: str) -> dict[str, str]:
    return {"email": person.casefold(), "person": person}
