"""The demo's company: simulated once, scored for a year, topped up to today at every later start."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Self

from bot.access.rules import AccessRules, Role
from bot.cli.console import note
from bot.cli.nights import make_at_once
from bot.cli.progress import progress_bar
from bot.config import Settings
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.intake.sampling import load_sample
from cs_engine.service.memory import open_memory
from cs_engine.service.metrics.targets import FILE as TARGETS_FILE
from cs_engine.service.scoring.instants import weekly_ends
from cs_engine.service.scoring.refresh import Scoring, refresh
from cs_engine.service.scoring.scorecards import scorecards_in

HISTORY = timedelta(weeks=52)
"""A year of weekly snapshots: enough for base rates and a view back."""
FRESH = timedelta(days=28)
"""The named accounts' stories lie around the day the company was first simulated; later they are over."""
STATE = "company.json"
ROLES = AccessRules(people={"rosa.lind@example.com": Role.LEAD})
"""Rosa leads the team. Whoever looks after accounts is a CSM because the book says so, everybody else a viewer."""
RATES = """\
date,currency,EUR
2020-01-01,CNY,0.13
2020-01-01,GBP,1.15
2020-01-01,USD,0.92
"""
"""So that money is told in one currency."""
TARGETS = """\
# What the team aims at; `/cs kpi` and `steward kpi` tell how far it is.

[[kpi]]
team = "Customer success"
metric = "NRR"
target = 1.05
owner = "rosa.lind@example.com"
due = {due}

[[kpi]]
team = "Customer success"
metric = "RETENTION"
target = 0.95
owner = "rosa.lind@example.com"
due = {due}

[[kpi]]
team = "Support"
metric = "NPS"
target = 20
owner = "mia.chen@example.com"
due = {due}
"""
AHEAD = timedelta(days=180)
"""Until targets are due."""


@dataclass(frozen=True, slots=True)
class Made:
    """Which company the demo's folder holds, as far as it was completed.

    ``until`` is the last day scored, ``first_until`` the last day when it was first made.
    """

    accounts: int
    months: int
    seed: int
    start: str
    until: str
    first_until: str

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Return what the folder holds, ``None`` when it was never completed or is of another version."""
        try:
            return cls(**json.loads((folder / STATE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    @property
    def scored_until(self) -> date:
        """The last day that has been scored."""
        return date.fromisoformat(self.until)

    def fits(self, wanted: SampleSpec) -> bool:
        """Tell whether topping this company up gives the wanted one, with its stories still fresh."""
        same = (self.accounts, self.months, self.seed) == (wanted.accounts, wanted.months, wanted.seed)
        return same and date.fromisoformat(self.first_until) + FRESH >= wanted.until

    def write(self, folder: Path) -> None:
        """Say that everything up to ``until`` is there."""
        (folder / STATE).write_text(json.dumps(asdict(self)), encoding="utf-8")


def prepare(settings: Settings, wanted: SampleSpec) -> None:
    """Have the wanted company in the stores of ``settings``, with a year of weekly snapshots until its last day.

    A company that is there already is topped up; another one, an old or a half-made one is made anew.
    """
    folder = settings.steward_home
    made = Made.read(folder)
    if made is None or not made.fits(wanted):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        start, first_until = _load(settings, wanted), wanted.until.isoformat()
        _write_own(folder, wanted.until)
        _score(settings, wanted.until - HISTORY, wanted.until)
    elif made.scored_until >= wanted.until:
        return
    else:
        note(f"Topping the company up from {made.until} to {wanted.until}.")
        start, first_until = _load(settings, replace(wanted, start=date.fromisoformat(made.start))), made.first_until
        _score(settings, made.scored_until, wanted.until)
    numbers = (wanted.accounts, wanted.months, wanted.seed)
    Made(*numbers, start.isoformat(), wanted.until.isoformat(), first_until).write(folder)


def _write_own(folder: Path, until: date) -> None:
    """Write what a company says of itself: exchange rates and targets."""
    (folder / "rates.csv").write_text(RATES, encoding="utf-8")
    (folder / TARGETS_FILE).write_text(TARGETS.format(due=until + AHEAD), encoding="utf-8")


def _load(settings: Settings, spec: SampleSpec) -> date:
    with progress_bar(f"Simulating {spec.accounts} accounts") as step:
        return load_sample(
            spec, book_url=settings.book_url, workdir=settings.steward_home, progress=step
        ).simulated.start


def _score(settings: Settings, since: date, until: date) -> None:
    def weeks(_data_ends: date) -> Sequence[datetime]:
        return weekly_ends(since, until, settings.timezone)

    scoring = Scoring(scorecards_in(settings.scorecards, settings.industry))
    with open_memory(settings.database_url) as store, progress_bar("Scoring it week by week") as step:
        refresh(store, settings.book_url, weeks, scoring, step)
        make_at_once(settings, store, datetime.now(settings.timezone))
