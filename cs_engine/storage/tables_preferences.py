"""What people and channels have set, and who did what."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text, Time

from cs_engine.records.episodes import Family
from cs_engine.records.preferences import ChannelScope, Route
from cs_engine.storage.kinds import Document, Instant, Word
from cs_engine.storage.tables import METADATA

PREFERENCES = Table(
    "preferences",
    METADATA,
    Column("person", String, primary_key=True),
    Column("timezone", String),
    Column("language", String),
    Column("working_days", Document(tuple[int, ...]), nullable=False),
    Column("opens", Time, nullable=False),
    Column("closes", Time, nullable=False),
    Column("country", String),
    Column("away_from", Date),
    Column("away_until", Date),
    Column("digest_dm", Boolean, nullable=False),
    Column("digest_weekday", Integer, nullable=False),
    Column("digest_at", Time, nullable=False),
    Column("daily_dm", Boolean, nullable=False),
    Column("daily_at", Time, nullable=False),
    Column("routes", Document(dict[Family, Route]), nullable=False),
    Column("emoji", String),
    Column("home", String, nullable=False),
)

CHANNELS = Table(
    "channels",
    METADATA,
    Column("channel", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("scope", Word(ChannelScope), nullable=False),
    Column("value", String),
    Column("set_by", String, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("at", Time, nullable=False),
    Column("timezone", String, nullable=False),
    Column("language", String, nullable=False),
    Column("digest", Boolean, nullable=False),
    Column("alerts", Boolean, nullable=False),
    Column("gone_at", Instant),
    Column("gone_reason", String),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", String, nullable=False),
    Column("what", String, nullable=False),
    Column("about", String, nullable=False),
    Column("detail", Text, nullable=False),
)
Index("ix_audit_at", AUDIT.c.at)
