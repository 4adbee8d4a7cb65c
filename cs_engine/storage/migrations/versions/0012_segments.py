"""Segments of customers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables of segments."""
    op.create_table(
        "segmentations",
        sa.Column("as_of", INSTANT, primary_key=True),
        sa.Column("found", sa.Text, nullable=False),
    )
    op.create_table(
        "segment_members",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("segment", sa.String),
        sa.Column("x", sa.Float),
        sa.Column("y", sa.Float),
    )
    op.create_index("ix_segment_members_segment", "segment_members", ["segment"])
    op.create_table(
        "segment_moves",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("at", INSTANT, primary_key=True),
        sa.Column("before", sa.String, nullable=False),
        sa.Column("after", sa.String, nullable=False),
        sa.Column("before_name", sa.Text, nullable=False),
        sa.Column("after_name", sa.Text, nullable=False),
    )
    op.create_index("ix_segment_moves_at", "segment_moves", ["at"])
