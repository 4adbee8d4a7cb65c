"""Whole companies to look at: a book, scores in a memory, and a workspace with the real bot connected to it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from slack_sdk.web import WebClient

from bot.app import create_app
from bot.cli.demo_company import ROLES
from bot.config import Settings, load_settings
from bot.workspace.seed import CommandHelp, default_seed
from bot.workspace.server import Workspace
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.intake.loading import load
from cs_engine.service.intake.sampling import load_sample
from cs_engine.service.memory import open_memory
from cs_engine.service.scoring.instants import weekly_ends
from cs_engine.service.scoring.refresh import Scoring, refresh
from cs_engine.service.scoring.scorecards import scorecards_in
from tests.bolt import UNHURRIED, connected

ROSA, MIA, LEO, SAM, GIL = "U01ROSA", "U02MIA", "U03LEO", "U06SAM", "U09GIL"
"""The lead, two customer success managers, somebody in sales whom no account belongs to, and a guest."""
TEAM, WINS, LEADERS, SHARED = "C01CSTEAM", "C03WINS", "G04LEADERS", "C05SHARED"
"""Two channels of everybody, a private one that the app is not in, and one that another company reads too."""
COMMANDS = (CommandHelp("/health", "[account | mine | at-risk | help]", "How is a customer doing, and why"),)

NINE = time(9)
SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)
"""The simulated company ends with a week, and is read when the next one begins."""
JULY_SUNDAY, JULY_MONDAY = date(2026, 7, 26), date(2026, 7, 27)
"""In the school holidays, with four weeks of them behind."""
QUARTER, MONTH, WEEK = 12, 4, 1
"""Weeks scored before the last: what the trend shows, what the change over 28 days needs, what a driver needs."""


@dataclass(frozen=True, slots=True)
class Company:
    """A book with scores until the end of `last_day`, and the day at whose nine o'clock somebody reads them."""

    settings: Settings
    last_day: date
    read_on: date

    @property
    def nine(self) -> datetime:
        """The moment of reading, on the workspace's wall clock."""
        return datetime.combine(self.read_on, NINE)

    def score(self, weeks: int) -> None:
        """Take a snapshot of every account on the last day and at the end of each of the weeks before."""
        since = self.last_day - timedelta(weeks=weeks)
        scoring = Scoring(scorecards_in(self.settings.scorecards))
        with open_memory(self.settings.database_url) as store:
            refresh(
                store,
                self.settings.book_url,
                lambda _data_ends: weekly_ends(since, self.last_day, self.settings.timezone),
                scoring,
            )

    @contextlib.contextmanager
    def office(self) -> Iterator[Workspace]:
        """Open a workspace with the real bot connected by Socket Mode; everything is closed at the end."""
        workspace = Workspace(default_seed(commands=COMMANDS), patience=UNHURRIED)
        workspace.clock.set(self.nine)
        with workspace, contextlib.closing(CustomerSuccess.open(self.settings.database_url, workspace.clock)) as cs:
            client = WebClient(workspace.bot_token, base_url=workspace.api_url)
            with connected(create_app(self.settings, cs, client, workspace.clock), workspace):
                yield workspace


def settings_in(home: Path, memory: str = "steward.db") -> Settings:
    """The settings of a company that lives in `home`, whatever the environment says; it may have several memories."""
    return load_settings(
        steward_home=home,
        steward_book_url=f"duckdb://{home / 'book.duckdb'}",
        steward_database_url=f"sqlite:///{home / memory}",
        steward_timezone="Europe/Berlin",
        access=ROLES,
    )


def simulated(home: Path) -> Company:
    """The simulated company of 120 accounts, scored for a quarter."""
    company = Company(settings_in(home), SUNDAY, MONDAY)
    load_sample(SampleSpec(until=SUNDAY), book_url=company.settings.book_url, workdir=home)
    company.score(QUARTER)
    return company


def in_july(company: Company) -> Company:
    """The same company as it was known in July, in a memory of its own."""
    then = Company(settings_in(company.settings.steward_home, "july.db"), JULY_SUNDAY, JULY_MONDAY)
    then.score(MONTH)
    return then


def loaded(home: Path, data: Path, mapping: Path, last_day: date) -> Company:
    """A company from files, scored until the last day of its data, and read long after."""
    company = Company(settings_in(home), last_day, MONDAY)
    load([data], mapping, book_url=company.settings.book_url, workdir=home)
    company.score(WEEK)
    return company
