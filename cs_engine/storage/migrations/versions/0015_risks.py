"""How likely accounts are lost, and the models behind it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | Sequence[str] | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Create the tables of probabilities and models."""
    op.create_table(
        "risk_runs",
        sa.Column("made_at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("about", sa.Text, nullable=False),
    )
    op.create_table(
        "account_risks",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("horizon", sa.Integer, nullable=False),
        sa.Column("probability", sa.Float, nullable=False),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("step", sa.String(24), nullable=False),
        sa.Column("method", sa.String, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("what_if", sa.Text),
    )
    op.create_table(
        "past_risks",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("as_of", sa.Date, primary_key=True),
        sa.Column("probability", sa.Float, nullable=False),
        sa.Column("model", sa.String),
    )
    op.create_table(
        "risk_models",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_use", sa.Boolean, nullable=False),
        sa.Column("card", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "score_audits",
        sa.Column("made_at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("found", sa.Text, nullable=False),
    )
