"""Which intents can be sent now, and which have come to their end unsent: conditions of the outbox, in SQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from cs_engine.records.outbox import Act, Outcome
from cs_engine.storage.tables_outbox import OUTBOX

DELIVERED = (Outcome.SENT, Outcome.ALREADY_SENT)
TO_DO = (Outcome.PENDING, Outcome.SENDING)
GIVEN_UP = (Outcome.MUTED, Outcome.CHANNEL_GONE, Outcome.SUPERSEDED)
"""What nothing will come of."""
LIVING = tuple(outcome for outcome in Outcome if outcome not in GIVEN_UP)
"""What was sent or may be: what failed or is uncertain may still be sent by hand."""
EDIT_GAP = timedelta(seconds=5)
"""A message that changes faster than people read is edited no faster than they read, and Slack asks for no less."""
STALE, NEWER, NO_MESSAGE, NOT_BEFORE = "stale", "newer_edit", "no_message", "part_missing"
"""Why something was not sent; words for people are found where people read."""

_mine = OUTBOX.c


@dataclass(frozen=True, slots=True)
class Now:
    """The present: ``at`` by the clock that people read, ``real`` for leases, retries and attempts. Both aware."""

    at: datetime
    real: datetime

    def is_due(self) -> ColumnElement[bool]:
        """Condition: pending and due, or left by a sender whose lease ran out."""
        rested = or_(_mine.retry_at.is_(None), _mine.retry_at <= self.real)
        pending = and_(_mine.outcome == Outcome.PENDING, _mine.due_at <= self.at, rested)
        return or_(pending, and_(_mine.outcome == Outcome.SENDING, _mine.lease_until < self.real))


def is_ready(moment: Now) -> ColumnElement[bool]:
    """Condition: due, in a conversation where nothing is being sent or waits for Slack, and after what it follows."""
    return and_(moment.is_due(), _lane_is_free(moment), _message_is_there(), _turn_has_come(), not_(_too_soon(moment)))


def endings(moment: Now) -> Iterator[tuple[ColumnElement[bool], Outcome, str]]:
    """Yield conditions of what is due and will not be sent, with its outcome and why. Each presumes the ones before."""
    due = and_(_mine.outcome == Outcome.PENDING, _mine.due_at <= moment.at, _mine.attempted_at.is_(None))
    yield and_(due, _mine.expires_at <= moment.at), Outcome.MUTED, STALE
    yield and_(due, _mine.act == Act.EDIT, _newer_edit(moment)), Outcome.SUPERSEDED, NEWER
    yield and_(due, _mine.act == Act.EDIT, _only_unsent_posts()), Outcome.SUPERSEDED, NEWER
    yield and_(due, needs_message(), not_(_post_in(*LIVING))), Outcome.MUTED, NO_MESSAGE
    yield and_(due, _before_is_in(GIVEN_UP)), Outcome.MUTED, NOT_BEFORE


def needs_message() -> ColumnElement[bool]:
    """Condition: an edit or reply, or a message in another one's thread."""
    return or_(_mine.act != Act.POST, _mine.within.is_not(None))


def _lane_is_free(moment: Now) -> ColumnElement[bool]:
    other = OUTBOX.alias()
    sending = and_(other.c.outcome == Outcome.SENDING, other.c.lease_until >= moment.real)
    told_to_wait = and_(other.c.outcome == Outcome.PENDING, other.c.retry_at > moment.real)
    return _mine.lane.not_in(select(other.c.lane).where(or_(sending, told_to_wait)))


def _message_is_there() -> ColumnElement[bool]:
    return or_(not_(needs_message()), _post_in(*DELIVERED))


def _turn_has_come() -> ColumnElement[bool]:
    other = OUTBOX.alias()
    missing = exists().where(other.c.key == _mine.after, other.c.outcome.not_in(DELIVERED))
    return or_(_mine.after.is_(None), not_(missing))


def _before_is_in(outcomes: tuple[Outcome, ...]) -> ColumnElement[bool]:
    other = OUTBOX.alias()
    return exists().where(other.c.key == _mine.after, other.c.outcome.in_(outcomes))


def _post_in(*outcomes: Outcome) -> ColumnElement[bool]:
    """Condition: a message of the subject that this is about has one of these outcomes."""
    other = OUTBOX.alias()
    about = and_(other.c.subject == func.coalesce(_mine.within, _mine.subject), other.c.act == Act.POST)
    return exists().where(about, other.c.outcome.in_(outcomes))


def _only_unsent_posts() -> ColumnElement[bool]:
    """Condition: the message is still to be worded, and will say what an edit would."""
    begun = [each for each in LIVING if each is not Outcome.PENDING]
    other = OUTBOX.alias()
    tried = exists().where(other.c.subject == _mine.subject, other.c.act == Act.POST, other.c.attempted_at.is_not(None))
    return and_(_post_in(Outcome.PENDING), not_(_post_in(*begun)), not_(tried))


def _newer_edit(moment: Now) -> ColumnElement[bool]:
    other = OUTBOX.alias()
    later = or_(
        other.c.created_at > _mine.created_at, and_(other.c.created_at == _mine.created_at, other.c.key > _mine.key)
    )
    waits = and_(other.c.outcome == Outcome.PENDING, other.c.due_at <= moment.at)
    return exists().where(other.c.subject == _mine.subject, other.c.act == Act.EDIT, waits, later)


def _too_soon(moment: Now) -> ColumnElement[bool]:
    other = OUTBOX.alias()
    just = and_(other.c.outcome.in_(DELIVERED), other.c.attempted_at > moment.real - EDIT_GAP)
    edited = exists().where(other.c.subject == _mine.subject, other.c.act == Act.EDIT, just)
    return and_(_mine.act == Act.EDIT, edited)
