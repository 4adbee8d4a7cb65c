"""``steward metrics``: every figure of a period, and how one adds up."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import note, say, say_json, say_table
from bot.cli.health_json import plain
from bot.config import Settings, load_settings
from cs_engine.errors import BadInput
from cs_engine.records.metrics import Figure, Group, MetricsPage, Sheet
from cs_engine.service.memory import open_memory
from cs_engine.service.metrics.sheet import explain as explained
from cs_engine.service.metrics.sheet import write_sheet
from cs_engine.service.metrics.telling import Question, metrics_page

RATES = ("rates.csv", "rates.toml")
"""Where exchange rates are looked for, beside the book."""
HEADING = ("", "figure", "value", "95 % interval", "change", "n", "answered")


def metrics(
    *,
    period: Annotated[
        str | None, typer.Option(help="Such as 2026, 2026Q3 or 2026-10.", show_default="last 12 closed months")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Also by segment, csm, plan, industry or country.", show_default=False)
    ] = None,
    rates: Annotated[
        Path | None, typer.Option(help="Exchange rates, CSV or TOML.", show_default="rates.csv beside the book")
    ] = None,
    explain: Annotated[
        str | None, typer.Option(help="Show the rows that a figure is made of, such as NRR.", show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write these rows to a CSV file.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """Show every figure of a period with its change, interval and basis, or how one adds up."""
    settings = load_settings()
    now = datetime.now(settings.timezone)
    if out is not None and explain is None:
        raise BadInput("--out takes the rows of one figure; name it with --explain, such as --explain NRR.")
    if rates is not None and not rates.exists():
        raise BadInput(f"There is no file {rates}; --rates takes a CSV or TOML file of exchange rates.")
    if explain is not None:
        _explain(explained(settings.book_url, explain, period, now, _rates(settings, rates)), out, as_json=as_json)
        return
    with open_memory(settings.database_url) as memory:
        page = metrics_page(settings.book_url, Question(period, by), now, _rates(settings, rates), memory)
    if as_json:
        say_json(plain(asdict(page)))
    else:
        _say_page(page)


def _rates(settings: Settings, given: Path | None) -> Path | None:
    beside = (settings.steward_home / name for name in RATES)
    return given or next((file for file in beside if file.exists()), None)


def _say_page(page: MetricsPage) -> None:
    say(f"{page.period}, beside {page.previous}\n")
    for group in page.groups:
        if page.by is not None:
            say(f"{'Everybody' if group.name is None else f'{page.by}: {group.name}'}\n")
        _say_group(group)
    for each in page.notes:
        note(f"Note: {each}")
    if any(figure.small for group in page.groups for figure in group.figures):
        note("Note: figures marked * stand on fewer than ten; one more or less moves them a lot.")


def _say_group(group: Group) -> None:
    say_table(HEADING, [_row(figure) for figure in group.figures if figure.value is not None])
    missing = ", ".join(_missing(figure) for figure in group.figures if figure.value is None)
    if missing:
        say(f"\nNo value: {missing}.")
    for each in group.waterfalls:
        lines = [("start", each.start), *((name, amount) for name, amount in each.moves if amount), ("end", each.end)]
        say()
        named = [(name.replace("_", " "), f"{amount:,.2f}") for name, amount in lines]
        say_table((f"MRR {each.currency}", "amount"), [(name, amount.rjust(14)) for name, amount in named])
        if each.joined_and_left:
            say(f"{each.joined_and_left} joined and left within it.")
    say()


def _missing(figure: Figure) -> str:
    name = figure.key if figure.of is None else f"{figure.key} {figure.of}"
    return f"{name} ({figure.note})"


def _row(figure: Figure) -> tuple[object, ...]:
    value = shown(figure.value, figure.unit)
    ends = (figure.low, figure.high)
    interval = None if None in ends else " to ".join(shown(end, figure.unit) for end in ends)
    name = figure.name if figure.of is None else f"{figure.name}, {figure.of}"
    counted = None if figure.n is None else f"{figure.n:,} {figure.basis}"
    return figure.key, name, value + "*" * figure.small, interval, _change(figure), counted, _answered(figure)


def _answered(figure: Figure) -> str | None:
    return None if figure.answer_rate is None else f"{figure.answer_rate:.0%}"


def _change(figure: Figure) -> str | None:
    if figure.change is None:
        return None
    if figure.unit == "share":
        return f"{100 * figure.change:+.1f} pts"
    return f"{figure.change:+,.2f}" if figure.unit in {"money", "ratio", "rating"} else f"{figure.change:+.1f}"


def shown(value: float | None, unit: str) -> str:
    """Word a number in its unit."""
    if value is None:
        return "—"
    if unit == "share":
        return f"{value:.1%}"
    if unit == "nps":
        return f"{value:+.0f}"
    return f"{value:,.2f}" if unit in {"money", "ratio", "rating"} else f"{value:.1f}"


def _explain(sheet: Sheet, out: Path | None, *, as_json: bool) -> None:
    if out is not None:
        write_sheet(sheet, out)
        note(f"{len(sheet.rows):,} rows of {sheet.figure}, {sheet.period}, are in {out}. {sheet.reading}")
    elif as_json:
        say_json(plain(asdict(sheet)))
    else:
        say(f"{sheet.figure}, {sheet.period}\n")
        say_table(sheet.heading, list(_cells(sheet)))
        say(f"\n{sheet.reading}")


def _cells(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    yield from sheet.rows
    yield from sheet.totals
