"""Snapshots and the current state, scorecard versions, runs, events taken, and people."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create every table."""
    _create_snapshots()
    _create_current()
    op.create_table(
        "scorecards",
        sa.Column("formula_version", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("as_of", INSTANT),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=False),
        sa.Column("accounts", sa.Integer, nullable=False),
        sa.Column("digest", sa.String),
    )
    op.create_table(
        "events",
        sa.Column("event_id", sa.String, primary_key=True),
        sa.Column("claimed_at", INSTANT, nullable=False),
    )
    op.create_index("ix_events_claimed_at", "events", ["claimed_at"])
    op.create_table(
        "people",
        sa.Column("slack_user_id", sa.String, primary_key=True),
        sa.Column("email", sa.String),
        sa.Column("name", sa.String, nullable=False),
    )


def _create_snapshots() -> None:
    op.create_table(
        "snapshots",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("as_of", INSTANT, primary_key=True),
        *_finding_columns(),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_index("ix_snapshots_as_of", "snapshots", ["as_of", "account_id"])


def _create_current() -> None:
    op.create_table(
        "current",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("as_of", INSTANT, nullable=False),
        *_finding_columns(),
        sa.Column("name_key", sa.String, nullable=False),
        sa.Column("domain_key", sa.String),
        sa.Column("owner_key", sa.String),
        sa.Column("backup_key", sa.String),
        sa.Column("severity", sa.Integer, nullable=False),
    )
    for column in ("as_of", "name_key", "domain_key", "owner_key", "backup_key", "parent_id"):
        op.create_index(f"ix_current_{column}", "current", [column])


def _finding_columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("name", sa.String, nullable=False),
        sa.Column("domain", sa.String),
        sa.Column("owner", sa.String),
        sa.Column("backup", sa.String),
        sa.Column("segment", sa.String),
        sa.Column("parent_id", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("band", sa.String(16)),
        sa.Column("score", sa.Integer),
        sa.Column("change_7d", sa.Integer),
        sa.Column("change_30d", sa.Integer),
        sa.Column("arr", sa.Float),
        sa.Column("currency", sa.String),
        sa.Column("term_months", sa.Integer),
        sa.Column("decision_date", sa.Date),
        sa.Column("early_warning", sa.Boolean, nullable=False),
        sa.Column("expected_revenue_at_risk", sa.Float),
        sa.Column("probability", sa.Float),
        sa.Column("probability_basis", sa.String(16)),
        sa.Column("probability_n", sa.Integer),
        sa.Column("rank", sa.Float, nullable=False),
        sa.Column("scorecard", sa.String, nullable=False),
        sa.Column("formula_version", sa.String, nullable=False),
        sa.Column("data_ends", sa.Date, nullable=False),
        sa.Column("cause", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
    )
