"""What people and channels have set, and the audit log."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "preferences",
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("timezone", sa.String),
        sa.Column("language", sa.String),
        sa.Column("working_days", sa.Text, nullable=False),
        sa.Column("opens", sa.Time, nullable=False),
        sa.Column("closes", sa.Time, nullable=False),
        sa.Column("country", sa.String),
        sa.Column("away_from", sa.Date),
        sa.Column("away_until", sa.Date),
        sa.Column("digest_dm", sa.Boolean, nullable=False),
        sa.Column("digest_weekday", sa.Integer, nullable=False),
        sa.Column("digest_at", sa.Time, nullable=False),
        sa.Column("daily_dm", sa.Boolean, nullable=False),
        sa.Column("daily_at", sa.Time, nullable=False),
        sa.Column("routes", sa.Text, nullable=False),
        sa.Column("emoji", sa.String),
        sa.Column("home", sa.String, nullable=False),
    )
    op.create_table(
        "channels",
        sa.Column("channel", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("scope", sa.String(24), nullable=False),
        sa.Column("value", sa.String),
        sa.Column("set_by", sa.String, nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("at", sa.Time, nullable=False),
        sa.Column("timezone", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("digest", sa.Boolean, nullable=False),
        sa.Column("alerts", sa.Boolean, nullable=False),
        sa.Column("gone_at", INSTANT),
        sa.Column("gone_reason", sa.String),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    for name in ("timezone", "locale"):
        op.add_column("people", sa.Column(name, sa.String))
    op.create_index("ix_audit_at", "audit", ["at"])
