"""Imports: files that somebody sent to be loaded."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table of imports."""
    op.create_table(
        "imports",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("requested_by", sa.String, nullable=False),
        sa.Column("locale", sa.String, nullable=False),
        sa.Column("timezone", sa.String, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("channel", sa.String),
        sa.Column("ts", sa.String),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("wishes", sa.Text, nullable=False),
        sa.Column("look", sa.Text),
        sa.Column("rules", sa.Text),
        sa.Column("toml", sa.Text),
        sa.Column("headers", sa.Text, nullable=False),
        sa.Column("claimed_by", sa.String),
        sa.Column("claimed_at", INSTANT),
        sa.Column("finished_at", INSTANT),
        sa.Column("sentence", sa.Text),
        sa.Column("outcome", sa.Text),
    )
    op.create_index("ix_imports_state", "imports", ["state", "changed_at"])
