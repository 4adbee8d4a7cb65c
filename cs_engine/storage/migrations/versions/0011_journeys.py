"""Lives of customers, and what plays have done."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Create the tables of journeys and of what plays have done."""
    op.create_table(
        "journeys",
        sa.Column("as_of", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("found", sa.Text, nullable=False),
    )
    op.create_table(
        "lives",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("axis", sa.String(24), primary_key=True),
        sa.Column("stage", sa.String(24), nullable=False),
        sa.Column("over", sa.Integer),
        sa.Column("stays", sa.Text, nullable=False),
    )
    op.create_index("ix_lives_stage", "lives", ["axis", "stage"])
    op.create_table(
        "plays_worked",
        sa.Column("play", sa.String, primary_key=True),
        sa.Column("work", sa.Text, nullable=False),
    )
