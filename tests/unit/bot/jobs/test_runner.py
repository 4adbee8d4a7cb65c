"""What is due is run once, by whoever comes first, and one failing job stops no other."""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from apscheduler.triggers.cron import CronTrigger

from bot.jobs.runner import tick
from bot.jobs.schedule import Job
from cs_engine.errors import NothingToShow
from cs_engine.service.job_runs import KEPT, LEASE, JobDesk
from cs_engine.service.memory import Memory, open_memory

MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)
EVENING, MORNING = MIDNIGHT - timedelta(hours=6), MIDNIGHT + timedelta(hours=6)


def at_midnight(name: str, run: Callable[[datetime], None]) -> Job:
    """Return a job that is due at midnight."""
    return Job(name, CronTrigger(hour=0, timezone=UTC), UTC, run)


def event(record: logging.LogRecord) -> dict[str, Any]:
    """Return the fields of one line of our log."""
    fields: Any = record.msg
    assert isinstance(fields, dict)
    return fields


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the address of a new memory."""
    return f"sqlite:///{tmp_path}/steward.db"


@pytest.fixture
def store(url: str) -> Iterator[Memory]:
    """Yield it."""
    with open_memory(url) as opened:
        yield opened


class Clock:
    """A clock that is moved by hand."""

    def __init__(self, now: datetime) -> None:
        """Show `now`."""
        self.now = now

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.now


def desk(store: Memory, holder: str = "me", real: Callable[[], datetime] = lambda: MORNING) -> JobDesk:
    """Return the runs as one process takes them."""
    return JobDesk(store, lambda: MORNING, holder, real)


def test_a_job_runs_with_the_moment_it_was_due(store: Memory) -> None:
    """And the next look begins where this one ended."""
    ran: list[datetime] = []
    assert tick([at_midnight("a", ran.append)], EVENING, lambda: MORNING, desk(store)) == MORNING
    assert ran == [MIDNIGHT]
    tick([at_midnight("a", ran.append)], MORNING, lambda: MORNING + timedelta(hours=1), desk(store))
    assert ran == [MIDNIGHT]


def test_a_job_is_run_once_though_another_process_looks_again(store: Memory) -> None:
    """Or the same one after a restart."""
    ran: list[datetime] = []
    for holder in ("one", "two", "one"):
        tick([at_midnight("a", ran.append)], EVENING, lambda: MORNING, desk(store, holder))
    assert ran == [MIDNIGHT]


def test_of_many_processes_one_runs_a_job(url: str) -> None:
    """Each with its own connection to one memory."""
    ran: list[datetime] = []
    ready = threading.Barrier(4)
    with open_memory(url):
        pass

    def process(number: int) -> None:
        with open_memory(url) as store:
            ready.wait()
            tick([at_midnight("a", ran.append)], EVENING, lambda: MORNING, desk(store, f"p{number}"))

    threads = [threading.Thread(target=process, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == [MIDNIGHT]


def test_a_job_over_which_a_process_died_is_run_again_after_the_lease(store: Memory) -> None:
    """By another one, whose own look may have begun long after it was due."""
    ran: list[datetime] = []
    real = Clock(MORNING)
    assert desk(store, "dead", real).claim("a", MIDNIGHT)
    tick([at_midnight("a", ran.append)], MORNING, lambda: MORNING, desk(store, "other", real))
    assert ran == []
    real.now += LEASE + timedelta(seconds=1)
    tick([at_midnight("a", ran.append)], MORNING, lambda: MORNING, desk(store, "other", real))
    tick([at_midnight("a", ran.append)], EVENING, lambda: MORNING, desk(store, "third", real))
    assert ran == [MIDNIGHT]


def test_what_a_process_died_over_is_left_when_a_later_run_was_taken(store: Memory) -> None:
    """Missed runs are caught up by the latest alone."""
    real = Clock(MORNING)
    dead = desk(store, "dead", real)
    dead.claim("a", MIDNIGHT - timedelta(hours=5))
    dead.claim("a", MIDNIGHT)
    dead.finish("a", MIDNIGHT)
    real.now += LEASE + timedelta(seconds=1)
    assert desk(store, "other", real).left() == []


def test_a_long_job_is_not_taken_over_while_it_shows_signs_of_life(store: Memory) -> None:
    """Its lease is renewed; who was taken over cannot finish it any more."""
    real = Clock(MORNING)
    mine, other = desk(store, "mine", real), desk(store, "other", real)
    assert mine.claim("a", MIDNIGHT)
    for _ in range(3):
        real.now += LEASE - timedelta(seconds=1)
        assert mine.renew("a", MIDNIGHT)
        assert not other.claim("a", MIDNIGHT)
    real.now += LEASE + timedelta(seconds=1)
    assert other.claim("a", MIDNIGHT)
    assert not mine.renew("a", MIDNIGHT)
    assert not mine.finish("a", MIDNIGHT)


def test_old_runs_are_forgotten(store: Memory) -> None:
    """Later than any clock is moved back."""
    runs = desk(store)
    runs.claim("a", MIDNIGHT)
    runs.claim("a", MIDNIGHT - KEPT - timedelta(days=1))
    assert runs.prune() == 1


def test_a_failing_job_is_logged_with_a_reference_and_the_next_one_runs(
    store: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    """What failed and where is in the log, eight characters find it; it is not tried again before it is due again."""
    ran: list[datetime] = []

    def fail(_at: datetime) -> None:
        raise ZeroDivisionError

    with caplog.at_level(logging.WARNING, "steward.jobs"):
        jobs = [at_midnight("broken", fail), at_midnight("next", ran.append)]
        tick(jobs, EVENING, lambda: MORNING, desk(store))
        tick(jobs, EVENING, lambda: MORNING, desk(store))
    assert ran == [MIDNIGHT]
    (logged,) = caplog.records
    told = event(logged)
    assert (told["event"], told["job"], told["error"]) == ("job failed", "broken", "ZeroDivisionError")
    assert len(told["reference"]) == 8
    assert told["trace"][-1].endswith(" fail")


def test_a_job_that_can_explain_itself_is_logged_as_its_sentence(
    store: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    """No traceback for an empty book."""

    def refuse(_at: datetime) -> None:
        raise NothingToShow("There is no book yet.")

    with caplog.at_level(logging.WARNING, "steward.jobs"):
        tick([at_midnight("refresh", refuse)], EVENING, lambda: MORNING, desk(store))
    (logged,) = caplog.records
    assert event(logged)["problem"] == "There is no book yet."
