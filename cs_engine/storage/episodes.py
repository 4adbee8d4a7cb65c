"""Risk episodes and their history."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, insert, or_, select, update

from cs_engine.records.episodes import Episode, EpisodeEvent, EpisodeState
from cs_engine.records.sight import Sight
from cs_engine.storage.database import upserting
from cs_engine.storage.kinds import record_of, values_of
from cs_engine.storage.sight import in_sight
from cs_engine.storage.tables import CURRENT, SNAPSHOTS
from cs_engine.storage.tables_episodes import EPISODE_EVENTS, EPISODES
from cs_engine.storage.tables_logbook import FOLLOW_UPS

IS_OPEN = EPISODES.c.ended_at.is_(None)
_OPEN_OF = select(EPISODES).where(EPISODES.c.account_id == bindparam("account"), IS_OPEN)
"""Built once: every card asks for it."""


class Episodes:
    """The same, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, episode_id: str) -> Episode | None:
        """Return an episode, or ``None`` when there is nothing."""
        row = self._connection.execute(select(EPISODES).where(EPISODES.c.id == episode_id)).first()
        return None if row is None else record_of(Episode, row)

    def open_of(self, account_id: str) -> Episode | None:
        """Return the account's open episode, or ``None`` when there is nothing."""
        row = self._connection.execute(_OPEN_OF, {"account": account_id}).first()
        return None if row is None else record_of(Episode, row)

    def add(self, new: Episode) -> bool:
        """Keep a new episode, unless it is there already or its account has an open one.

        Returns:
            Whether it was kept; of several who try at once one is told ``True``.
        """
        statement = upserting(self._connection, EPISODES).on_conflict_do_nothing().returning(EPISODES.c.id)
        return self._connection.execute(statement, values_of(new)).first() is not None

    def change(self, changed: Episode) -> Episode | None:
        """Keep a changed episode if nobody has changed it since it was read; its version grows.

        Returns:
            The episode as kept, ``None`` when somebody else was first.
        """
        kept = replace(changed, version=changed.version + 1)
        same = and_(EPISODES.c.id == changed.id, EPISODES.c.version == changed.version)
        done = self._connection.execute(update(EPISODES).where(same).values(values_of(kept)))
        return kept if done.rowcount == 1 else None

    def note(self, event: EpisodeEvent) -> None:
        """Add a line to an episode's history."""
        self._connection.execute(insert(EPISODE_EVENTS), values_of(event))

    def events(self, episode_id: str) -> tuple[EpisodeEvent, ...]:
        """Return an episode's history, oldest first."""
        wanted = select(EPISODE_EVENTS).where(EPISODE_EVENTS.c.episode_id == episode_id).order_by(EPISODE_EVENTS.c.id)
        return tuple(record_of(EpisodeEvent, row) for row in self._connection.execute(wanted))

    def events_of(self, episode_ids: Collection[str]) -> tuple[EpisodeEvent, ...]:
        """Return the history of some episodes (a few thousand at most), oldest first."""
        wanted = select(EPISODE_EVENTS).where(EPISODE_EVENTS.c.episode_id.in_(episode_ids))
        return tuple(
            record_of(EpisodeEvent, row) for row in self._connection.execute(wanted.order_by(EPISODE_EVENTS.c.id))
        )

    def open(self, states: Collection[EpisodeState] = ()) -> list[Episode]:
        """Return the open episodes, of these states if any are given, by id."""
        wanted = select(EPISODES).where(IS_OPEN)
        if states:
            wanted = wanted.where(EPISODES.c.state.in_(states))
        return self._found(wanted.order_by(EPISODES.c.id))

    def of_accounts(self, accounts: Sequence[str], ended_after: datetime) -> list[Episode]:
        """Return the episodes of some accounts (a few thousand at most) that are open or ended after an instant."""
        recent = or_(IS_OPEN, EPISODES.c.ended_at > ended_after)
        wanted = select(EPISODES).where(EPISODES.c.account_id.in_(accounts), recent)
        return self._found(wanted.order_by(EPISODES.c.account_id, EPISODES.c.opened_at))

    def running(self, accounts: Sequence[str]) -> list[Episode]:
        """Return the open episodes of some accounts (a few thousand at most)."""
        return self._found(select(EPISODES).where(EPISODES.c.account_id.in_(accounts), IS_OPEN))

    def opened_in(self, sight: Sight, since: datetime, until: datetime) -> list[Episode]:
        """Return the episodes of accounts in sight that were opened in ``[since, until)``, largest stake first."""
        joined = EPISODES.join(CURRENT, CURRENT.c.account_id == EPISODES.c.account_id)
        within = (EPISODES.c.opened_at >= since, EPISODES.c.opened_at < until)
        wanted = select(EPISODES).select_from(joined).where(*within, *in_sight(sight))
        return self._found(wanted.order_by(CURRENT.c.rank.desc(), EPISODES.c.id))

    def was_logged(self, account_id: str, since: datetime) -> bool:
        """Tell whether anybody logged a follow-up on an account since an instant."""
        columns = FOLLOW_UPS.c
        found = select(columns.id).where(
            columns.account_id == account_id, columns.logged_at >= since, columns.undone_at.is_(None)
        )
        return self._connection.execute(found.limit(1)).first() is not None

    def moves(self, account_id: str, since: datetime) -> list[tuple[datetime, int | None]]:
        """Return instant and 7-day change in hundredths of an account's snapshots since an instant, oldest first."""
        columns = SNAPSHOTS.c
        mine = (columns.account_id == account_id, columns.as_of >= since)
        wanted = select(columns.as_of, columns.change_7d).where(*mine).order_by(columns.as_of)
        return [(row.as_of, row.change_7d) for row in self._connection.execute(wanted)]

    def sizes(self) -> list[tuple[str, float, str | None]]:
        """Return account, ARR and currency of every account that has a band and a known ARR."""
        columns = CURRENT.c
        wanted = select(columns.account_id, columns.arr, columns.currency)
        known = wanted.where(columns.band.is_not(None), columns.arr.is_not(None))
        return [(row.account_id, row.arr, row.currency) for row in self._connection.execute(known)]

    def _found(self, wanted: Select[Any]) -> list[Episode]:
        return [record_of(Episode, row) for row in self._connection.execute(wanted)]
