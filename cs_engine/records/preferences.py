"""What people and channels have set: hours, language, which messages, and where digests go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from cs_engine.records.episodes import Family


class Route(StrEnum):
    """Where a family's alerts go."""

    DM = "dm"
    CHANNEL = "channel"
    DIGEST = "digest"
    """No message of their own; the digest lists them."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one person has set; what is None follows Slack or the workspace's settings."""

    person: str
    """Address in lower case, or Slack user id."""
    timezone: str | None = None
    language: str | None = None
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    """Monday is 0."""
    opens: time = time(9)
    closes: time = time(17, 30)
    country: str | None = None
    """For public holidays; ISO 3166-1 alpha-2."""
    away_from: date | None = None
    away_until: date | None = None
    """Last day away."""
    digest_dm: bool = False
    """Whether the digest of one's own accounts comes as a direct message, and when."""
    digest_weekday: int = 0
    """Monday is 0."""
    digest_at: time = time(8, 30)
    daily_dm: bool = False
    daily_at: time = time(8, 30)
    routes: Mapping[Family, Route] = field(default_factory=dict)
    """Only what differs from the default."""
    emoji: str | None = None
    """The reaction that logs a follow-up; None is the default one."""
    home: str = ""
    """Tab, filters and page of Home, as its buttons write them."""


class ChannelScope(StrEnum):
    """Whose accounts a channel is about."""

    TEAM = "team"
    SEGMENT = "segment"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """A channel that is told something: its digest and, if wanted, its alerts."""

    channel: str
    name: str
    scope: ChannelScope
    value: str | None
    """The segment, or the owner's address; None for the team."""
    set_by: str
    set_at: datetime
    weekday: int = 0
    """Monday is 0."""
    at: time = time(9)
    timezone: str = "UTC"
    language: str = "en"
    digest: bool = True
    alerts: bool = False
    gone_at: datetime | None = None
    gone_reason: str | None = None


class Problem(StrEnum):
    """Why a setting cannot be kept."""

    UNKNOWN = "unknown"
    """There is no such zone, country, language or segment."""
    EMPTY = "empty"
    """Something has to be chosen."""
    ORDER = "order"
    """The end comes before the beginning."""


@dataclass(frozen=True, slots=True)
class BadSetting:
    """A setting that cannot be kept; nothing of the change was."""

    name: str
    """The field of the settings."""
    problem: Problem


class Deed(StrEnum):
    """What the audit log tells of."""

    SETTINGS = "settings"
    CHANNEL_SET = "channel_set"
    CHANNEL_REMOVED = "channel_removed"
    CHANNEL_GONE = "channel_gone"
    PERSON_ERASED = "person_erased"
    DIGEST_TESTED = "digest_tested"
    SENT_AGAIN = "sent_again"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that somebody did or had done; ``what`` is a `Deed`, or a word of whoever wrote it."""

    at: datetime
    by: str
    what: str
    about: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page of the audit log, newest first."""

    lines: tuple[AuditLine, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept about one of our people, and what erasing them would do to it."""

    person: str
    name: str
    own: int
    """Rows that would be removed."""
    authored: int
    """Rows that would stay without their name."""
    waiting: int
    """Messages to them that would not be sent."""

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is kept about them."""
        return not (self.own or self.authored or self.waiting)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team, as the memory knows them."""

    slack_user_id: str
    email: str | None
    name: str
    timezone: str | None
    away: bool
    """Out of office today."""
    accounts: int
    """That they own."""

    @property
    def person(self) -> str:
        """What the memory calls them."""
        return self.email.casefold() if self.email else self.slack_user_id
