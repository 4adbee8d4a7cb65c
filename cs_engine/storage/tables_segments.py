"""Segments of customers, as they were found last, and who went from one to another."""

from sqlalchemy import Column, Float, Index, String, Table

from cs_engine.records.segment_view import Kept
from cs_engine.storage.kinds import Document, Instant
from cs_engine.storage.tables import METADATA
from cs_engine.wording import Sentence

SEGMENTATIONS = Table(
    "segmentations",
    METADATA,
    Column("as_of", Instant, primary_key=True),
    Column("found", Document(Kept), nullable=False),
)
"""One row: the newest."""

SEGMENT_MEMBERS = Table(
    "segment_members",
    METADATA,
    Column("account_id", String, primary_key=True),
    Column("segment", String),
    Column("x", Float),
    Column("y", Float),
)
"""One row per account of the newest segmentation, those in no segment included."""
Index("ix_segment_members_segment", SEGMENT_MEMBERS.c.segment)

SEGMENT_MOVES = Table(
    "segment_moves",
    METADATA,
    Column("account_id", String, primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("before_name", Document(Sentence), nullable=False),
    Column("after_name", Document(Sentence), nullable=False),
)
"""Every move there ever was."""
Index("ix_segment_moves_at", SEGMENT_MOVES.c.at)
