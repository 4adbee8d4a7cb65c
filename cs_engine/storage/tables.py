"""The tables of the memory. A change here needs a migration beside it; a test compares the two."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Enum,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from cs_engine.records.account import Basis
from cs_engine.records.bands import Band
from cs_engine.storage.kinds import Instant

METADATA = MetaData()

BAND = Enum(Band, native_enum=False, length=16, values_callable=lambda bands: [band.value for band in bands])
"""A band, kept as its word."""
BASIS = Enum(Basis, native_enum=False, length=16, values_callable=lambda bases: [basis.value for basis in bases])
"""Where a probability comes from, kept as its word."""


def _finding_columns() -> tuple[Column[object], ...]:
    """Return the columns of a snapshot that are there to find, order and count, in the order of ``SnapshotRow``."""
    return (
        Column("account_id", String, primary_key=True),
        Column("as_of", Instant, nullable=False),
        Column("name", String, nullable=False),
        Column("domain", String),
        Column("owner", String),
        Column("backup", String),
        Column("segment", String),
        Column("parent_id", String),
        Column("status", String, nullable=False),
        Column("band", BAND),
        Column("score", Integer),
        Column("change_7d", Integer),
        Column("change_30d", Integer),
        Column("arr", Float),
        Column("currency", String),
        Column("term_months", Integer),
        Column("decision_date", Date),
        Column("early_warning", Boolean, nullable=False),
        Column("expected_revenue_at_risk", Float),
        Column("probability", Float),
        Column("probability_basis", BASIS),
        Column("probability_n", Integer),
        Column("rank", Float, nullable=False),
        Column("scorecard", String, nullable=False),
        Column("formula_version", String, nullable=False),
        Column("data_ends", Date, nullable=False),
        Column("cause", String, nullable=False),
        Column("digest", String, nullable=False),
    )


def _snapshot_columns() -> tuple[Column[object], ...]:
    account_id, as_of, *others = _finding_columns()
    as_of.primary_key = True
    return (account_id, as_of, *others, Column("document", Text, nullable=False))


SNAPSHOTS = Table("snapshots", METADATA, *_snapshot_columns())
"""One row per account and instant; nothing is ever thrown away."""
Index("ix_snapshots_as_of", SNAPSHOTS.c.as_of, SNAPSHOTS.c.account_id)

CURRENT = Table(
    "current",
    METADATA,
    *_finding_columns(),
    Column("name_key", String, nullable=False),
    Column("domain_key", String),
    Column("owner_key", String),
    Column("backup_key", String),
    Column("severity", Integer, nullable=False),
)
"""One row per account: its latest snapshot without the document, so that lists stay small.

``*_key`` columns hold the folded spelling that look-ups use; ``severity`` is the band's place in a list.
"""
Index("ix_current_as_of", CURRENT.c.as_of)
Index("ix_current_name_key", CURRENT.c.name_key)
Index("ix_current_domain_key", CURRENT.c.domain_key)
Index("ix_current_owner_key", CURRENT.c.owner_key)
Index("ix_current_backup_key", CURRENT.c.backup_key)
Index("ix_current_parent_id", CURRENT.c.parent_id)

SCORECARDS = Table(
    "scorecards",
    METADATA,
    Column("formula_version", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("content", Text, nullable=False),
    Column("first_seen", Instant, nullable=False),
)
RUNS = Table(
    "runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("as_of", Instant),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=False),
    Column("accounts", Integer, nullable=False),
    Column("digest", String),
)
EVENTS = Table(
    "events",
    METADATA,
    Column("event_id", String, primary_key=True),
    Column("claimed_at", Instant, nullable=False),
)
"""Slack events already taken, so that a redelivered one runs once."""
Index("ix_events_claimed_at", EVENTS.c.claimed_at)

PEOPLE = Table(
    "people",
    METADATA,
    Column("slack_user_id", String, primary_key=True),
    Column("email", String),
    Column("name", String, nullable=False),
    Column("timezone", String),
    Column("locale", String),
)

SOURCES = Table(
    "sources",
    METADATA,
    Column("table", String, primary_key=True),
    Column("loaded_at", Instant, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
)
"""One row per canonical table: its latest load, as the book knew it at the latest refresh."""

IMPORTS = Table(
    "imports",
    METADATA,
    Column("id", String, primary_key=True),
    Column("requested_by", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("timezone", String, nullable=False),
    Column("files", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("channel", String),
    Column("ts", String),
    Column("thread", Text, nullable=False),
    Column("wishes", Text, nullable=False),
    Column("look", Text),
    Column("rules", Text),
    Column("toml", Text),
    Column("headers", Text, nullable=False),
    Column("claimed_by", String),
    Column("claimed_at", Instant),
    Column("finished_at", Instant),
    Column("sentence", Text),
    Column("outcome", Text),
)
"""Files that somebody sent to be loaded; ``claimed_by`` is the process that works on them, ``claimed_at`` when it was
last heard of."""
Index("ix_imports_state", IMPORTS.c.state, IMPORTS.c.changed_at)
