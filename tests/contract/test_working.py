"""A process that works: it sends what is due, and does its jobs when the clock says so."""

import logging
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from bot.cli.working import working
from bot.config import Settings, load_settings
from bot.slack_client import make_client
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.records.outbox import Act, Intent, Recipient, To
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.storage.tables_outbox import JOB_RUNS

ROSA = "U01ROSA"
WAIT = 20.0
NOTHING = timedelta(0)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """Serve a Slack."""
    with Workspace(default_seed(), page=False) as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path, workspace: Workspace) -> Settings:
    """Return the settings of an installation without a book."""
    return load_settings(steward_home=tmp_path, slack_bot_token=workspace.bot_token, slack_api_url=workspace.api_url)


def test_what_is_due_is_sent_while_the_process_works(workspace: Workspace, settings: Settings) -> None:
    """Through the registry of wordings, about a second after it was written."""
    client = make_client(workspace.bot_token, workspace.api_url)
    rosa = workspace.as_person(ROSA)
    about = {"name": "cs-team", "reason": "is_archived"}
    to = (Recipient(To.PERSON, ROSA),)
    with (
        working(settings, workspace.clock, client, look_back=NOTHING),
        closing(CustomerSuccess.open(settings.database_url, workspace.clock)) as cs,
    ):
        cs.outbox.put([Intent("a", "channel_gone", Act.POST, "a", to, workspace.clock(), about)])
        (message,) = rosa.wait_for(lambda: rosa.messages(rosa.dm), WAIT)
    assert "cs-team" in message.text


def test_jobs_run_when_the_clock_is_moved(
    workspace: Workspace, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """A demo's clock is moved to Monday morning; what is refused for want of a book is said in the log."""
    client = make_client(workspace.bot_token, workspace.api_url)
    with (
        caplog.at_level(logging.WARNING, "steward.jobs"),
        working(settings, workspace.clock, client, look_back=NOTHING, on_moved=workspace.clock.on_moved),
    ):
        workspace.clock.set(workspace.clock() + timedelta(days=1))
        until = time.monotonic() + WAIT
        while not set(_finished(settings)) >= {"refresh", "episodes", "reminders", "digests", "tidy"}:
            assert time.monotonic() < until, _finished(settings)
            time.sleep(0.1)
    refused = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert [line["job"] for line in refused] == ["refresh"]


def _finished(settings: Settings) -> list[str]:
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        found = list(connection.execute(select(JOB_RUNS.c.job).where(JOB_RUNS.c.finished_at.is_not(None))).scalars())
    engine.dispose()
    return found
