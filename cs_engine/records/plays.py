"""Plays at work, success plans, and wins. What a play is stands in TOML."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RunState(StrEnum):
    """Where a started play stands."""

    ACTIVE = "active"
    MET = "met"
    MISSED = "missed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class PlayRun:
    """One play started for one account; its steps are tasks with its id."""

    id: str
    account_id: str
    play: str
    version: str
    """Digest of the play's text when it was started."""
    started_at: datetime
    started_by: str | None
    """None: by its rule."""
    state: RunState
    goal_metric: str | None = None
    goal_from: float | None = None
    goal_to: float | None = None
    goal_by: date | None = None
    episode_id: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of a success plan; ``metric`` is None where only people can tell."""

    id: str
    text: str
    metric: str | None = None
    start: float | None = None
    target: float | None = None
    by: date | None = None
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of a success plan."""

    id: str
    text: str
    owner: str | None = None
    by: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class SuccessPlan:
    """What was agreed with one account: at most one plan per account."""

    account_id: str
    owner: str
    created_at: datetime
    changed_at: datetime
    changed_by: str
    goals: tuple[Goal, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    version: int = 1

    @property
    def subject(self) -> str:
        """What the outbox calls its shared message."""
        return f"plan:{self.account_id}"


@dataclass(frozen=True, slots=True)
class Win:
    """A short story of something that went well, with credit."""

    id: str
    account_id: str
    at: datetime
    by: str
    story: str
    effect: str = ""
    credit: tuple[str, ...] = ()
