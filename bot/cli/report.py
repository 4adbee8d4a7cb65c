"""``steward report``: a page to print or to send."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.cli.console import note
from bot.config import Settings, load_settings
from bot.rendering.report import Report, report_page, write_report
from cs_engine.errors import BadFile, NothingToShow
from cs_engine.records.metrics import MetricsPage
from cs_engine.records.segment_view import SegmentsView
from cs_engine.records.segments import Drawing
from cs_engine.records.sight import EVERYTHING
from cs_engine.service.industries import plays_of
from cs_engine.service.memory import Memory, open_memory
from cs_engine.service.metrics.curves import cohort_view, survival_views
from cs_engine.service.metrics.flows import band_flows, last_day
from cs_engine.service.metrics.reading import RATES
from cs_engine.service.metrics.telling import Question, metrics_page
from cs_engine.service.segments.desk import SegmentDesk

NO_SEGMENTS = "No segments have been found yet: they are found every night, or by `steward refresh`."
Shown = TypeVar("Shown")


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
        found = _report(settings, memory, page, now)
    try:
        write_report(report_page(found), out)
    except OSError as refused:
        raise BadFile(f"{out} cannot be written: {refused.strerror}.") from refused
    note(f"Written: {out}")


def _report(settings: Settings, memory: Memory, page: MetricsPage, now: datetime) -> Report:
    book, end = settings.book_url, page.end
    segments, drawing = _segments(settings, memory)
    return Report(
        page=page,
        cohorts=_or_why(lambda: cohort_view(book, now, end=end)),
        survival=_or_why(lambda: survival_views(book, now, end=end)),
        flows=_or_why(lambda: band_flows(memory, page.start, end, settings.timezone)),
        segments=segments,
        segments_on=None if isinstance(segments, str) else last_day(segments.as_of, settings.timezone),
        drawing=drawing,
        made=now,
    )


def _or_why(make: Callable[[], Shown]) -> Shown | str:
    """Return a section, or the sentence that says why there is none."""
    try:
        return make()
    except NothingToShow as why:
        return str(why)


def _segments(settings: Settings, memory: Memory) -> tuple[SegmentsView | str, Drawing | None]:
    desk = SegmentDesk(memory, plays_of(settings.plays, settings.industry))
    found = desk.view(EVERYTHING)
    return (NO_SEGMENTS, None) if found is None else (found, desk.drawing(EVERYTHING))
