"""What the doctor knows before it judges; nothing here holds a secret."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cs_engine.service.condition import BookCondition, MemoryCondition


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """What stands in the file and the environment."""

    file: Path
    wrong: tuple[tuple[str, str], ...] = ()
    """Settings that cannot be used: name, why."""
    unknown: tuple[tuple[str, str | None], ...] = ()
    """Keys of the file that nobody reads: key, the closest known one."""
    secrets: tuple[str, ...] = ()
    """Keys of the file that hold a secret."""
    open_to_others: bool = False
    """Whether others on this machine may read the file."""
    missing: tuple[str, ...] = ()
    """What talking to Slack needs and nobody has set."""


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """The stores; the sentence of an error stands in place of a condition."""

    home: Path
    free_bytes: int | None
    """Room on the disk of the home, ``None`` when the folder cannot be made."""
    memory: MemoryCondition | str | None
    """``None`` when there is no memory yet."""
    book: BookCondition | str | None
    """``None`` when there is no book yet."""
    unwritable: Path | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the workspace who has not left and is no bot."""

    user_id: str
    email: str | None
    zone: str | None
    locale: str | None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that Slack lets us see."""

    name: str
    channel_id: str
    member: bool
    archived: bool
    external: bool


@dataclass(frozen=True, slots=True)
class SlackFacts:
    """What Slack says; an error code where it refuses, ``None`` where it could not be asked."""

    unreachable: str | None = None
    """Why no answer came at all."""
    bot_error: str | None = None
    app_error: str | None = None
    bot_app: str | None = None
    app_app: str | None = None
    """The ids of the apps that the two tokens belong to."""
    granted: frozenset[str] | None = None
    """The bot token's scopes."""
    clock_ahead_seconds: float | None = None
    """Our clock minus Slack's."""
    members: tuple[Member, ...] | None = None
    groups: frozenset[str] | None = None
    """Handles of the user groups that are in use."""
    channels: tuple[Channel, ...] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is configured about people and places."""

    groups: tuple[str, ...]
    people: tuple[str, ...]
    has_admin: bool
    channels: tuple[str, ...]
    timezone: str
    locale: str
