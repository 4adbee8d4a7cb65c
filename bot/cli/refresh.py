"""``steward refresh``: score every account and keep the snapshots."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.console import note, say, say_table
from bot.cli.nights import make_at_once
from bot.cli.progress import progress_bar
from bot.config import load_settings
from cs_engine.service.memory import open_memory
from cs_engine.service.scoring.instants import newest_day, weekly_ends
from cs_engine.service.scoring.refresh import Refreshed, Scoring
from cs_engine.service.scoring.refresh import refresh as refresh_accounts
from cs_engine.service.scoring.scorecards import scorecards_in


class Every(StrEnum):
    """How often between two days."""

    WEEK = "week"


def refresh(
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of", formats=["%Y-%m-%d"], help="Score as of the end of this day.", show_default="yesterday"
        ),
    ] = None,
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="Also score the weeks since this day.", show_default=False),
    ] = None,
    every: Annotated[Every, typer.Option(help="How often between --from and --as-of.")] = Every.WEEK,
    threads: Annotated[int | None, typer.Option(help="Threads DuckDB may use.", show_default="all cores")] = None,
) -> None:
    """Score every account as of a day, as it was known then, and keep the snapshots."""
    del every  # a week is the only step there is; the option says so
    settings = load_settings()
    scoring = Scoring(scorecards_in(settings.scorecards, settings.industry), threads)
    last = as_of.date() if as_of else None
    now = datetime.now(settings.timezone)
    days = _instants(first.date() if first else None, last, now.date(), settings.timezone)
    with open_memory(settings.database_url) as store, progress_bar("Scoring") as step:
        done = refresh_accounts(store, settings.book_url, days, scoring, step)
        make_at_once(settings, store, now)
    _say(done)


def _instants(first: date | None, last: date | None, today: date, zone: tzinfo) -> Callable[[date], Sequence[datetime]]:
    """Return how to get from the last day with data to the instants.

    Without ``last`` it is yesterday, or the last day with data when that is more than 14 days ago.
    """

    def choose(data_ends: date) -> Sequence[datetime]:
        end = last or newest_day(data_ends, today)
        return weekly_ends(first or end, end, zone)

    return choose


def _say(done: Refreshed) -> None:
    picture = done.picture
    say(f"{done.accounts:,} accounts as of {done.instants[-1]:%Y-%m-%d %H:%M}, {len(done.instants)} snapshots each.")
    say(f"Data ends {done.data_ends}. Digest {done.digest[:16]}.\n")
    say_table(("band", "accounts"), [(band.value.replace("_", " "), count) for band, count in picture.bands])
    if done.rebuilt:
        note(f"{done.rebuilt:,} later snapshots followed from the changed ones and were rebuilt.")
    if picture.proposal:
        note(f"\nNote: {picture.proposal}")
