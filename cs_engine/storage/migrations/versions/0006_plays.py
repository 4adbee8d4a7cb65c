"""Plays at work, success plans, and wins."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "play_runs",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, nullable=False),
        sa.Column("play", sa.String, nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("started_by", sa.String),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("goal_metric", sa.String),
        sa.Column("goal_from", sa.Float),
        sa.Column("goal_to", sa.Float),
        sa.Column("goal_by", sa.Date),
        sa.Column("episode_id", sa.String),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_by", sa.String),
        sa.Column("reason", sa.String),
    )
    op.create_index("ix_play_runs_account_id", "play_runs", ["account_id", "started_at"])
    op.create_index("ix_play_runs_state", "play_runs", ["state"])
    active = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_play_runs_active",
        "play_runs",
        ["account_id", "play"],
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )
    op.create_table(
        "plans",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", sa.String, nullable=False),
        sa.Column("goals", sa.Text, nullable=False),
        sa.Column("milestones", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "wins",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("story", sa.Text, nullable=False),
        sa.Column("effect", sa.Text, nullable=False),
        sa.Column("credit", sa.Text, nullable=False),
    )
    op.create_index("ix_wins_at", "wins", ["at"])
