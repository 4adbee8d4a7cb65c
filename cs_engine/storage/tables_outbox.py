"""The outbox: what is to be said unasked, and what became of it; and the jobs that were run."""

from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table

from cs_engine.records.outbox import Act, Outcome, Recipient
from cs_engine.storage.kinds import Document, Instant, Word
from cs_engine.storage.tables import METADATA

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("key", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("act", Word(Act), nullable=False),
    Column("subject", String, nullable=False),
    Column("to", Document(tuple[Recipient, ...]), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("about", Document(dict[str, Any]), nullable=False),
    Column("after", String),
    Column("expires_at", Instant),
    Column("within", String),
    Column("lane", String, nullable=False),
    Column("opaque", String, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("outcome", Word(Outcome), nullable=False),
    Column("reason", String),
    Column("attempts", Integer, nullable=False),
    Column("attempted_at", Instant),
    Column("claimed_by", String),
    Column("lease_until", Instant),
    Column("retry_at", Instant),
    Column("told", Document(Recipient)),
    Column("channel", String),
    Column("ts", String),
    Column("finished_at", Instant),
)
"""One row per intent, its ``Delivery`` beside it.

``lane`` is the conversation as far as it is known when the intent is written: within a lane one message is sent at a
time, the oldest first, and a lane that Slack asked to wait holds up no other.
"""
Index("ix_outbox_outcome", OUTBOX.c.outcome, OUTBOX.c.due_at)
Index("ix_outbox_subject", OUTBOX.c.subject, OUTBOX.c.created_at)

JOB_RUNS = Table(
    "job_runs",
    METADATA,
    Column("job", String, primary_key=True),
    Column("due_at", Instant, primary_key=True),
    Column("claimed_by", String, nullable=False),
    Column("lease_until", Instant, nullable=False),
    Column("finished_at", Instant),
)
"""One row per job and due time: whoever writes it first runs the job."""
