"""The jobs, imports and messages, worked on in the background of a process."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Lock

from apscheduler.schedulers.background import BackgroundScheduler
from slack_sdk.web import WebClient

from bot.cli.importing import importing
from bot.cli.nights import MAKERS, Maker, lives
from bot.clock import Clock
from bot.config import Settings
from bot.errors import REFERENCE_BYTES
from bot.jobs import after_scoring, timetable
from bot.jobs.runner import attempt, tick
from bot.jobs.schedule import Job
from bot.jobs.sending import renderer_for, sending
from bot.jobs.shift import Shift
from bot.slack_client import make_client
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.job_runs import LOOK_BACK, JobDesk
from cs_engine.service.memory import Memory, open_memory
from cs_engine.service.scoring.instants import end_of, newest_day
from cs_engine.service.scoring.refresh import Refreshed, Scoring, refresh
from cs_engine.service.scoring.scorecards import scorecards_in

TICK_SECONDS = 20
"""What is due every minute is late by no more than a third of one."""
Moved = Callable[[Callable[[datetime], None]], None]
"""Asks a clock that can be moved to say when it was."""


def slack(settings: Settings) -> WebClient | None:
    """Return a client of the Slack that is written to; ``None`` when there is no token."""
    return make_client(settings.bot_token, settings.slack_api_url) if settings.bot_token else None


@contextmanager
def working(
    settings: Settings,
    clock: Clock,
    client: WebClient | None,
    *,
    look_back: timedelta = LOOK_BACK,
    on_moved: Moved | None = None,
) -> Iterator[None]:
    """Do everything that nobody asked for while the block runs: jobs, imports, and what is to be said.

    Args:
        settings: where book and memory are, and who leads.
        clock: the moment that jobs go by.
        client: Slack; without one nothing is imported or said, accounts are scored all the same.
        look_back: what came due so long before the start, and nobody did, is done.
        on_moved: for a clock that can be moved: what is due then is done at once.
    """
    book_free = Lock()
    with ExitStack() as stack:
        store = stack.enter_context(open_memory(settings.database_url))
        cs = CustomerSuccess(store, clock, settings.plays, settings.alerts, settings.industry)
        runs = JobDesk(store, clock, secrets.token_hex(REFERENCE_BYTES))
        refreshed = partial(_refresh, settings, store, book_free)
        shift = Shift(cs, clock, settings.who_may_ask.team, settings, runs, refreshed)
        made = {name: partial(_make, make, settings, store, book_free) for name, make in MAKERS.items()}
        day = _Ticker(timetable(shift), clock, runs, clock() - look_back)
        night = _Ticker(after_scoring(settings.timezone, made), day.done_until, runs, day.done_until())
        renderer = renderer_for(settings, clock)
        stack.enter_context(importing(settings, clock, store, client, book_free, renderer))
        stack.enter_context(sending(settings, clock, cs, client, renderer))
        stack.enter_context(_ticking(day, night, on_moved))
        yield


@contextmanager
def _ticking(day: "_Ticker", night: "_Ticker", on_moved: Moved | None) -> Iterator[None]:
    """Have both look for what is due; nothing that people wait for waits for what takes long."""
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
    for ticker in (day, night):
        scheduler.add_job(ticker, "interval", seconds=TICK_SECONDS, next_run_time=datetime.now(UTC))
    scheduler.start()
    if on_moved is not None:
        on_moved(lambda _now: scheduler.running and scheduler.add_job(day))
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)


class _Ticker:
    """Remembers up to when jobs were looked for."""

    def __init__(self, jobs: Iterable[Job], clock: Clock, runs: JobDesk, since: datetime) -> None:
        self._jobs = tuple(jobs)
        self._clock = clock
        self._runs = runs
        self._last = since
        self._alone = Lock()

    def __call__(self) -> None:
        with self._alone:
            attempt("tick", datetime.now(UTC), self._tick)

    def done_until(self) -> datetime:
        """Return the moment up to which everything due was done: the clock of whatever comes after it."""
        return self._last

    def _tick(self) -> bool:
        self._last = tick(self._jobs, self._last, self._clock, self._runs)
        return False


def _refresh(settings: Settings, store: Memory, book_free: Lock, at: datetime) -> Refreshed:
    zone = settings.timezone

    def newest(data_ends: date) -> tuple[datetime]:
        return (end_of(newest_day(data_ends, at.astimezone(zone).date()), zone),)

    with book_free:
        scoring = Scoring(scorecards_in(settings.scorecards, settings.industry))
        done = refresh(store, settings.book_url, newest, scoring)
        lives(settings, store, at)
        return done


def _make(make: Maker, settings: Settings, store: Memory, book_free: Lock, at: datetime) -> bool:
    if store.newest() is None:
        return False
    with book_free:
        make(settings, store, at)
    return True
