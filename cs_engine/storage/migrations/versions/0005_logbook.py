"""Follow-ups, tasks, pulses, what became of renewals, and forecasts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("logged_at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("contacts", sa.Text, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("champion", sa.String(24), nullable=False),
        sa.Column("champion_name", sa.String),
        sa.Column("visibility", sa.String(24), nullable=False),
        sa.Column("episode_id", sa.String),
        sa.Column("permalink", sa.String),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("edited_at", INSTANT),
        sa.Column("undone_at", INSTANT),
        sa.Column("trace", sa.Text),
    )
    op.create_index("ix_follow_ups_account_id", "follow_ups", ["account_id", "at"])
    op.create_index("ix_follow_ups_logged_at", "follow_ups", ["logged_at"])
    op.create_table(
        "tasks",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.String, nullable=False),
        sa.Column("follow_up_id", sa.String),
        sa.Column("episode_id", sa.String),
        sa.Column("play_run_id", sa.String),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_by", sa.String),
        sa.Column("reminded_for", INSTANT),
    )
    op.create_index("ix_tasks_account_id", "tasks", ["account_id", "state"])
    op.create_index("ix_tasks_owner", "tasks", ["owner", "state", "due_at"])
    op.create_index("ix_tasks_play_run_id", "tasks", ["play_run_id"])
    op.create_index("ix_tasks_state", "tasks", ["state", "due_at"])
    op.create_index("ix_tasks_follow_up_id", "tasks", ["follow_up_id"])
    op.create_table(
        "pulses",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("follow_up_id", sa.String),
    )
    op.create_index("ix_pulses_account_id", "pulses", ["account_id", "at"])
    op.create_table(
        "renewals",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, nullable=False),
        sa.Column("result", sa.String(24), nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("amount", sa.Float),
        sa.Column("reason", sa.String(24)),
        sa.Column("competitor", sa.String),
        sa.Column("avoidable", sa.Boolean),
        sa.Column("undone_at", INSTANT),
        sa.Column("trace", sa.Text),
    )
    op.create_index("ix_renewals_account_id", "renewals", ["account_id", "at"])
    op.create_table(
        "forecasts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.String, nullable=False),
        sa.Column("decision_date", sa.Date, nullable=False),
        sa.Column("call", sa.String(24), nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_index("ix_forecasts_account_id", "forecasts", ["account_id", "at"])
