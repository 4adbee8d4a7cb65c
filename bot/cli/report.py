"""``steward report``: a page to print or to send."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import note
from bot.config import load_settings
from bot.rendering.report import report_page, write_report
from cs_engine.errors import BadFile, NothingToShow
from cs_engine.records.metrics import CohortView, SurvivalView
from cs_engine.service.memory import open_memory
from cs_engine.service.metrics.curves import cohort_view, survival_views
from cs_engine.service.metrics.reading import RATES
from cs_engine.service.metrics.telling import Question, metrics_page


def report(
    out: Annotated[Path, typer.Option(help="Where to write it, such as report.html.")],
    period: Annotated[
        str | None, typer.Option(help="Such as 2026, 2026Q3 or 2026-10.", show_default="last 12 closed months")
    ] = None,
) -> None:
    """Write a page of figures and pictures that needs nothing else: to read, to print, to send."""
    settings = load_settings()
    now = datetime.now(settings.timezone)
    rates = next((file for name in RATES if (file := settings.steward_home / name).exists()), None)
    with open_memory(settings.database_url) as memory:
        page = metrics_page(settings.book_url, Question(period), now, rates, memory)
    cohorts, survival = _pictures(settings.book_url, now)
    try:
        write_report(report_page(page, cohorts, survival, f"{now:%Y-%m-%d %H:%M}"), out)
    except OSError as refused:
        raise BadFile(f"{out} cannot be written: {refused.strerror}.") from refused
    note(f"Written: {out}")


def _pictures(book_url: str, now: datetime) -> tuple[CohortView | None, tuple[SurvivalView, ...]]:
    """Return who stayed, nothing where the book holds no contracts."""
    try:
        return cohort_view(book_url, now), survival_views(book_url, now)
    except NothingToShow:
        return None, ()
