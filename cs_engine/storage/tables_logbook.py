"""What people logged."""

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, String, Table, Text

from cs_engine.records.logbook import (
    ChampionNews,
    EpisodeTrace,
    FollowUpKind,
    FollowUpOutcome,
    ForecastCall,
    Reason,
    RenewalResult,
    Source,
    TaskState,
    Visibility,
)
from cs_engine.storage.kinds import Document, Instant, Word
from cs_engine.storage.tables import METADATA

FOLLOW_UPS = Table(
    "follow_ups",
    METADATA,
    Column("id", String, primary_key=True),
    Column("account_id", String, nullable=False),
    Column("author", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("logged_at", Instant, nullable=False),
    Column("kind", Word(FollowUpKind), nullable=False),
    Column("outcome", Word(FollowUpOutcome), nullable=False),
    Column("note", Text, nullable=False),
    Column("contacts", Document(tuple[str, ...]), nullable=False),
    Column("reasons", Document(tuple[Reason, ...]), nullable=False),
    Column("champion", Word(ChampionNews), nullable=False),
    Column("champion_name", String),
    Column("visibility", Word(Visibility), nullable=False),
    Column("episode_id", String),
    Column("permalink", String),
    Column("source", Word(Source), nullable=False),
    Column("edited_at", Instant),
    Column("undone_at", Instant),
    Column("trace", Document(EpisodeTrace)),
)
"""``trace`` is what the follow-up did to an episode, so that it can be taken back."""
Index("ix_follow_ups_account_id", FOLLOW_UPS.c.account_id, FOLLOW_UPS.c.at)
Index("ix_follow_ups_logged_at", FOLLOW_UPS.c.logged_at)

TASKS = Table(
    "tasks",
    METADATA,
    Column("id", String, primary_key=True),
    Column("account_id", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("owner", String, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", Word(TaskState), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", String, nullable=False),
    Column("follow_up_id", String),
    Column("episode_id", String),
    Column("play_run_id", String),
    Column("ended_at", Instant),
    Column("ended_by", String),
    Column("reminded_for", Instant),
)
"""``reminded_for`` is the due time that the owner was last reminded of."""
Index("ix_tasks_account_id", TASKS.c.account_id, TASKS.c.state)
Index("ix_tasks_owner", TASKS.c.owner, TASKS.c.state, TASKS.c.due_at)
Index("ix_tasks_play_run_id", TASKS.c.play_run_id)
Index("ix_tasks_state", TASKS.c.state, TASKS.c.due_at)
Index("ix_tasks_follow_up_id", TASKS.c.follow_up_id)

PULSES = Table(
    "pulses",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("account_id", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("value", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("follow_up_id", String),
)
"""``follow_up_id`` is the follow-up that it was given with, and is taken back with."""
Index("ix_pulses_account_id", PULSES.c.account_id, PULSES.c.at)

RENEWALS = Table(
    "renewals",
    METADATA,
    Column("id", String, primary_key=True),
    Column("account_id", String, nullable=False),
    Column("result", Word(RenewalResult), nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("amount", Float),
    Column("reason", Word(Reason)),
    Column("competitor", String),
    Column("avoidable", Boolean),
    Column("undone_at", Instant),
    Column("trace", Document(EpisodeTrace)),
)
"""``trace`` is what the record did to an episode, so that it can be taken back."""
Index("ix_renewals_account_id", RENEWALS.c.account_id, RENEWALS.c.at)

FORECASTS = Table(
    "forecasts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("account_id", String, nullable=False),
    Column("decision_date", Date, nullable=False),
    Column("call", Word(ForecastCall), nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
)
Index("ix_forecasts_account_id", FORECASTS.c.account_id, FORECASTS.c.at)
