"""What the weekly digest says: frozen when it is composed, worded when it is sent.

Everything here can be JSON and back, so that it travels in an intent.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from cs_engine.records.digest_lines import (
    AccountLine,
    AlertGrades,
    Amounts,
    BandLine,
    Count,
    Done,
    Freshness,
    Moved,
    Need,
    Noticed,
    Overdue,
    OwnerLine,
    Quiet,
    Ready,
    RenewalWindow,
    Retention,
    Schedule,
    Stuck,
    Trend,
)
from cs_engine.records.preferences import ChannelScope


@dataclass(frozen=True, slots=True)
class Week:
    """A week of ISO 8601; its year is the one its Thursday is in."""

    year: int
    number: int

    @property
    def code(self) -> str:
        """Such as ``2026-W47``."""
        return f"{self.year}-W{self.number:02}"

    @classmethod
    def of(cls, day: date) -> "Week":
        """Return the week a day is in."""
        year, number, _ = day.isocalendar()
        return cls(year, number)


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything the weekly digest says."""

    scope: ChannelScope
    value: str | None
    """The segment, or the owner's address; None for the team."""
    week: Week
    at: datetime
    """The moment it is about."""
    due: datetime
    """When it should have come; earlier than ``at`` where it is late."""
    since: datetime | None
    """The last digest; None for the first, whose changes are against a week before."""
    late: bool
    schedule: Schedule
    freshness: Freshness
    accounts: int
    arr: Amounts
    bands: tuple[BandLine, ...]
    without_score: tuple[tuple[str, int], ...]
    unassigned: Count
    trend: tuple[Trend, ...]
    needs: tuple[Need, ...]
    more_needs: int
    in_hand: Count
    """Claimed and on plan."""
    snoozed: int
    up: tuple[Moved, ...]
    down: tuple[Moved, ...]
    renewals: tuple[RenewalWindow, ...]
    ready: tuple[Ready, ...]
    more_ready: int
    quiet: tuple[Quiet, ...]
    more_quiet: int
    stuck: tuple[Stuck, ...]
    more_stuck: int
    noticed: tuple[Noticed, ...]
    more_noticed: int
    done: Done
    grades: AlertGrades
    formulas: tuple[str, ...]
    """Scorecards in use with their versions, such as ``balanced 3f2a91c0``."""
    is_quiet: bool
    """Nothing changed and nobody is needed: two lines say it all."""
    retention: tuple[Retention, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    """Only for the CSM they are of, and for leads."""
    owners: tuple[OwnerLine, ...] = ()
    """Only for leads."""
    thread: int = 0
    """Rows of the full table in the thread."""


@dataclass(frozen=True, slots=True)
class DigestPart:
    """One part of the full table in the thread of a digest, worst first."""

    number: int
    parts: int
    rows: tuple[AccountLine, ...]
    left_out: int = 0
    """Accounts that the table has no room for."""


DIGEST: TypeAdapter[Digest] = TypeAdapter(Digest)
PART: TypeAdapter[DigestPart] = TypeAdapter(DigestPart)


def told(adapter: TypeAdapter[Any], record: object) -> dict[str, Any]:
    """Return what an intent carries of a record: plain JSON."""
    plain: dict[str, Any] = adapter.dump_python(record, mode="json")
    return plain
