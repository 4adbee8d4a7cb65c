"""How likely accounts are lost: the newest probabilities, those of earlier weeks, and the models behind them."""

from sqlalchemy import Boolean, Column, Date, Float, Integer, LargeBinary, String, Table

from cs_engine.records.churn_audit import Audit
from cs_engine.records.risk import CurvePoint, RiskReason, Step, WhatIf
from cs_engine.records.risk_view import KeptRisks, ModelCard
from cs_engine.storage.kinds import Document, Instant, Word
from cs_engine.storage.tables import METADATA

RISK_RUNS = Table(
    "risk_runs",
    METADATA,
    Column("made_at", Instant, primary_key=True),
    Column("about", Document(KeptRisks), nullable=False),
)
"""One row: the newest."""

ACCOUNT_RISKS = Table(
    "account_risks",
    METADATA,
    Column("account_id", String, primary_key=True),
    Column("as_of", Date, nullable=False),
    Column("horizon", Integer, nullable=False),
    Column("probability", Float, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("step", Word(Step), nullable=False),
    Column("method", String, nullable=False),
    Column("n", Integer, nullable=False),
    Column("reasons", Document(tuple[RiskReason, ...]), nullable=False),
    Column("what_if", Document(WhatIf)),
    Column("curve", Document(tuple[CurvePoint, ...]), nullable=False, server_default="[]"),
)
"""One row per live account: the newest."""

PAST_RISKS = Table(
    "past_risks",
    METADATA,
    Column("account_id", String, primary_key=True),
    Column("as_of", Date, primary_key=True),
    Column("probability", Float, nullable=False),
    Column("model", String),
)
"""One row per account and week: what was said, to be held against what came of it."""

RISK_MODELS = Table(
    "risk_models",
    METADATA,
    Column("id", String, primary_key=True),
    Column("learned_at", Instant, nullable=False),
    Column("in_use", Boolean, nullable=False),
    Column("card", Document(ModelCard), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""One row per model; at most one is in use."""

SCORE_AUDITS = Table(
    "score_audits",
    METADATA,
    Column("made_at", Instant, primary_key=True),
    Column("found", Document(Audit), nullable=False),
)
"""One row: the newest answer to whether the health score predicts."""
