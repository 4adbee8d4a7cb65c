"""The outbox, and the jobs that were run."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "outbox",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("act", sa.String(24), nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("to", sa.Text, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("after", sa.String),
        sa.Column("expires_at", INSTANT),
        sa.Column("within", sa.String),
        sa.Column("lane", sa.String, nullable=False),
        sa.Column("opaque", sa.String, nullable=False, unique=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("attempted_at", INSTANT),
        sa.Column("claimed_by", sa.String),
        sa.Column("lease_until", INSTANT),
        sa.Column("retry_at", INSTANT),
        sa.Column("told", sa.Text),
        sa.Column("channel", sa.String),
        sa.Column("ts", sa.String),
        sa.Column("finished_at", INSTANT),
    )
    op.create_index("ix_outbox_outcome", "outbox", ["outcome", "due_at"])
    op.create_index("ix_outbox_subject", "outbox", ["subject", "created_at"])
    op.create_table(
        "job_runs",
        sa.Column("job", sa.String, primary_key=True),
        sa.Column("due_at", INSTANT, primary_key=True),
        sa.Column("claimed_by", sa.String, nullable=False),
        sa.Column("lease_until", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT),
    )
