"""What plays have done, as it was found last."""

from collections.abc import Iterable

from sqlalchemy import Column, Connection, String, Table, delete, insert, select

from cs_engine.records.worked import KeptWork
from cs_engine.storage.kinds import Document
from cs_engine.storage.tables import METADATA

PLAYS_WORKED = Table(
    "plays_worked",
    METADATA,
    Column("play", String, primary_key=True),
    Column("work", Document(KeptWork), nullable=False),
)
"""One row per play that was ever started."""


class PlaysWorked:
    """The same, within one transaction; it is about all customers and names none."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, found: Iterable[KeptWork]) -> None:
        """Keep what was found in place of what was before."""
        self._connection.execute(delete(PLAYS_WORKED))
        if rows := [{"play": each.play, "work": each} for each in found]:
            self._connection.execute(insert(PLAYS_WORKED), rows)

    def all(self) -> dict[str, KeptWork]:
        """Return what each play has done."""
        return {row.play: row.work for row in self._connection.execute(select(*PLAYS_WORKED.c))}
