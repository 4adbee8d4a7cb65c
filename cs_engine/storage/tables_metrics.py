"""Pages of figures as they were told."""

from sqlalchemy import Column, String, Table

from cs_engine.records.metrics import MetricsPage
from cs_engine.records.metrics_kept import Restated
from cs_engine.records.targets import TargetLine
from cs_engine.storage.kinds import Document, Instant
from cs_engine.storage.tables import METADATA

METRIC_PAGES = Table(
    "metric_pages",
    METADATA,
    Column("period", String, primary_key=True),
    Column("dimension", String, primary_key=True),
    Column("told_at", Instant, nullable=False),
    Column("checked_at", Instant, nullable=False),
    Column("page", Document(MetricsPage), nullable=False),
    Column("restated", Document(tuple[Restated, ...]), nullable=False),
)
"""One row per period and dimension; ``dimension`` is empty for the whole book alone."""

TARGET_LINES = Table(
    "target_lines",
    METADATA,
    Column("told_at", Instant, primary_key=True),
    Column("lines", Document(tuple[TargetLine, ...]), nullable=False),
)
"""One row: the newest; none without targets."""
