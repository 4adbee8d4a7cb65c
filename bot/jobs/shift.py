"""What jobs work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.config import Settings
from cs_engine.records.acting import Team
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.job_runs import JobDesk
from cs_engine.service.scoring.refresh import Refreshed


@dataclass(frozen=True, slots=True)
class Shift:
    """A process that works: every job takes what it needs from here, and the moment it was due."""

    cs: CustomerSuccess
    clock: Clock
    team: Team
    settings: Settings
    runs: JobDesk
    refresh: Callable[[datetime], Refreshed]
    """Scores every account as of the newest day before a moment."""
