"""Risk episodes and their history."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "episodes",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("band_before", sa.String(16)),
        sa.Column("band", sa.String(16)),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("owner", sa.String),
        sa.Column("backup", sa.String),
        sa.Column("claimed_by", sa.String),
        sa.Column("claimed_at", INSTANT),
        sa.Column("next_step_on", sa.Date),
        sa.Column("snoozed_until", sa.Date),
        sa.Column("escalated_at", INSTANT),
        sa.Column("returned_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_by", sa.String),
        sa.Column("false_alarm", sa.String(24)),
        sa.Column("muted_until", sa.Date),
        sa.Column("group", sa.String),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("ix_episodes_account_id", "episodes", ["account_id", "opened_at"])
    op.create_index("ix_episodes_state", "episodes", ["state"])
    not_over = sa.text("ended_at IS NULL")
    op.create_index(
        "ux_episodes_open",
        "episodes",
        ["account_id"],
        unique=True,
        sqlite_where=not_over,
        postgresql_where=not_over,
    )
    op.create_table(
        "episode_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("episode_id", sa.String, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("move", sa.String(24), nullable=False),
        sa.Column("by", sa.String),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("ix_episode_events_episode_id", "episode_events", ["episode_id", "id"])
