"""The table that a load ends with."""

from bot.cli.console import note, say, say_table
from cs_engine.service.addresses import shown
from cs_engine.service.intake.loading import LoadReport

HEADINGS = ("table", "read", "new", "updated", "unchanged", "repeated", "quarantined")
ONLY_ACCOUNTS = (
    "The book holds accounts and nothing about them yet, so there is nothing to score. Load usage next, as it shows "
    "first who drifts away; then subscriptions, for renewals and what is at stake; then tickets and survey answers."
)
NO_ACCOUNTS = (
    "The book knows no accounts yet, so nobody can be scored. Load the list of accounts next: an id and a name for "
    "each, and who looks after it."
)
SCORE = "Next: steward refresh scores every account."


def say_loaded(report: LoadReport, book_url: str) -> None:
    """Print what became of every table's rows, what to do about the bad ones, and what to do next."""
    rows = [
        (row.table, row.read, row.new, row.updated, row.unchanged, row.repeated, row.quarantined) for row in report.rows
    ]
    say_table(HEADINGS, rows)
    say()
    read = sum(row.read for row in report.rows)
    if report.rehearsed:
        say(f"{read:,} rows in {report.seconds:.1f} s, tried only: nothing was written to {shown(book_url)}.")
    else:
        say(f"{read:,} rows in {report.seconds:.1f} s into {shown(book_url)}.")
    if report.rebuilt:
        say(f"{report.rebuilt:,} days of usage were added up from usage events.")
    if report.ignored:
        names = ", ".join(report.ignored)
        note(f"Ignored, as no table takes them: {names}; load them on their own to have them guessed.")
    if any(row.quarantined for row in report.rows):
        _say_refused(report)
    if not report.rehearsed:
        say(_next(report.filled))


def _next(filled: frozenset[str]) -> str:
    """Say what to do next, by the tables that hold rows."""
    if "accounts" not in filled:
        return NO_ACCOUNTS
    return ONLY_ACCOUNTS if filled == {"accounts"} else SCORE


def _say_refused(report: LoadReport) -> None:
    if report.rehearsed:
        note("Rows counted as quarantined would wait there with file, line, column, value and reason.")
    else:
        note("Quarantined rows wait with file, line, column, value and reason: steward book quarantine.")
