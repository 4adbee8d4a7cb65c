"""The outbox, as senders and people use it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from math import ceil

from cs_engine.records.outbox import Act, Delivery, DeliveryPage, Intent, Outcome, Place, Recipient, To
from cs_engine.service.preferences.desk import gone
from cs_engine.storage.outbox import Lease
from cs_engine.storage.sendable import Now
from cs_engine.storage.store import Store

KEPT = timedelta(days=90)
"""A quarter of what became of messages answers every question anybody asks about them."""
PLACES_KEPT = timedelta(days=400)
"""Messages are remembered longer than the longest episode or plan lives, so that they can be edited to the end."""
PAGE_LINES = 20


def real_time() -> datetime:
    """Return the real moment."""
    return datetime.now(UTC)


class OutboxDesk:
    """The outbox. Safe to share between threads and processes."""

    def __init__(self, store: Store, clock: Callable[[], datetime], real: Callable[[], datetime] = real_time) -> None:
        """Work on ``store``; ``clock`` tells when things are due, ``real`` how long leases and pauses last."""
        self._store = store
        self._clock = clock
        self._real = real

    def put(self, intents: Sequence[Intent]) -> list[str]:
        """Add intents that come with no other change; return the keys that are new."""
        with self._store.changing() as memory:
            return memory.outbox.put(intents, self._clock())

    def claim(self, holder: str, lease: timedelta) -> Delivery | None:
        """Take what is to be sent next, ``None`` when nothing is; of several takers exactly one gets it."""
        moment = self._now()
        with self._store.viewing() as memory:
            if not memory.outbox.is_waiting(moment):
                return None
        with self._store.changing() as memory:
            memory.outbox.settle(moment)
            return memory.outbox.claim(Lease(holder, moment.real + lease), moment)

    def places(self, subject: str) -> list[Place]:
        """Return where the messages of a subject stand, the newest first."""
        with self._store.viewing() as memory:
            return memory.outbox.places(subject)

    def trying(self, one: Delivery, told: Recipient, channel: str, lease: timedelta) -> bool:
        """Say that a message may be in a channel from now on; ``False`` when somebody else is sending it by now."""
        now = self._real()
        return self._hold(one, told=told, channel=channel, attempted_at=now, lease_until=now + lease)

    def not_there(self, one: Delivery) -> bool:
        """Say that what was tried certainly is not in Slack."""
        return self._hold(one, attempted_at=None)

    def sent(self, one: Delivery, place: tuple[str, str], *, already: bool = False, reason: str | None = None) -> bool:
        """Say where a message stands; ``already`` when an earlier sender had sent it."""
        channel, ts = place
        outcome = Outcome.ALREADY_SENT if already else Outcome.SENT
        return self._end(one, outcome, reason, channel=channel, ts=ts)

    def unsent(self, one: Delivery, outcome: Outcome, reason: str) -> bool:
        """Say that nothing was sent, and why."""
        return self._end(one, outcome, reason)

    def retry(self, one: Delivery, pause: timedelta, reason: str, *, doubtful: bool = False) -> bool:
        """Leave a message for later; ``doubtful`` when this attempt may have got through all the same."""
        certain = {} if doubtful else {"attempted_at": None}
        changes = {"outcome": Outcome.PENDING, "retry_at": self._real() + pause, "lease_until": None}
        return self._hold(one, reason=reason, **changes, **certain)

    def channel_gone(self, channel: str, reason: str) -> None:
        """Note that a channel takes no messages, and have whoever set it up told, once."""
        now = self._clock()
        with self._store.changing() as memory:
            lost = gone(memory.wishes, channel, reason, now)
            if lost is None:
                return
            key = f"channel_gone:{channel}:{now.date().isoformat()}"
            about = {"channel": channel, "name": lost.name, "reason": reason}
            to = (Recipient(To.PERSON, lost.set_by),)
            memory.outbox.put([Intent(key, "channel_gone", Act.POST, key, to, now, about)], now)

    def again(self, key: str) -> bool:
        """Have something sent that failed or is uncertain; whoever asks has looked. Return whether there was such."""
        with self._store.changing() as memory:
            return memory.outbox.again(key, self._clock())

    def page(self, page: int = 1, outcomes: Sequence[Outcome] = (), lines: int = PAGE_LINES) -> DeliveryPage:
        """Return one page of the delivery log, newest first; a page beyond the last is the last."""
        with self._store.viewing() as memory:
            _, total = memory.outbox.page(0, 1, outcomes)
            pages = max(ceil(total / lines), 1)
            page = min(max(page, 1), pages)
            found, _ = memory.outbox.page((page - 1) * lines, lines, outcomes)
        return DeliveryPage(tuple(found), page, pages, total)

    def prune(self) -> int:
        """Forget what has been over for a quarter, and messages that nobody edits any more; return how many."""
        with self._store.changing() as memory:
            return memory.outbox.prune(self._clock(), KEPT, PLACES_KEPT)

    def _end(self, one: Delivery, outcome: Outcome, reason: str | None, **changes: object) -> bool:
        return self._hold(one, outcome=outcome, reason=reason, finished_at=self._clock(), lease_until=None, **changes)

    def _hold(self, one: Delivery, **changes: object) -> bool:
        with self._store.changing() as memory:
            return memory.outbox.hold(one.intent.key, one.claimed_by or "", **changes)

    def _now(self) -> Now:
        return Now(self._clock(), self._real())
