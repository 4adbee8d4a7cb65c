"""``steward book``: what is in the book."""

from datetime import datetime

from bot.cli.console import say, say_table
from bot.config import load_settings
from cs_engine.service.book_view import BookView, look_at_book


def book() -> None:
    """Show what is in the book: tables, rows, freshness, coverage, and what contradicts itself."""
    settings = load_settings()
    view = look_at_book(settings.book_url, datetime.now(settings.timezone).date())
    say(f"{settings.book_url}: {view.summary.accounts:,} accounts\n")
    _say_tables(view)
    _say_findings(view)


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
        say(f"In quarantine: {view.summary.quarantined:,} rows.")


def _say_findings(view: BookView) -> None:
    if not view.findings:
        say("\nNothing in the data contradicts itself.")
        return
    say("\nWhat to know before trusting numbers made from it:")
    for finding in view.findings:
        say(f"\n  {finding.severity}: {finding.sentence}")
        if finding.examples:
            say(f"    e.g. {', '.join(finding.examples)}")
        say(f"    {finding.advice}")
