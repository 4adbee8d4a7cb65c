"""Sends what is due in the outbox, each thing once, whatever dies in between."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPException

from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.clock import Clock
from bot.delivery.audience import Audience
from bot.delivery.directory import Directory
from bot.delivery.finder import Finder, NotAllowedToLookError
from bot.delivery.saying import Saying
from bot.delivery.speaker import Wording
from bot.delivery.trouble import Refusal, Trouble, pause_after, refusal_of
from bot.errors import REFERENCE_BYTES
from bot.logs import logger
from cs_engine.errors import StoreUnavailable
from cs_engine.records.outbox import Act, Delivery, Outcome, Place, Recipient, To
from cs_engine.service.customer_success import CustomerSuccess

LEASE = timedelta(seconds=60)
"""Six times as long as a call may take: who needs longer is dead, and the message is looked for and taken over."""
MOST_BREAKS = 20
"""After so many errors of Slack's own, about two hours, others in the same conversation get their turn."""
SHARED = Refusal(Trouble.CHANNEL_GONE, "is_ext_shared")
"""Another company reads there now: customers are no news for it."""
FAILURES = (SlackApiError, OSError, HTTPException)


class Sender:
    """Sends one message at a time; any number of these may run anywhere."""

    def __init__(
        self,
        cs: CustomerSuccess,
        client: WebClient,
        audience: Audience,
        wordings: Mapping[str, Wording],
        clock: Clock,
        *,
        lease: timedelta = LEASE,
    ) -> None:
        """Take from the outbox of ``cs`` and say it in Slack through ``client``, which must not sleep."""
        self._outbox = cs.outbox
        self._client = client
        self._audience = audience
        self._wordings = wordings
        self._clock = clock
        self._lease = lease
        self._directory = Directory(client, cs.preferences)
        self._finder = Finder(client)
        self._me = secrets.token_hex(REFERENCE_BYTES)

    def work(self) -> bool:
        """Send what is due first, if anything is."""
        one = self._outbox.claim(self._me, self._lease)
        if one is None:
            return False
        with self._ended(one):
            self._deliver(one)
        return True

    def _deliver(self, one: Delivery) -> None:
        wording = self._wordings.get(one.intent.kind)
        if wording is None:
            self._unsent(one, Outcome.FAILED, "unknown_kind")
            return
        if one.intent.act is Act.EDIT:
            self._edit(one, wording)
            return
        thread = self._thread(one)
        if self._was_sent(one, thread):
            return
        if one.intent.expires_at is not None and one.intent.expires_at <= self._clock():
            self._unsent(one, Outcome.MUTED, "stale")
            return
        self._tell_the_first(one, wording, thread)

    def _thread(self, one: Delivery) -> Place | None:
        """Return the message in whose thread it goes."""
        root = one.intent.within if one.intent.act is Act.POST else one.intent.subject
        return None if root is None else self._outbox.places(root)[0]

    def _was_sent(self, one: Delivery, thread: Place | None) -> bool:
        """Look for a message that may be in Slack already; ``True`` when there is nothing left to do about it now."""
        if one.attempted_at is None or one.channel is None:
            return False
        try:
            since = one.attempted_at.timestamp()
            found = self._finder.find(one.opaque, one.channel, thread.ts if thread else None, since)
        except NotAllowedToLookError as unknown:
            self._unsent(one, Outcome.UNCERTAIN, str(unknown))
            return True
        except FAILURES as failure:
            self._later(one, refusal_of(failure), doubtful=True)
            return True
        if found is None:
            return not self._outbox.not_there(one)
        self._log(one, Outcome.ALREADY_SENT, None)
        self._outbox.sent(one, (one.channel, found), already=True)
        return True

    def _tell_the_first(self, one: Delivery, wording: Wording, thread: Place | None) -> None:
        """Tell the first recipient who can be told."""
        last = Refusal(Trouble.UNREACHABLE, "nobody_to_tell")
        for recipient in (thread.told,) if thread else one.intent.to:
            try:
                channel = thread.channel if thread else self._directory.channel_of(recipient)
                shared = thread is None and self._directory.is_shared(recipient)
            except FAILURES as failure:
                self._later(one, refusal_of(failure))
                return
            if channel is None:
                continue
            refused = self._lost(channel, SHARED) if shared else self._tell(one, wording, recipient, channel, thread)
            if refused is None:
                return
            last = refused
        outcome = Outcome.CHANNEL_GONE if last.trouble is Trouble.CHANNEL_GONE else Outcome.FAILED
        self._unsent(one, outcome, last.reason)

    def _tell(
        self, one: Delivery, wording: Wording, recipient: Recipient, channel: str, thread: Place | None
    ) -> Refusal | None:
        """Tell one recipient; return why that cannot be, ``None`` when the message is dealt with."""
        saying = self._worded(one, wording, recipient)
        if saying is None:
            return None
        if saying.is_over:
            self._unsent(one, Outcome.MUTED, "over")
            return None
        if not self._outbox.trying(one, recipient, channel, self._lease):
            return None
        try:
            place = saying.post(self._client, channel, one.opaque, thread.ts if thread else None)
        except FAILURES as failure:
            return self._refused(one, recipient, channel, refusal_of(failure))
        self._log(one, Outcome.SENT, None)
        self._outbox.sent(one, place)
        return None

    def _refused(self, one: Delivery, recipient: Recipient, channel: str, refusal: Refusal) -> Refusal | None:
        if refusal.trouble is Trouble.WAIT:
            self._later(one, refusal)
            return None
        self._outbox.not_there(one)
        self._directory.forget(recipient)
        is_gone = refusal.trouble is Trouble.CHANNEL_GONE and recipient.kind is To.CHANNEL
        return self._lost(channel, refusal) if is_gone else refusal

    def _lost(self, channel: str, refusal: Refusal) -> Refusal:
        """Note that a channel takes no messages; whoever set it up is told."""
        self._outbox.channel_gone(channel, refusal.reason)
        return refusal

    def _edit(self, one: Delivery, wording: Wording) -> None:
        """Edit every message of the subject; one that was removed holds up no other."""
        done: Place | None = None
        refused = Refusal(Trouble.REFUSED, "no_message")
        for place in self._outbox.places(one.intent.subject):
            saying = Saying(wording, one.intent, self._audience, place.told)
            if saying.is_over:
                continue
            if not self._outbox.trying(one, place.told, place.channel, self._lease):
                return
            try:
                saying.edit(self._client, place)
            except FAILURES as failure:
                refused = refusal_of(failure)
                if refused.trouble is Trouble.WAIT:
                    self._later(one, refused)
                    return
            else:
                done = place
        if done is None:
            over = refused.reason == "no_message"
            self._unsent(one, Outcome.MUTED if over else Outcome.FAILED, "over" if over else refused.reason)
            return
        self._log(one, Outcome.SENT, None)
        self._outbox.sent(one, (done.channel, done.ts))

    def _worded(self, one: Delivery, wording: Wording, told: Recipient) -> Saying | None:
        """Word it, with who is mentioned looked up; ``None`` when Slack would not tell now, and it waits."""
        try:
            return Saying(wording, one.intent, self._audience, told, self._directory.meet)
        except FAILURES as failure:
            self._later(one, refusal_of(failure))
            return None

    def _later(self, one: Delivery, refusal: Refusal, *, doubtful: bool = False) -> None:
        doubtful = doubtful or refusal.doubtful
        if refusal.doubtful and one.attempts >= MOST_BREAKS:
            self._unsent(one, Outcome.UNCERTAIN if one.intent.act is not Act.EDIT else Outcome.FAILED, refusal.reason)
            return
        pause = refusal.pause or pause_after(one.attempts)
        logger("delivery").warning(
            "a message waits", kind=one.intent.kind, request_id=one.opaque, problem=refusal.reason
        )
        self._outbox.retry(one, pause, refusal.reason, doubtful=doubtful and one.intent.act is not Act.EDIT)

    def _unsent(self, one: Delivery, outcome: Outcome, reason: str) -> None:
        self._log(one, outcome, reason)
        self._outbox.unsent(one, outcome, reason)

    def _log(self, one: Delivery, outcome: Outcome, reason: str | None) -> None:
        told = logger("delivery")
        tell = told.warning if outcome in {Outcome.FAILED, Outcome.UNCERTAIN, Outcome.CHANNEL_GONE} else told.info
        tell("a message was dealt with", kind=one.intent.kind, request_id=one.opaque, outcome=outcome, problem=reason)

    @contextmanager
    def _ended(self, one: Delivery) -> Iterator[None]:
        """See that a fault of ours is told once, with a reference, and does not come back every minute."""
        reference: str | None = secrets.token_hex(REFERENCE_BYTES)
        try:
            yield
            reference = None
        except (StoreUnavailable, KeyboardInterrupt, SystemExit):
            reference = None  # whoever takes it over when the lease has run out looks for it first
            raise
        finally:
            if reference is not None:
                logger("delivery").error("a message failed", kind=one.intent.kind, reference=reference)
                self._unsent(one, Outcome.FAILED, f"fault_{reference}")
