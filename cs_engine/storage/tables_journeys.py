"""Lives of customers, as they were told last."""

from sqlalchemy import Column, Index, Integer, String, Table

from cs_engine.records.journey_view import KeptJourneys, Stay
from cs_engine.storage.kinds import Document, Instant
from cs_engine.storage.tables import METADATA

JOURNEYS = Table(
    "journeys",
    METADATA,
    Column("as_of", Instant, primary_key=True),
    Column("found", Document(KeptJourneys), nullable=False),
)
"""One row: the newest."""

LIVES = Table(
    "lives",
    METADATA,
    Column("account_id", String, primary_key=True),
    Column("axis", String(24), primary_key=True),
    Column("stage", String(24), nullable=False),
    Column("over", Integer),
    Column("stays", Document(tuple[Stay, ...]), nullable=False),
)
"""One row per account and way of counting."""
Index("ix_lives_stage", LIVES.c.axis, LIVES.c.stage)
