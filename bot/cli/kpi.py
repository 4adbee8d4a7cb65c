"""``steward kpi``: how far targets are, and where they will be on their due dates."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import note, say_json, say_table
from bot.cli.health_json import plain
from bot.cli.metrics import shown
from bot.config import load_settings
from cs_engine.records.targets import TargetLine
from cs_engine.service.memory import open_memory
from cs_engine.service.metrics.keeping import keep_history
from cs_engine.service.metrics.reading import rates_in
from cs_engine.service.metrics.targets import FILE, keep_targets, read_targets_of, standings

HEADING = ("team", "figure", "target", "now", "of the way", "due", "forecast", "95 % interval", "", "owner")


def kpi(
    *,
    file: Annotated[
        Path | None, typer.Option(help="Targets, TOML.", show_default="targets.toml beside the book")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """Show each target with its progress and forecast, by the twelve months to each closed one."""
    settings = load_settings()
    targets = read_targets_of(file or settings.steward_home / FILE)
    now, rates = datetime.now(settings.timezone), rates_in(settings.steward_home)
    with open_memory(settings.database_url) as memory:
        keep_history(memory, settings.book_url, now, rates)
        lines = keep_targets(memory, targets, now) if file is None else standings(memory, targets, now.date())
    if as_json:
        say_json([plain(asdict(line)) for line in lines])
    else:
        _say(lines)


def _say(lines: Sequence[TargetLine]) -> None:
    say_table(HEADING, [_row(line) for line in lines])
    for line in lines:
        if line.note:
            note(f"Note: {line.team}, {line.key}: {line.note}.")
    note("Forecasts go on at the drift seen so far, month by month; fewer than four months give none.")


def _row(line: TargetLine) -> tuple[object, ...]:
    sign = "≥" if line.direction == "up" else "≤"
    interval = None if line.low is None else f"{shown(line.low, line.unit)} to {shown(line.high, line.unit)}"
    return (
        line.team,
        line.key,
        f"{sign} {shown(line.target, line.unit)}",
        shown(line.now, line.unit),
        None if line.done is None else f"{line.done:.0%}",
        line.due.isoformat(),
        shown(line.forecast, line.unit),
        interval,
        line.track.replace("_", " "),
        line.owner,
    )
