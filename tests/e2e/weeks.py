"""Weeks to live through: a company whose days go on, the bot with its jobs, and a clock that is moved."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Route

from bot.app import create_app
from bot.cli.demo_seed import demo_seed
from bot.cli.working import working
from bot.config import Settings
from bot.slack_client import make_client
from bot.workspace.server import Workspace
from cs_engine.records.acting import Actor
from cs_engine.records.preferences import ChannelScope, ChannelSettings
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.intake.loading import load
from cs_engine.service.intake.sampling import load_sample
from tests.bolt import UNHURRIED, connected
from tests.e2e.offices import MONDAY, NINE, ROSA, SUNDAY, WEEK, Company, settings_in
from tests.e2e.page_driver import PageDriver

FIRST_DAY = date(2025, 9, 23)
"""Fourteen months before the named accounts' stories are at their height."""
WEEK_LONG = timedelta(weeks=1)
ACCOUNTS = 60
"""The fewest that have the named accounts among them."""
CLICKS = "**/api-page/do/action"
MOMENT_MS = 20
LEAD = Actor(ROSA, "rosa.lind@example.com", "Rosa Lind")


@dataclass(frozen=True, slots=True)
class Weeks:
    """A workspace in which the bot works: scores at midnight, reviews, reminds, sends."""

    workspace: Workspace
    cs: CustomerSuccess
    settings: Settings

    def go_to(self, day: date, at: str = "09:00") -> None:
        """Move the clock; what came due until then is done at once."""
        self.workspace.clock.set(datetime.fromisoformat(f"{day}T{at}"))

    def live_until(self, day: date) -> None:
        """Let the company go on: load what happened until the end of a day, as its sources would deliver it."""
        deliver(self.settings, day)

    def load(self, table: str, text: str) -> None:
        """Load rows of a table, as `steward load` does."""
        file = self.settings.steward_home / f"{table}.csv"
        file.write_text(text, encoding="utf-8")
        load([file], None, book_url=self.settings.book_url, workdir=self.settings.steward_home)


def started(home: Path) -> Company:
    """A company of sixty accounts whose days go on, scored until Sunday, November 22."""
    company = Company(settings_in(home), SUNDAY, MONDAY)
    deliver(company.settings, SUNDAY)
    company.score(WEEK)
    return company


def copy_of(company: Company, home: Path) -> Settings:
    """Return the settings of a company of one's own, which has lived through the same."""
    shutil.copytree(company.settings.steward_home, home, dirs_exist_ok=True)
    return settings_in(home)


def deliver(settings: Settings, until: date) -> None:
    """Load everything that happened until the end of a day."""
    spec = SampleSpec(accounts=ACCOUNTS, months=14, start=FIRST_DAY, until=until)
    load_sample(spec, book_url=settings.book_url, workdir=settings.steward_home)


@contextlib.contextmanager
def at_work(settings: Settings, since: datetime) -> Iterator[Weeks]:
    """Open a workspace at a moment of its wall clock, with the real bot, its jobs and what sends."""
    workspace = Workspace(demo_seed(), patience=UNHURRIED)
    workspace.clock.set(since)
    cs = CustomerSuccess.open(settings.database_url, workspace.clock, settings.plays, settings.alerts)
    with workspace, contextlib.closing(cs):
        client = make_client(workspace.bot_token, workspace.api_url)
        app = create_app(settings, cs, client, workspace.clock)
        jobs = working(settings, workspace.clock, client, look_back=timedelta(0), on_moved=workspace.clock.on_moved)
        with connected(app, workspace), jobs:
            yield Weeks(workspace, cs, settings)


def channel(place: str, name: str, since: datetime, **manner: Any) -> ChannelSettings:  # noqa: ANN401 - any setting
    """Return a channel that is told of everybody's accounts, on Mondays at nine in Berlin unless ``manner`` differs."""
    usual = {"timezone": "Europe/Berlin"} | manner
    return ChannelSettings(place, name, ChannelScope.TEAM, None, ROSA, since, **usual)


def nine(day: date) -> datetime:
    """Return nine in the morning of a day, on the workspace's wall clock."""
    return datetime.combine(day, NINE)


@contextlib.contextmanager
def in_the_same_moment(*drivers: PageDriver) -> Iterator[None]:
    """Hold back what each of several people clicks in the block, and let all of it go at its end."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for driver in drivers:
        driver.page.route(CLICKS, hold)
    yield
    while len(held) < len(drivers):
        drivers[-1].page.wait_for_timeout(MOMENT_MS)
    for route in held:
        route.continue_()
    for driver in drivers:
        driver.page.unroute(CLICKS, hold)
