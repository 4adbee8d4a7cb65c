"""``steward sample``: a simulated company with known truth."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import say, say_table
from bot.cli.loaded import say_loaded
from bot.cli.progress import progress_bar
from bot.config import Settings, load_settings
from cs_engine.sample.company import write_company
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.intake.sampling import load_sample


def sample(
    accounts: Annotated[int, typer.Option(help="How many accounts.")] = 120,
    months: Annotated[int, typer.Option(help="Months of history.")] = 27,
    seed: Annotated[int, typer.Option(help="Another seed, another company.")] = 7,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of data.", show_default="today")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Write CSV files and truth.csv here instead of loading the book.", show_default=False),
    ] = None,
) -> None:
    """Simulate a software company with known truth: byte-equal for the same arguments."""
    settings = load_settings()
    last = until.date() if until else today(settings)
    spec = SampleSpec(accounts=accounts, months=months, seed=seed, until=last)
    with progress_bar("Simulating") as step:
        if out is None:
            sampled = load_sample(spec, book_url=settings.book_url, workdir=settings.steward_home, progress=step)
        else:
            summary = write_company(spec, out, step)
    if out is None:
        say_loaded(sampled.loaded, settings.book_url)
    else:
        say_table(("table", "rows"), list(summary.rows.items()))
        say(f"\n{summary.start} to {summary.until} in {summary.folder}; truth.csv is for checking only, never loaded.")


def today(settings: Settings) -> date:
    """Return the present day in the workspace's zone."""
    return datetime.now(settings.timezone).date()
