"""Accounts as plays see them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cs_engine.plays.play import Play
from cs_engine.plays.reading import read_play
from cs_engine.plays.standing import Standing
from cs_engine.records.plays import PlayRun, RunState
from tests.unit.health.accounts import ZONE, an_account, assessed

NOW = datetime(2026, 11, 17, 10, tzinfo=ZONE)
PLAY = """
name = "calm-down"
title = "Calm down"
purpose = "For tests."
priority = 50
[trigger.facts]
usage_trend = { below = 0.7 }
[[steps]]
text = "Breathe"
after = 0
[goal]
metric = "active_users"
rises_times = 1.2
within_days = 30
"""


def standing(*, decision_date: date | None = None, **facts: object) -> Standing:
    """Return an account with everything known and nothing wrong, with some facts changed."""
    return Standing(assessed(an_account(**facts)), NOW, decision_date)


def play(text: str = PLAY) -> Play:
    """Return the play that a TOML text declares."""
    return read_play(text, "calm-down.toml")


def running(name: str = "calm-down", days: int = 10, **changes: object) -> PlayRun:
    """Return a play that was started so many days ago."""
    started = NOW - timedelta(days=days)
    run = PlayRun("r-1", "a1", name, "1", started, None, RunState.ACTIVE, "active_users", 30.0, 36.0, NOW.date())
    return replace(run, **changes)  # type: ignore[arg-type] # fields by their names


def naive(at: datetime) -> datetime:
    """Return a moment as the book keeps it."""
    return at.astimezone(UTC).replace(tzinfo=None)
