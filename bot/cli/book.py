"""``steward book``: what is in the book."""

from collections.abc import Iterator
from datetime import datetime

import typer

from bot.cli.book_quarantine import quarantine
from bot.cli.console import say, say_table
from bot.config import load_settings
from cs_engine.service.addresses import shown
from cs_engine.service.book_view import BookView, look_at_book

book = typer.Typer(name="book", invoke_without_command=True, add_completion=False, rich_markup_mode=None)
book.add_typer(quarantine)


@book.callback()
def look(context: typer.Context) -> None:
    """Show what is in the book: tables, rows, freshness, coverage, and what contradicts itself."""
    if context.invoked_subcommand is not None:
        return
    settings = load_settings()
    view = look_at_book(settings.book_url, datetime.now(settings.timezone).date())
    say(f"{shown(settings.book_url)}: {view.summary.accounts:,} accounts\n")
    _say_tables(view)
    for line in _conclusions(view):
        say(line)


def _say_tables(view: BookView) -> None:
    rows = [
        (
            table.name,
            table.rows,
            table.first,
            table.last,
            None if table.freshness_days is None else f"{table.freshness_days} d",
            None if table.coverage is None else f"{table.coverage:.0%}",
        )
        for table in view.summary.tables
        if table.rows
    ]
    say_table(("table", "rows", "first", "last", "age", "accounts covered"), rows)
    empty = [table.name for table in view.summary.tables if not table.rows]
    if empty:
        say(f"\nEmpty: {', '.join(empty)}.")
    if view.summary.quarantined:
        say(f"In quarantine: {view.summary.quarantined:,} rows. `steward book quarantine` lists them.")


def _conclusions(view: BookView) -> Iterator[str]:
    if view.load_next is not None:
        yield f"\n{view.load_next}"
    if view.findings:
        yield "\nWhat to know before trusting numbers made from it:"
    elif view.load_next is None:
        yield "\nNothing in the data contradicts itself."
    for finding in view.findings:
        yield f"\n  {finding.severity}: {finding.sentence}"
        if finding.examples:
            yield f"    e.g. {', '.join(finding.examples)}"
        yield f"    For {finding.owner}: {finding.advice}"
