"""What accounts are still worth: the newest values, and what they were made from."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, delete, func, insert, select

from cs_engine.records.lifetime_value import LifetimeValue
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.records.value_view import KeptValues, MethodSum, ValueLine
from cs_engine.storage.kinds import record_of, values_of
from cs_engine.storage.sight import in_sight
from cs_engine.storage.tables import CURRENT
from cs_engine.storage.tables_values import ACCOUNT_VALUES, VALUATIONS


class Values:
    """The same, within one transaction. What a person asks takes a ``sight``: accounts out of it do not exist."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, kept: KeptValues, values: Iterable[LifetimeValue]) -> None:
        """Keep values in place of those before."""
        for table in (VALUATIONS, ACCOUNT_VALUES):
            self._connection.execute(delete(table))
        self._connection.execute(insert(VALUATIONS), {"as_of": kept.as_of, "found": kept})
        if rows := [values_of(each) | {"currency": each.currency or ""} for each in values]:
            self._connection.execute(insert(ACCOUNT_VALUES), rows)

    def kept(self) -> KeptValues | None:
        """Return what is about all values, ``None`` where none were ever found."""
        newest = select(VALUATIONS.c.found).order_by(VALUATIONS.c.as_of.desc()).limit(1)
        found: KeptValues | None = self._connection.scalar(newest)
        return found

    def of_account(self, account_id: str, sight: Sight = EVERYTHING) -> list[LifetimeValue]:
        """Return what one account is worth, by currency."""
        wanted = select(*ACCOUNT_VALUES.c).select_from(_KNOWN)
        wanted = wanted.where(ACCOUNT_VALUES.c.account_id == account_id, *in_sight(sight))
        rows = self._connection.execute(wanted.order_by(ACCOUNT_VALUES.c.currency))
        found = [record_of(LifetimeValue, row) for row in rows]
        return [replace(each, currency=each.currency or None) for each in found]

    def sums(self, sight: Sight = EVERYTHING) -> list[MethodSum]:
        """Return how many accounts were valued in each way, and what they come to, by currency."""
        valued = ACCOUNT_VALUES.c
        counted = (func.count(), func.count(valued.value), func.sum(valued.value))
        wanted = select(valued.currency, valued.method, *counted).select_from(_KNOWN).where(*in_sight(sight))
        rows = self._connection.execute(wanted.group_by(valued.currency, valued.method).order_by(valued.currency))
        return [MethodSum(currency or None, *rest) for currency, *rest in rows]

    def top(self, most: int, sight: Sight = EVERYTHING) -> list[ValueLine]:
        """Return the accounts that are worth most, best first, ``most`` of each currency."""
        valued = ACCOUNT_VALUES.c
        best = (valued.value.desc(), valued.account_id)
        place = func.row_number().over(partition_by=valued.currency, order_by=best).label("place")
        told = (valued.account_id, CURRENT.c.name, valued.currency, valued.value, place)
        known = (valued.value.is_not(None), *in_sight(sight))
        placed = select(*told).select_from(_KNOWN).where(*known).subquery()
        wanted = select(placed).where(placed.c.place <= most).order_by(placed.c.currency, placed.c.place)
        rows = self._connection.execute(wanted)
        return [ValueLine(row.account_id, row.name, row.currency or None, row.value) for row in rows]

    def unvalued(self, sight: Sight = EVERYTHING) -> int:
        """Return how many accounts have no value of any kind."""
        valued = select(ACCOUNT_VALUES.c.account_id)
        wanted = select(func.count()).select_from(CURRENT).where(CURRENT.c.account_id.not_in(valued), *in_sight(sight))
        return self._connection.scalar(wanted) or 0


_KNOWN = ACCOUNT_VALUES.join(CURRENT, CURRENT.c.account_id == ACCOUNT_VALUES.c.account_id)
