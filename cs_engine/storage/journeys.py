"""Lives of customers: what is about all of them, and in which stage everybody is."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select

from cs_engine.records.journey_view import KeptJourneys, KeptLife, Standing, StuckLine
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.storage.kinds import record_of, values_of
from cs_engine.storage.sight import in_sight
from cs_engine.storage.tables import CURRENT
from cs_engine.storage.tables_journeys import JOURNEYS, LIVES


class Journeys:
    """The same, within one transaction. What a person asks takes a ``sight``: accounts out of it do not exist."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, kept: KeptJourneys, lives: Iterable[KeptLife]) -> None:
        """Keep journeys in place of those before."""
        for table in (JOURNEYS, LIVES):
            self._connection.execute(delete(table))
        self._connection.execute(insert(JOURNEYS), {"as_of": kept.as_of, "found": kept})
        if rows := [values_of(each) for each in lives]:
            self._connection.execute(insert(LIVES), rows)

    def kept(self) -> KeptJourneys | None:
        """Return what is about all customers, ``None`` where it never was found."""
        newest = select(JOURNEYS.c.found).order_by(JOURNEYS.c.as_of.desc()).limit(1)
        found: KeptJourneys | None = self._connection.scalar(newest)
        return found

    def standings(self, sight: Sight = EVERYTHING) -> list[Standing]:
        """Return how many accounts are in each stage, and how many for longer than usual; former ones count too."""
        of_each = (LIVES.c.axis, LIVES.c.stage)
        wanted = select(*of_each, func.count(), func.count(LIVES.c.over)).select_from(_KNOWN).where(*in_sight(sight))
        rows = self._connection.execute(wanted.group_by(*of_each).order_by(*of_each))
        return [Standing(*row) for row in rows]

    def stuck(self, axis: str, most: int, sight: Sight = EVERYTHING) -> list[StuckLine]:
        """Return who is in a stage longest beyond the usual time, the longest first, ``most`` of them."""
        name = func.coalesce(CURRENT.c.name, LIVES.c.account_id)
        told = (LIVES.c.axis, LIVES.c.account_id, name, LIVES.c.stage, LIVES.c.over)
        late = (LIVES.c.axis == axis, LIVES.c.over.is_not(None))
        wanted = select(*told).select_from(_KNOWN).where(*late, *in_sight(sight))
        rows = self._connection.execute(wanted.order_by(LIVES.c.over.desc(), LIVES.c.account_id).limit(most))
        return [StuckLine(*row) for row in rows]

    def lives(self, account_id: str, sight: Sight = EVERYTHING) -> list[KeptLife]:
        """Return one account's life in every way of counting."""
        wanted = select(*LIVES.c).select_from(_KNOWN).where(LIVES.c.account_id == account_id, *in_sight(sight))
        return [record_of(KeptLife, row) for row in self._connection.execute(wanted)]


_KNOWN = LIVES.outerjoin(CURRENT, CURRENT.c.account_id == LIVES.c.account_id)
