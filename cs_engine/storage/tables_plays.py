"""Plays at work, success plans, and wins."""

from sqlalchemy import Column, Date, Float, Index, Integer, String, Table, Text

from cs_engine.records.plays import Goal, Milestone, RunState
from cs_engine.storage.kinds import Document, Instant, Word
from cs_engine.storage.tables import METADATA

PLAY_RUNS = Table(
    "play_runs",
    METADATA,
    Column("id", String, primary_key=True),
    Column("account_id", String, nullable=False),
    Column("play", String, nullable=False),
    Column("version", String, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("started_by", String),
    Column("state", Word(RunState), nullable=False),
    Column("goal_metric", String),
    Column("goal_from", Float),
    Column("goal_to", Float),
    Column("goal_by", Date),
    Column("episode_id", String),
    Column("ended_at", Instant),
    Column("ended_by", String),
    Column("reason", String),
)
Index("ix_play_runs_account_id", PLAY_RUNS.c.account_id, PLAY_RUNS.c.started_at)
Index("ix_play_runs_state", PLAY_RUNS.c.state)
Index(
    "uq_play_runs_active",
    PLAY_RUNS.c.account_id,
    PLAY_RUNS.c.play,
    unique=True,
    sqlite_where=PLAY_RUNS.c.ended_at.is_(None),
    postgresql_where=PLAY_RUNS.c.ended_at.is_(None),
)

PLANS = Table(
    "plans",
    METADATA,
    Column("account_id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", String, nullable=False),
    Column("goals", Document(tuple[Goal, ...]), nullable=False),
    Column("milestones", Document(tuple[Milestone, ...]), nullable=False),
    Column("version", Integer, nullable=False),
)

WINS = Table(
    "wins",
    METADATA,
    Column("id", String, primary_key=True),
    Column("account_id", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String, nullable=False),
    Column("story", Text, nullable=False),
    Column("effect", Text, nullable=False),
    Column("credit", Document(tuple[str, ...]), nullable=False),
)
Index("ix_wins_at", WINS.c.at)
