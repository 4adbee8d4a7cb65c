"""What one person has to do today, in three lanes: to owe, to bring, to stay close."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import TypeAdapter

from cs_engine.records.bands import Band


class LaneReason(StrEnum):
    """Why an account is in a lane of today."""

    TASK_OVERDUE = "task_overdue"
    TASK_DUE = "task_due"
    STEP_OVERDUE = "step_overdue"
    """A claimed episode whose promised day is over."""
    UNCLAIMED = "unclaimed"
    """An episode of one's own account that nobody has taken."""
    DECISION = "decision"
    PLAY = "play"
    """A step of a play is due this week."""
    MILESTONE = "milestone"
    IMPROVED = "improved"
    SILENT = "silent"
    """The customer has not taken part in anything for a while."""
    UNTOUCHED = "untouched"
    """Nothing at all is on record."""


@dataclass(frozen=True, slots=True)
class LaneRow:
    """One account with why it is there today and by when."""

    account_id: str
    name: str
    band: Band | None
    reason: LaneReason
    due: date | None = None
    text: str | None = None
    """Of a task or milestone."""
    number: float | None = None
    """Days of silence, or points gained."""
    task_id: str | None = None
    episode_id: str | None = None


@dataclass(frozen=True, slots=True)
class Lanes:
    """One person's day: what they owe, what they may bring news of, whom to stay close to."""

    day: date
    owe: tuple[LaneRow, ...] = ()
    bring: tuple[LaneRow, ...] = ()
    close: tuple[LaneRow, ...] = ()
    more: int = 0
    """Further rows of *owe* beyond those shown."""

    @property
    def rows(self) -> int:
        """How many rows are shown."""
        return len(self.owe) + len(self.bring) + len(self.close)


LANES: TypeAdapter[Lanes] = TypeAdapter(Lanes)
