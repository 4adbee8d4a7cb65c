"""How likely accounts are lost by one day after another, up to a year."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | Sequence[str] | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the curve to what was kept of each account; until the next night there is none."""
    op.add_column("account_risks", sa.Column("curve", sa.Text, nullable=False, server_default="[]"))
