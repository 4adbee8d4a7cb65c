"""Every minute: digests of channels and people that are due, and daily messages."""

from datetime import datetime

from bot.jobs.shift import Shift
from cs_engine.service.scoring.retention import retention_in


def write_digests(shift: Shift, at: datetime) -> bool:
    """Write what is due at a moment and was not written yet; False when that is nothing."""
    return shift.cs.digests.due(at, shift.team, retention_in(shift.settings.book_url)) > 0
