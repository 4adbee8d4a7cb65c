"""Intents in the outbox: written with the change they tell of, taken by a sender, and what became of each."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, text, update

from cs_engine.records.outbox import Act, Delivery, Intent, Outcome, Place, Recipient
from cs_engine.storage.database import upserting
from cs_engine.storage.kinds import record_of, values_of
from cs_engine.storage.sendable import DELIVERED, TO_DO, Now, endings, is_ready
from cs_engine.storage.tables_outbox import OUTBOX

OPAQUE_BYTES = 12
ONE_BY_ONE = 0x57E3A4D
"""Any number of our own: the advisory lock under which PostgreSQL's senders choose, as SQLite's writers do anyway."""
RESENDABLE = (Outcome.FAILED, Outcome.UNCERTAIN, Outcome.CHANNEL_GONE)
"""What somebody may have sent once more."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who sends, and how long nobody else does."""

    holder: str
    until: datetime


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
            key = self._connection.execute(statement, _row(fresh) | {"lane": self._lane(intent)}).scalar()
            added += [] if key is None else [str(key)]
        return added

    def get(self, key: str) -> Delivery | None:
        """Return the delivery of an intent, or ``None`` when there is none of this key."""
        row = self._connection.execute(select(OUTBOX).where(OUTBOX.c.key == key)).mappings().first()
        return None if row is None else delivery_of(dict(row))

    def is_waiting(self, moment: Now) -> bool:
        """Tell whether anything can be sent or settled: a glance that takes no lock."""
        to_settle = (condition for condition, _, _ in endings(moment))
        wanted = select(OUTBOX.c.key).where(or_(is_ready(moment), *to_settle)).limit(1)
        return self._connection.execute(wanted).first() is not None

    def settle(self, moment: Now) -> None:
        """Bring what is due and needs no sending to its end."""
        for condition, outcome, reason in endings(moment):
            ended = {"outcome": outcome, "reason": reason, "finished_at": moment.at}
            self._connection.execute(update(OUTBOX).where(condition).values(ended))

    def claim(self, lease: Lease, moment: Now) -> Delivery | None:
        """Take what has been due longest in a conversation that is free; of several takers exactly one gets it.

        What a dead sender left is given as it left it: with ``attempted_at`` if it may be in Slack.
        """
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:mine)"), {"mine": ONE_BY_ONE})
        order = (OUTBOX.c.due_at, OUTBOX.c.created_at, OUTBOX.c.key)
        found = self._connection.execute(
            select(OUTBOX.c.key).where(is_ready(moment)).order_by(*order).limit(1)
        ).scalar()
        if found is None:
            return None
        taken = {"outcome": Outcome.SENDING, "claimed_by": lease.holder, "lease_until": lease.until}
        change = update(OUTBOX).where(OUTBOX.c.key == found).values(**taken, attempts=OUTBOX.c.attempts + 1)
        return delivery_of(dict(self._connection.execute(change.returning(OUTBOX)).mappings().one()))

    def hold(self, key: str, holder: str, **changes: object) -> bool:
        """Change a delivery that ``holder`` is sending; ``False`` when somebody else has it by now."""
        mine = (OUTBOX.c.key == key, OUTBOX.c.outcome == Outcome.SENDING, OUTBOX.c.claimed_by == holder)
        return self._connection.execute(update(OUTBOX).where(*mine).values(changes)).rowcount == 1

    def places(self, subject: str) -> list[Place]:
        """Return where the messages of a subject stand, the newest first."""
        wanted = select(OUTBOX).where(_posts(subject), OUTBOX.c.outcome.in_(DELIVERED))
        rows = self._connection.execute(wanted.order_by(OUTBOX.c.created_at.desc(), OUTBOX.c.key)).mappings()
        return [Place(row["channel"], row["ts"], row["opaque"], row["told"]) for row in rows]

    def again(self, key: str, at: datetime) -> bool:
        """Have something sent that was not, or perhaps was not; whoever asks has looked.

        Returns:
            Whether there was such a thing.
        """
        anew = {"outcome": Outcome.PENDING, "reason": None, "retry_at": None, "attempted_at": None, "attempts": 0}
        stale = and_(OUTBOX.c.key == key, OUTBOX.c.outcome.in_(RESENDABLE))
        change = update(OUTBOX).where(stale).values(**anew, due_at=at, expires_at=None, finished_at=None)
        return self._connection.execute(change).rowcount == 1

    def page(self, offset: int, limit: int, outcomes: Sequence[Outcome] = ()) -> tuple[list[Delivery], int]:
        """Return a page of the delivery log, newest first, and how many there are in all."""
        wanted: ColumnElement[bool] = or_(*(OUTBOX.c.outcome == each for each in outcomes or Outcome))
        total = self._connection.scalar(select(func.count()).select_from(OUTBOX).where(wanted)) or 0
        order = (OUTBOX.c.created_at.desc(), OUTBOX.c.key)
        rows = self._connection.execute(select(OUTBOX).where(wanted).order_by(*order).offset(offset).limit(limit))
        return [delivery_of(dict(row)) for row in rows.mappings()], total

    def prune(self, at: datetime, kept: timedelta, places_kept: timedelta) -> int:
        """Forget what is over: messages that can still be edited after ``places_kept``, the rest after ``kept``.

        Returns:
            How many were forgotten.
        """
        over = OUTBOX.c.outcome.not_in(TO_DO)
        editable = and_(OUTBOX.c.act == Act.POST, OUTBOX.c.outcome.in_(DELIVERED))
        old = or_(and_(~editable, OUTBOX.c.created_at < at - kept), OUTBOX.c.created_at < at - places_kept)
        return self._connection.execute(delete(OUTBOX).where(over, old)).rowcount

    def _lane(self, intent: Intent) -> str:
        """Return the conversation an intent is for: that of the message it is about, else its first recipient's."""
        about = intent.within if intent.act is Act.POST else intent.subject
        if about is not None:
            posted = select(OUTBOX.c.lane).where(_posts(about)).order_by(OUTBOX.c.created_at.desc(), OUTBOX.c.key)
            lane = self._connection.execute(posted.limit(1)).scalar()
            if lane is not None:
                return str(lane)
        return _name(intent.to[0]) if intent.to else intent.subject


def delivery_of(row: dict[str, object]) -> Delivery:
    """Return the delivery in a row of the outbox."""
    return record_of(Delivery, {**row, "intent": record_of(Intent, row)})


def _posts(subject: str) -> ColumnElement[bool]:
    return and_(OUTBOX.c.subject == subject, OUTBOX.c.act == Act.POST)


def _name(recipient: Recipient) -> str:
    return f"{recipient.kind}:{recipient.id}"


def _row(delivery: Delivery) -> dict[str, object]:
    values = values_of(delivery)
    return values_of(values.pop("intent")) | values
