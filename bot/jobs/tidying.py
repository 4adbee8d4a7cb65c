"""Once a day: forget what nobody asks about any more."""

from datetime import datetime

from bot.jobs.shift import Shift


def tidy(shift: Shift, at: datetime) -> None:  # noqa: ARG001 - a job is told when it was due
    """Forget old messages and old runs."""
    shift.cs.outbox.prune()
    shift.runs.prune()
