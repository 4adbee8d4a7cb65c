"""What is to be said unasked: intents, written with the change they tell of, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Act(StrEnum):
    """What an intent does to Slack."""

    POST = "post"
    """A new message: the one that its subject is from then on."""
    REPLY = "reply"
    """A reply in the thread of its subject's message; waits until that is sent."""
    EDIT = "edit"
    """The subject's message as it should be now; a newer edit makes an older one needless."""


class To(StrEnum):
    """Kinds of recipients."""

    PERSON = "person"
    """By address in lower case or Slack user id; told in a direct message."""
    CHANNEL = "channel"
    """By Slack channel id."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told."""

    kind: To
    id: str


class Outcome(StrEnum):
    """What became of an intent."""

    PENDING = "pending"
    SENDING = "sending"
    """Claimed; its lease says by whom and until when. A dead sender's is looked for in Slack before it is sent."""
    SENT = "sent"
    ALREADY_SENT = "already_sent"
    """An earlier sender had sent it and died before it could say so."""
    MUTED = "muted"
    """Its recipient wants none of these, or it is about something that is over."""
    CHANNEL_GONE = "channel_gone"
    """Archived, deleted, or the bot was removed; whoever set it up is told."""
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    """It may have been sent, and we may not read the channel to find out; only a person sends it again."""
    SUPERSEDED = "superseded"
    """A newer edit of the same message said more."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing to say. Two intents with one ``key`` are one.

    ``to``: the first of these who can be reached is told (an owner, then their backup, then a lead); edits and replies
    go where the subject's message is. ``about`` is plain JSON: ids for what is worded from the present state, numbers
    for what must stay as it was.
    """

    key: str
    """One per fact and day, such as ``digest:C123:2026-W47``."""
    kind: str
    """Which words: the name of a wording in the bot."""
    act: Act
    subject: str
    """Whose message it is, such as ``episode:3f2a…``."""
    to: tuple[Recipient, ...]
    due_at: datetime
    """Not before; aware. Working hours were minded when this was set."""
    about: Mapping[str, Any] = field(default_factory=dict)
    after: str | None = None
    """Key of the intent that must be sent first: the parts of a thread, in order."""
    expires_at: datetime | None = None
    """Not after: news that has gone stale is muted instead of told."""
    within: str | None = None
    """For a POST that stands in the thread of another subject's message: that subject."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An intent in the outbox and what became of it. Leases, retries and attempts use real time, the rest the clock."""

    intent: Intent
    opaque: str
    """Random; travels in the message's metadata, so that a message can be found again."""
    created_at: datetime
    outcome: Outcome
    reason: str | None = None
    attempts: int = 0
    attempted_at: datetime | None = None
    """Since when it may be in Slack; None as long as it certainly is not."""
    claimed_by: str | None = None
    lease_until: datetime | None = None
    retry_at: datetime | None = None
    told: Recipient | None = None
    """Which of the recipients it was, or is being tried."""
    channel: str | None = None
    ts: str | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message of ours stands."""

    channel: str
    ts: str
    opaque: str
    told: Recipient


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """One page of the delivery log, newest first."""

    deliveries: tuple[Delivery, ...]
    page: int
    pages: int
    total: int
