"""The jobs, imports and messages, worked on in the background of a process."""

import importlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Lock

from apscheduler.schedulers.background import BackgroundScheduler
from slack_sdk.web import WebClient

from bot.cli.importing import importing
from bot.clock import Clock
from bot.config import Settings
from bot.errors import REFERENCE_BYTES
from bot.jobs import timetable
from bot.jobs.runner import attempt, tick
from bot.jobs.sending import renderer_for, sending
from bot.jobs.shift import Shift
from bot.slack_client import make_client
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.industries import ways_of
from cs_engine.service.job_runs import LOOK_BACK, JobDesk
from cs_engine.service.journeys.keeping import keep_journeys
from cs_engine.service.memory import Memory, open_memory
from cs_engine.service.metrics.keeping import keep_history, keep_metrics
from cs_engine.service.metrics.reading import rates_in
from cs_engine.service.scoring.instants import end_of, newest_day
from cs_engine.service.scoring.refresh import Refreshed, Scoring, refresh
from cs_engine.service.scoring.scorecards import scorecards_in

KEEPING = "cs_engine.service.segments.keeping"
"""Imported when its job runs: it takes scikit-learn, for which nobody who asks should wait."""
VALUING = "cs_engine.service.values.keeping"
"""Imported when its job runs, for the same reason: it takes SciPy."""
WORKED = "cs_engine.service.plays.work_keeping"
"""The same."""
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
        figured = partial(_figures, settings, store, book_free)
        valued = partial(_value, settings, store, book_free)
        segmented = partial(_segment, settings, store, book_free)
        by_night = (refreshed, figured, valued, segmented)
        shift = Shift(cs, clock, settings.who_may_ask.team, settings, runs, *by_night)
        ticker = _Ticker(shift, look_back)
        renderer = renderer_for(settings, clock)
        stack.enter_context(importing(settings, clock, store, client, book_free, renderer))
        stack.enter_context(sending(settings, clock, cs, client, renderer))
        stack.enter_context(_ticking(ticker, on_moved))
        yield


@contextmanager
def _ticking(ticker: "_Ticker", on_moved: Moved | None) -> Iterator[None]:
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
    scheduler.add_job(ticker, "interval", seconds=TICK_SECONDS, next_run_time=datetime.now(UTC))
    scheduler.start()
    if on_moved is not None:
        on_moved(lambda _now: scheduler.running and scheduler.add_job(ticker))
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)


class _Ticker:
    """Remembers up to when jobs were looked for."""

    def __init__(self, shift: Shift, look_back: timedelta) -> None:
        self._shift = shift
        self._jobs = timetable(shift)
        self._last = shift.clock() - look_back
        self._alone = Lock()

    def __call__(self) -> None:
        with self._alone:
            attempt("tick", datetime.now(UTC), self._tick)

    def _tick(self) -> bool:
        self._last = tick(self._jobs, self._last, self._shift.clock, self._shift.runs)
        return False


def _refresh(settings: Settings, store: Memory, book_free: Lock, at: datetime) -> Refreshed:
    zone = settings.timezone

    def newest(data_ends: date) -> tuple[datetime]:
        return (end_of(newest_day(data_ends, at.astimezone(zone).date()), zone),)

    with book_free:
        scoring = Scoring(scorecards_in(settings.scorecards, settings.industry))
        done = refresh(store, settings.book_url, newest, scoring)
        ways = ways_of(settings.industry, settings.stages)
        keep_journeys(store, settings.book_url, at.astimezone(zone), ways, rates_in(settings.steward_home))
        importlib.import_module(WORKED).keep_worked(store, at)
        return done


def _figures(settings: Settings, store: Memory, book_free: Lock, at: datetime) -> bool:
    """Make the pages of figures; the book is free for a moment between the recent ones and the past."""
    if store.newest() is None:
        return False
    now, rates = at.astimezone(settings.timezone), rates_in(settings.steward_home)
    for keep in (keep_metrics, keep_history):
        with book_free:
            keep(store, settings.book_url, now, rates)
    return True


def _value(settings: Settings, store: Memory, book_free: Lock, _at: datetime) -> bool:
    if store.newest() is None:
        return False
    keeping = importlib.import_module(VALUING)
    with book_free:
        keeping.keep_values(store, settings.book_url, settings.timezone, settings.assumptions)
    return True


def _segment(settings: Settings, store: Memory, book_free: Lock, _at: datetime) -> bool:
    if store.newest() is None:
        return False
    keeping = importlib.import_module(KEEPING)
    with book_free:
        keeping.keep_segments(store, settings.book_url, settings.steward_home)
    return True
