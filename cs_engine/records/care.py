"""What people do about one account now: what they logged, what they are to do next, and what they think of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode
from cs_engine.records.logbook import FollowUp, Forecast, Pulse, RenewalRecord, Task
from cs_engine.records.plays import Suggestion

PULSE_BANDS: Mapping[int, Band] = MappingProxyType(
    {1: Band.AT_RISK, 2: Band.AT_RISK, 3: Band.WATCH, 4: Band.HEALTHY, 5: Band.HEALTHY}
)
"""The band that a pulse would put an account in: the middle of five is neither good nor bad."""


@dataclass(frozen=True, slots=True)
class Care:
    """What people do about one account now; each is None, or zero, where there is nothing."""

    last_touch: FollowUp | None = None
    """The newest one logged, whatever came of it."""
    last_two_way_at: datetime | None = None
    """The newest one logged in which the customer took part."""
    next_task: Task | None = None
    """The open one that is due first, overdue or not."""
    tasks_open: int = 0
    tasks_overdue: int = 0
    """Of the open ones; due before now."""
    episode: Episode | None = None
    """The open one."""
    pulse: Pulse | None = None
    """The newest, while it is not older than 90 days."""
    forecast: Forecast | None = None
    """The newest call on the renewal at the present decision date."""
    renewal: RenewalRecord | None = None
    """What was recorded last about a renewal or notice and not taken back."""
    suggestion: Suggestion | None = None
    """The play that fits, unless one is running."""


NO_CARE = Care()
"""Nobody has done anything yet."""
