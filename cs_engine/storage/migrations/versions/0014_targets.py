"""Where the targets of teams stand."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | Sequence[str] | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Create the table of targets."""
    op.create_table(
        "target_lines",
        sa.Column("told_at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("lines", sa.Text, nullable=False),
    )
