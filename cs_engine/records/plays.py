"""Plays at work, success plans, and wins. What a play is stands in TOML.

Names, reasons and step texts of plays are source strings: of plays that ship with Steward they are translated when
shown, of a company's own plays they are shown as written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cs_engine.records.logbook import Task, TaskState


class RunState(StrEnum):
    """Where a started play stands."""

    ACTIVE = "active"
    MET = "met"
    MISSED = "missed"
    STOPPED = "stopped"


class EndReason(StrEnum):
    """Why the program ended a play; what people write when they stop one is free text."""

    STOP_RULE = "stop_rule"
    """Its stop condition came true."""
    ACCOUNT_GONE = "account_gone"
    NOT_MEASURED = "not_measured"
    """Its deadline came and nobody could tell whether the goal was reached: unknown is not missed."""
    PLAY_REMOVED = "play_removed"


class StepOwner(StrEnum):
    """Whose task a step becomes; when there is nobody of that role, the next one's."""

    CSM = "csm"
    BACKUP = "backup"
    LEAD = "lead"


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
    """None with ``ended_at``: by the program."""
    reason: str | None = None
    """An ``EndReason``, or what somebody wrote."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The play that fits an account best now, and what to do first."""

    account_id: str
    play: str
    """What it is called in files and buttons, such as ``red-save``."""
    name: str
    reason: str
    """When this play is right, in one sentence."""
    step: str
    """Text of the first step."""
    due: date
    owner: str | None
    """Who would do it; None where nobody looks after the account."""
    by_chance: bool = False
    """Proposed for a reason of the chance of a loss that can be worked on, not for anything that happened."""


@dataclass(frozen=True, slots=True)
class PlayStep:
    """One step of a play."""

    text: str
    after: int
    """Business days after the start."""
    owner: StepOwner


@dataclass(frozen=True, slots=True)
class PlayGoal:
    """What a play is to reach; exactly one of ``to``, ``times`` and ``change`` says how far."""

    metric: str
    unit: str
    rises: bool
    within_days: int
    """Calendar days after the start."""
    to: float | None = None
    times: float | None = None
    change: float | None = None


@dataclass(frozen=True, slots=True)
class PlayCard:
    """A play as people choose it."""

    play: str
    name: str
    reason: str
    steps: tuple[PlayStep, ...]
    goal: PlayGoal
    fits: bool = False
    """Whether it fits the account that was asked about."""
    running: int = 0
    """How many runs of it are active among the accounts in sight."""
    by_rule: bool = False
    own: bool = False
    """Written by the company, not shipped."""


@dataclass(frozen=True, slots=True)
class RunView:
    """A started play with all that is shown about it."""

    run: PlayRun
    account_name: str
    name: str
    """Of the play; its key when its file is gone."""
    goal_unit: str | None
    goal_now: float | None
    tasks: tuple[Task, ...]
    """In the order of their due times."""
    currency: str | None = None
    """Of the account's amounts."""

    @property
    def done(self) -> int:
        """How many of the steps are done."""
        return sum(1 for task in self.tasks if task.state is TaskState.DONE)

    @property
    def next_task(self) -> Task | None:
        """The step that is due next."""
        return next((task for task in self.tasks if task.state is TaskState.OPEN), None)


class Refusal(StrEnum):
    """Why a play was not started."""

    RUNNING = "running"
    """It is running for this account already."""
    REACHED = "reached"
    """Its goal holds already."""
    UNKNOWN = "unknown"
    """There is no play of this name any more."""
    NOT_NOW = "not_now"
    """The account has left, or the play's stop condition holds."""


@dataclass(frozen=True, slots=True)
class NotStarted:
    """A play was not started."""

    reason: Refusal
    play: str
    name: str
    running: RunView | None = None


@dataclass(frozen=True, slots=True)
class PlaysChecked:
    """What became of plays and plans in one check."""

    met: int = 0
    missed: int = 0
    stopped: int = 0
    started: int = 0
    """By their rules."""
    goals_reached: int = 0
    """Goals of success plans."""


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
class PlanView:
    """A success plan with all that is shown about it."""

    account_name: str
    plan: SuccessPlan
    now: Mapping[str, float] = field(default_factory=dict)
    """Goal id to what its metric is today; goals of which nothing is known are absent."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Goal id to the unit of its metric."""
    shared_in: str | None = None
    """Channel id of the message that is kept up to date."""
    as_of: datetime | None = None
    """Of the numbers."""
    currency: str | None = None


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


@dataclass(frozen=True, slots=True)
class WinView:
    """A win with the name of its account."""

    win: Win
    account_name: str


@dataclass(frozen=True, slots=True)
class WinDraft:
    """What a win could tell, for whoever writes it: met plays, reached goals and cleared episodes of the last weeks."""

    account_id: str
    account_name: str
    people: tuple[str, ...]
    """Who took part: owner, backup, and who did steps or logged follow-ups; in no order of merit."""
    runs: tuple[RunView, ...]
    goals: tuple[Goal, ...]
    score_before: float | None = None
    score_now: float | None = None
