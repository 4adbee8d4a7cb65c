"""Segments of customers: the newest, who is in which, and every move."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from cs_engine.records.segment_view import Count, Kept, KeptMove, Member, MoveLine
from cs_engine.records.sight import Sight
from cs_engine.storage.database import upserting
from cs_engine.storage.kinds import record_of, values_of
from cs_engine.storage.sight import in_sight
from cs_engine.storage.tables import CURRENT
from cs_engine.storage.tables_segments import SEGMENT_MEMBERS, SEGMENT_MOVES, SEGMENTATIONS


class Segments:
    """The same, within one transaction. What a person asks takes a ``sight``: accounts out of it do not exist."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def kept(self) -> Kept | None:
        """Return the newest segmentation, ``None`` where there never was any."""
        newest = select(SEGMENTATIONS.c.found).order_by(SEGMENTATIONS.c.as_of.desc()).limit(1)
        found: Kept | None = self._connection.scalar(newest)
        return found

    def keys(self) -> dict[str, str]:
        """Return the segment by account, of those who are in one."""
        wanted = select(SEGMENT_MEMBERS.c.account_id, SEGMENT_MEMBERS.c.segment)
        rows = self._connection.execute(wanted.where(SEGMENT_MEMBERS.c.segment.is_not(None)))
        return {account_id: key for account_id, key in rows if key is not None}

    def put(self, kept: Kept, members: Iterable[Member], moves: Iterable[KeptMove]) -> None:
        """Keep a segmentation in place of the one before; moves stay."""
        for table in (SEGMENTATIONS, SEGMENT_MEMBERS):
            self._connection.execute(delete(table))
        self._connection.execute(insert(SEGMENTATIONS), {"as_of": kept.as_of, "found": kept})
        everybody, moved = [values_of(each) for each in members], [values_of(each) for each in moves]
        if everybody:
            self._connection.execute(insert(SEGMENT_MEMBERS), everybody)
        if moved:
            self._connection.execute(upserting(self._connection, SEGMENT_MOVES).on_conflict_do_nothing(), moved)

    def counts(self, sight: Sight) -> list[Count]:
        """Return how many accounts are in each segment, by currency."""
        of_each = (SEGMENT_MEMBERS.c.segment, CURRENT.c.currency)
        wanted = select(*of_each, func.count(), func.sum(CURRENT.c.arr)).select_from(_KNOWN).where(*in_sight(sight))
        rows = self._connection.execute(wanted.group_by(*of_each).order_by(*of_each))
        return [Count(*row) for row in rows]

    def drawn(self, sight: Sight, most: int | None = None) -> list[Member]:
        """Return the accounts that stand on the map, by account, ``most`` of them if given."""
        placed = (SEGMENT_MEMBERS.c.segment.is_not(None), SEGMENT_MEMBERS.c.x.is_not(None))
        wanted = select(*SEGMENT_MEMBERS.c).select_from(_KNOWN).where(*placed, *in_sight(sight))
        rows = self._connection.execute(wanted.order_by(SEGMENT_MEMBERS.c.account_id).limit(most))
        return [record_of(Member, row) for row in rows]

    def moves(self, at: datetime, sight: Sight) -> list[MoveLine]:
        """Return who had moved at an instant, by name."""
        moved = SEGMENT_MOVES.c
        told = (moved.account_id, CURRENT.c.name, moved.before, moved.after, moved.before_name, moved.after_name)
        both = SEGMENT_MOVES.join(CURRENT, CURRENT.c.account_id == moved.account_id)
        wanted = select(*told).select_from(both).where(moved.at == at, *in_sight(sight))
        return [MoveLine(*row) for row in self._connection.execute(wanted.order_by(CURRENT.c.name, moved.account_id))]

    def moves_of(self, account_id: str, limit: int) -> list[KeptMove]:
        """Return the moves of one account, newest first."""
        wanted = select(SEGMENT_MOVES).where(SEGMENT_MOVES.c.account_id == account_id)
        rows = self._connection.execute(wanted.order_by(SEGMENT_MOVES.c.at.desc()).limit(limit))
        return [record_of(KeptMove, row) for row in rows]


_KNOWN = SEGMENT_MEMBERS.join(CURRENT, CURRENT.c.account_id == SEGMENT_MEMBERS.c.account_id)
