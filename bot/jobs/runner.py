"""Runs what is due, each (job, due time) once, whatever the number of processes, and again what somebody died over."""

import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from threading import Event, Thread
from typing import Protocol

from bot.clock import Clock
from bot.jobs.schedule import Due, Job, due
from bot.logs import about, logger, reason
from cs_engine.errors import StewardError

REFERENCE_BYTES = 4
RENEW_SECONDS = 20.0
"""A sixth of the lease, so that a busy machine does not lose it."""


class Runs(Protocol):
    """Who has taken which due time of a job."""

    def claim(self, job: str, due_at: datetime) -> bool:
        """Take a job's due time; ``True`` for exactly one taker."""

    def renew(self, job: str, due_at: datetime) -> bool:
        """Show a sign of life."""

    def finish(self, job: str, due_at: datetime) -> bool:
        """Say that it is over, well or badly."""

    def left(self) -> list[tuple[str, datetime]]:
        """Return what somebody took and died over."""


def tick(timetable: Iterable[Job], last: datetime, clock: Clock, runs: Runs) -> datetime:
    """Run the jobs that were left and those that came due since ``last``; return the moment up to which that is done.

    What cannot be taken now, because the memory is busy, stays due.
    """
    now, jobs = clock(), tuple(timetable)
    for found in (*_left(jobs, runs), *due(jobs, last, now)):
        if runs.claim(found.job.name, found.at):
            with _held(found, runs):
                attempt(found.job.name, found.at, partial(found.job.run, found.at))
            runs.finish(found.job.name, found.at)
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


def _left(jobs: Iterable[Job], runs: Runs) -> list[Due]:
    known = {job.name: job for job in jobs}
    return [Due(known[name], at.astimezone(known[name].zone)) for name, at in runs.left() if name in known]


@contextmanager
def _held(found: Due, runs: Runs) -> Iterator[None]:
    """Show signs of life while a job runs, however long that takes."""
    over = Event()

    def renew() -> None:
        while not over.wait(RENEW_SECONDS):
            attempt("renew", found.at, lambda: runs.renew(found.job.name, found.at) and False)

    thread = Thread(target=renew, name="steward-job-renewal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
