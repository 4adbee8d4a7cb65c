"""The jobs, running in the background of a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import Lock

from apscheduler.schedulers.background import BackgroundScheduler

from bot.cli.importing import importing, slack
from bot.clock import Clock
from bot.config import Settings
from bot.jobs import timetable
from bot.jobs.runner import tick
from cs_engine.service.instants import end_of, newest_day
from cs_engine.service.memory import Memory, open_memory
from cs_engine.service.refresh import Scoring, refresh
from cs_engine.service.scorecards import scorecards_in

TICK_SECONDS = 30
CATCH_UP = timedelta(days=1)
"""At a start, what was due in the last day and nobody did is done."""


@contextmanager
def working(settings: Settings, clock: Clock, *, wanted: bool = True) -> Iterator[None]:
    """Run the jobs in a thread while the block runs; nothing unless ``wanted``."""
    if not wanted:
        yield
        return
    book_free = Lock()
    with open_memory(settings.database_url) as store, importing(settings, clock, store, slack(settings), book_free):
        scheduler = BackgroundScheduler(timezone=UTC)
        scheduler.add_job(
            _Ticker(settings, clock, store, book_free),
            "interval",
            seconds=TICK_SECONDS,
            next_run_time=datetime.now(UTC),
            coalesce=True,
        )
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=True)


class _Ticker:
    """Remembers up to when jobs were looked for."""

    def __init__(self, settings: Settings, clock: Clock, store: Memory, book_free: Lock) -> None:
        self._settings = settings
        self._book_free = book_free
        self._store = store
        self._clock = clock
        self._jobs = timetable(settings.timezone, self._refresh)
        self._last = clock() - CATCH_UP

    def __call__(self) -> None:
        self._last = tick(self._jobs, self._last, self._clock, self._claim)

    def _claim(self, job: str, at: datetime) -> bool:
        """Take a job's due time; of several processes exactly one gets it."""
        return not self._store.seen_event(f"job:{job}:{at.astimezone(UTC).isoformat()}", self._clock())

    def _refresh(self, at: datetime) -> None:
        scoring = Scoring(scorecards_in(self._settings.scorecards))
        zone = self._settings.timezone

        def newest(data_ends: date) -> tuple[datetime]:
            return (end_of(newest_day(data_ends, at.astimezone(zone).date()), zone),)

        with self._book_free:
            refresh(self._store, self._settings.book_url, newest, scoring)
