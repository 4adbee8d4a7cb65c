"""The table that a load ends with."""

from bot.cli.console import note, say, say_table
from cs_engine.service.loading import LoadReport

HEADINGS = ("table", "read", "new", "updated", "unchanged", "repeated", "quarantined")


def say_loaded(report: LoadReport, book_url: str) -> None:
    """Print what became of every table's rows, and what to do about the bad ones."""
    rows = [
        (row.table, row.read, row.new, row.updated, row.unchanged, row.repeated, row.quarantined) for row in report.rows
    ]
    say_table(HEADINGS, rows)
    say()
    read = sum(row.read for row in report.rows)
    say(f"{read:,} rows in {report.seconds:.1f} s into {book_url}.")
    if report.rebuilt:
        say(f"{report.rebuilt:,} days of usage were added up from usage events.")
    if report.ignored:
        note(f"Ignored, as no table takes them: {', '.join(report.ignored)}.")
    if any(row.quarantined for row in report.rows):
        note("Quarantined rows are in the book's table `quarantine`, each with file, line, column, value and reason.")
