"""What is due is run once, by whoever comes first, and one failing job stops no other."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from apscheduler.triggers.cron import CronTrigger

from bot.jobs.runner import tick
from bot.jobs.schedule import Job
from cs_engine.errors import NothingToShow
from cs_engine.service.memory import open_memory

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


def free(_job: str, _at: datetime) -> bool:
    """Let everybody have it."""
    return True


def test_a_job_runs_with_the_moment_it_was_due() -> None:
    """And the next look begins where this one ended."""
    ran: list[datetime] = []
    assert tick([at_midnight("a", ran.append)], EVENING, lambda: MORNING, free) == MORNING
    assert ran == [MIDNIGHT]
    tick([at_midnight("a", ran.append)], MORNING, lambda: MORNING + timedelta(hours=1), free)
    assert ran == [MIDNIGHT]


def test_a_claimed_job_is_left_to_whoever_claimed_it() -> None:
    """The claim is asked for by name and moment."""
    ran: list[datetime] = []
    asked: list[tuple[str, datetime]] = []

    def taken(job: str, at: datetime) -> bool:
        asked.append((job, at))
        return False

    tick([at_midnight("a", ran.append)], EVENING, lambda: MORNING, taken)
    assert (ran, asked) == ([], [("a", MIDNIGHT)])


def test_of_many_processes_one_runs_a_job(tmp_path: Path) -> None:
    """Each with its own connection to one memory."""
    ran: list[datetime] = []
    ready = threading.Barrier(4)

    def process() -> None:
        with open_memory(f"sqlite:///{tmp_path}/steward.db") as store:
            ready.wait()
            tick(
                [at_midnight("a", ran.append)],
                EVENING,
                lambda: MORNING,
                lambda job, at: not store.seen_event(f"job:{job}:{at.isoformat()}", MORNING),
            )

    threads = [threading.Thread(target=process) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == [MIDNIGHT]


def test_a_failing_job_is_logged_with_a_reference_and_the_next_one_runs(caplog: pytest.LogCaptureFixture) -> None:
    """What failed and where is in the log, eight characters find it."""
    ran: list[datetime] = []

    def fail(_at: datetime) -> None:
        raise ZeroDivisionError

    with caplog.at_level(logging.WARNING, "steward.jobs"):
        tick([at_midnight("broken", fail), at_midnight("next", ran.append)], EVENING, lambda: MORNING, free)
    assert ran == [MIDNIGHT]
    (logged,) = caplog.records
    told = event(logged)
    assert (told["event"], told["job"], told["error"]) == ("job failed", "broken", "ZeroDivisionError")
    assert len(told["reference"]) == 8
    assert told["trace"][-1].endswith(" fail")


def test_a_job_that_can_explain_itself_is_logged_as_its_sentence(caplog: pytest.LogCaptureFixture) -> None:
    """No traceback for an empty book."""

    def refuse(_at: datetime) -> None:
        raise NothingToShow("There is no book yet.")

    with caplog.at_level(logging.WARNING, "steward.jobs"):
        tick([at_midnight("refresh", refuse)], EVENING, lambda: MORNING, free)
    (logged,) = caplog.records
    assert event(logged)["problem"] == "There is no book yet."
