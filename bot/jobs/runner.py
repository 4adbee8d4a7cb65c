"""Runs what is due, each (job, due time) once, whatever the number of processes."""

import secrets
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from bot.clock import Clock
from bot.jobs.schedule import Job, due
from bot.logs import about, logger, reason
from cs_engine.errors import StewardError

REFERENCE_BYTES = 4

Claim = Callable[[str, datetime], bool]
"""Takes a job's due time; ``True`` for exactly one taker."""


def tick(timetable: Iterable[Job], last: datetime, clock: Clock, claim: Claim) -> datetime:
    """Run the jobs that came due since ``last`` and return the moment up to which that is done."""
    now = clock()
    for found in due(timetable, last, now):
        if claim(found.job.name, found.at):
            attempt(found.job.name, found.at, partial(found.job.run, found.at))
    return now


def attempt(name: str, at: datetime, run: Callable[[], object]) -> None:
    """Run one job; whatever it raises is logged, and the next job runs. One that returns False had nothing to do."""
    log = logger("jobs")
    began = time.perf_counter()
    with about(job=name, due=at.isoformat()):
        try:
            worked = run() is not False
        except StewardError as problem:
            log.warning("job refused", problem=str(problem))
        except Exception as error:  # the one broad handler of the jobs
            log.exception("job failed", reference=secrets.token_hex(REFERENCE_BYTES), **reason(error))
        else:
            if worked:
                log.info("job done", ms=round((time.perf_counter() - began) * 1000))
