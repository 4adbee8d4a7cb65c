"""Risk episodes and their history."""

from sqlalchemy import Column, Date, Index, Integer, String, Table

from cs_engine.records.episodes import EpisodeMove, EpisodeState, Evidence, FalseAlarm
from cs_engine.storage.kinds import Document, Instant, Word
from cs_engine.storage.tables import BAND, METADATA

EPISODES = Table(
    "episodes",
    METADATA,
    Column("id", String, primary_key=True),
    Column("account_id", String, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("state", Word(EpisodeState), nullable=False),
    Column("band_before", BAND),
    Column("band", BAND),
    Column("evidence", Document(tuple[Evidence, ...]), nullable=False),
    Column("owner", String),
    Column("backup", String),
    Column("claimed_by", String),
    Column("claimed_at", Instant),
    Column("next_step_on", Date),
    Column("snoozed_until", Date),
    Column("escalated_at", Instant),
    Column("returned_at", Instant),
    Column("ended_at", Instant),
    Column("ended_by", String),
    Column("false_alarm", Word(FalseAlarm)),
    Column("muted_until", Date),
    Column("group", String),
    Column("version", Integer, nullable=False),
)
"""One row per episode; at most one per account is not over."""
Index("ix_episodes_account_id", EPISODES.c.account_id, EPISODES.c.opened_at)
Index("ix_episodes_state", EPISODES.c.state)
Index(
    "ux_episodes_open",
    EPISODES.c.account_id,
    unique=True,
    sqlite_where=EPISODES.c.ended_at.is_(None),
    postgresql_where=EPISODES.c.ended_at.is_(None),
)

EPISODE_EVENTS = Table(
    "episode_events",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("episode_id", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("move", Word(EpisodeMove), nullable=False),
    Column("by", String),
    Column("detail", Document(dict[str, float | int | str | None]), nullable=False),
)
"""One row per thing that happened to an episode."""
Index("ix_episode_events_episode_id", EPISODE_EVENTS.c.episode_id, EPISODE_EVENTS.c.id)
