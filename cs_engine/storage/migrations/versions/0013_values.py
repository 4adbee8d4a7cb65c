"""What accounts are still worth."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | Sequence[str] | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Create the tables of lifetime values."""
    op.create_table(
        "valuations",
        sa.Column("as_of", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("found", sa.Text, nullable=False),
    )
    op.create_table(
        "account_values",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("currency", sa.String, primary_key=True),
        sa.Column("value", sa.Float),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("method", sa.String(24), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("inputs", sa.Text, nullable=False),
    )
