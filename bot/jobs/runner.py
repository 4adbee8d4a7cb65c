"""Runs what is due, each (job, due time) once, whatever the number of processes."""

import logging
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from bot.clock import Clock
from bot.jobs.schedule import Due, Job, due
from cs_engine.errors import StewardError

REFERENCE_BYTES = 4
logger = logging.getLogger("steward.jobs")

Claim = Callable[[str, datetime], bool]
"""Takes a job's due time; ``True`` for exactly one taker."""


def tick(timetable: Iterable[Job], last: datetime, clock: Clock, claim: Claim) -> datetime:
    """Run the jobs that came due since ``last`` and return the moment up to which that is done."""
    now = clock()
    for found in due(timetable, last, now):
        if claim(found.job.name, found.at):
            _run(found)
    return now


def _run(found: Due) -> None:
    """Run one job; whatever it raises is logged, and the next job runs."""
    try:
        found.job.run(found.at)
    except StewardError as problem:
        logger.warning("%s due %s: %s", found.job.name, found.at, problem)
    except Exception:  # the one broad handler of the jobs
        logger.exception("%s due %s failed (%s)", found.job.name, found.at, secrets.token_hex(REFERENCE_BYTES))
