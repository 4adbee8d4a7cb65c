"""Intents in the outbox."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from cs_engine.records.outbox import Delivery, Intent, Outcome
from cs_engine.storage.database import upserting
from cs_engine.storage.kinds import record_of, values_of
from cs_engine.storage.tables_outbox import OUTBOX

OPAQUE_BYTES = 12


class Outbox:
    """The outbox within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, intents: Iterable[Intent], at: datetime) -> list[str]:
        """Add intents; one whose key is there already changes nothing.

        Returns:
            The keys that are new.
        """
        statement = upserting(self._connection, OUTBOX).on_conflict_do_nothing().returning(OUTBOX.c.key)
        added = []
        for intent in intents:
            fresh = Delivery(intent, secrets.token_hex(OPAQUE_BYTES), at, Outcome.PENDING)
            key = self._connection.execute(statement, _row(fresh)).scalar()
            added += [] if key is None else [str(key)]
        return added

    def get(self, key: str) -> Delivery | None:
        """Return the delivery of an intent, or ``None`` when there is none of this key."""
        row = self._connection.execute(select(OUTBOX).where(OUTBOX.c.key == key)).first()
        if row is None:
            return None
        found = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
        return record_of(Delivery, {**found, "intent": record_of(Intent, found)})


def _row(delivery: Delivery) -> dict[str, object]:
    values = values_of(delivery)
    return values_of(values.pop("intent")) | values
