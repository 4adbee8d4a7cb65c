"""What the memory keeps beside snapshots: scorecard versions, runs, events taken, people."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from cs_engine.records.home import Source
from cs_engine.storage.database import upserting
from cs_engine.storage.kinds import record_of
from cs_engine.storage.rows import Run, ScorecardVersion, Teammate
from cs_engine.storage.tables import EVENTS, PEOPLE, RUNS, SCORECARDS, SOURCES

EVENT_DAYS = 7
"""Slack redelivers within hours; a week covers any outage and keeps the table small."""


def put_scorecards(connection: Connection, versions: Sequence[ScorecardVersion]) -> None:
    """Keep scorecard versions not yet known; a known one stays as first seen."""
    if versions:
        statement = upserting(connection, SCORECARDS).on_conflict_do_nothing()
        connection.execute(statement, [asdict(version) for version in versions])


def scorecard(connection: Connection, formula_version: str) -> ScorecardVersion | None:
    """Return the scorecard behind a formula version, or ``None``."""
    columns = SCORECARDS.c
    wanted = select(columns.formula_version, columns.name, columns.content, columns.first_seen)
    record = connection.execute(wanted.where(columns.formula_version == formula_version)).first()
    return None if record is None else ScorecardVersion(*record)


def record_run(connection: Connection, run: Run) -> None:
    """Keep a finished run."""
    connection.execute(insert(RUNS), asdict(run))


def last_run(connection: Connection, kind: str) -> Run | None:
    """Return the run of this kind recorded last, or ``None``."""
    columns = RUNS.c
    wanted = select(
        columns.kind, columns.as_of, columns.started_at, columns.finished_at, columns.accounts, columns.digest
    )
    record = connection.execute(wanted.where(columns.kind == kind).order_by(columns.id.desc()).limit(1)).first()
    return None if record is None else Run(*record)


def claim_event(connection: Connection, event_id: str, at: datetime) -> bool:
    """Take an event, and forget those of more than a week ago.

    Returns:
        Whether it had been taken before.
    """
    connection.execute(delete(EVENTS).where(EVENTS.c.claimed_at < at - timedelta(days=EVENT_DAYS)))
    statement = upserting(connection, EVENTS).on_conflict_do_nothing().returning(EVENTS.c.event_id)
    return connection.execute(statement, {"event_id": event_id, "claimed_at": at}).first() is None


def put_sources(connection: Connection, sources: Sequence[Source]) -> None:
    """Keep when each table was last loaded; what was known before is forgotten."""
    connection.execute(delete(SOURCES))
    if sources:
        connection.execute(insert(SOURCES), [asdict(source) for source in sources])


def sources(connection: Connection) -> list[Source]:
    """Return when each table was last loaded, the latest first."""
    wanted = select(SOURCES).order_by(SOURCES.c.loaded_at.desc(), SOURCES.c.table)
    return [record_of(Source, row) for row in connection.execute(wanted)]


def put_people(connection: Connection, people: Sequence[Teammate]) -> None:
    """Add people, or replace what is known about them."""
    if not people:
        return
    statement = upserting(connection, PEOPLE)
    new = {name: statement.excluded[name] for name in ("email", "name", "timezone", "locale")}
    update = statement.on_conflict_do_update(index_elements=["slack_user_id"], set_=new)
    connection.execute(update, [asdict(person) for person in people])


def people(connection: Connection) -> list[Teammate]:
    """Return everybody known, by Slack user id."""
    rows = connection.execute(select(PEOPLE).order_by(PEOPLE.c.slack_user_id))
    return [record_of(Teammate, row) for row in rows]
