"""The imports, worked on in the background of a process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from threading import Event, Lock, Thread

from slack_sdk.web import WebClient

from bot.clock import Clock
from bot.config import Settings
from bot.imports.board import Board
from bot.imports.download import Downloads
from bot.jobs.imports import Importer, Office
from bot.jobs.runner import attempt
from bot.jobs.sending import renderer_for
from bot.rendering.renderer import Renderer
from bot.slack_client import patient_client
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.intake.inbox import Inbox
from cs_engine.service.memory import Memory
from cs_engine.service.scoring.instants import end_of, newest_day
from cs_engine.service.scoring.refresh import Refreshed, Scoring, refresh
from cs_engine.service.scoring.scorecards import scorecards_in

LOOK_SECONDS = 2.0
"""One look is one query; a person who pressed a button waits no longer than this."""
TIDY_SECONDS = 3600.0


@contextmanager
def importing(
    settings: Settings, clock: Clock, store: Memory, client: WebClient | None, book_free: Lock, renderer: Renderer
) -> Iterator[None]:
    """Work on imports in a thread while the block runs; nothing without a Slack."""
    if client is None:
        yield
        return
    over = Event()
    importer = importer_for(settings, clock, store, client, book_free, renderer)
    thread = Thread(target=_go_on, args=(importer, over), name="steward-imports")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def importer_for(
    settings: Settings,
    clock: Clock,
    store: Memory,
    client: WebClient,
    book_free: Lock,
    renderer: Renderer | None = None,
) -> Importer:
    """Return what works on imports; ``renderer`` is made unless somebody has one."""
    renderer = renderer or renderer_for(settings, clock)
    patient = patient_client(client.token, client.base_url)
    office = Office(settings.book_url, settings.steward_home, lambda: _score(settings, clock, store), clock, book_free)
    return Importer(
        Inbox(store, clock),
        Board(patient, renderer, clock),
        Board(client, renderer, clock),
        Downloads(patient, settings.steward_import_mb),
        office,
    )


def _go_on(importer: Importer, over: Event) -> None:
    tidy = time.monotonic()
    while not over.wait(LOOK_SECONDS):
        attempt("import", datetime.now(UTC), importer.work)
        if time.monotonic() >= tidy:
            attempt("tidy", datetime.now(UTC), importer.tidy)
            tidy = time.monotonic() + TIDY_SECONDS


def _score(settings: Settings, clock: Clock, store: Memory) -> Refreshed:
    """Score every account as of the newest snapshots, or of the newest day if that is later, and review episodes."""
    known, zone = store.newest(), settings.timezone

    def newest(data_ends: date) -> tuple[datetime]:
        at = end_of(newest_day(data_ends, clock().astimezone(zone).date()), zone)
        return (max(at, known.as_of.astimezone(zone)) if known else at,)

    scoring = Scoring(scorecards_in(settings.scorecards, settings.industry))
    refreshed = refresh(store, settings.book_url, newest, scoring)
    episodes = CustomerSuccess(store, clock, settings.plays, settings.alerts, settings.industry).episodes
    episodes.review(refreshed.instants[-1], settings.who_may_ask.team)
    return refreshed
