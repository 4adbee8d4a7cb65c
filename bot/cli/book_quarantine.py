"""``steward book quarantine``: what was refused, and how it comes into the book after all."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import note, say, say_table
from bot.config import load_settings
from cs_engine.service.intake.quarantine import Only, list_quarantine, retry_quarantine
from cs_engine.service.intake.quarantine_export import export_quarantine

quarantine = typer.Typer(name="quarantine", invoke_without_command=True, rich_markup_mode=None)
Table = Annotated[str | None, typer.Option("--table", help="Only rows of this table.", show_default=False)]
File = Annotated[str | None, typer.Option("--file", help="Only rows of this file.", show_default=False)]
NOT_KEPT = "{:,} of them were loaded before rows were kept: only loading their files again brings them."


@quarantine.callback()
def listing(context: typer.Context, table: Table = None, file: File = None) -> None:
    """List what was refused, by table, file and reason, with examples."""
    if context.invoked_subcommand is not None:
        return
    found = list_quarantine(load_settings().book_url, Only(table, file))
    if not found:
        say("Nothing waits in quarantine.")
        return
    rows = [
        (one.table, Path(one.file).name, one.rows, f"{one.column or 'line'} {one.reason}", "; ".join(one.examples))
        for one in found
    ]
    say_table(("table", "file", "rows", "why", "such as"), rows)
    not_kept = sum(one.not_kept for one in found)
    if not_kept:
        note(NOT_KEPT.format(not_kept))


@quarantine.command()
def export(
    to: Annotated[Path, typer.Argument(metavar="FILE.csv", help="The file to write.", show_default=False)],
    table: Table = None,
    file: File = None,
) -> None:
    """Write the refused rows as they stood in their files, with file, line, column, value and reason beside them.

    Where files have different columns, a folder of that name gets one CSV for each.
    """
    exported = export_quarantine(load_settings().book_url, to, Only(table, file))
    say(f"{exported.rows:,} rows in {', '.join(map(str, exported.files))}.")
    if exported.not_kept:
        note(f"{exported.not_kept:,} more rows were loaded before rows were kept: load their files again.")


@quarantine.command()
def retry(
    mapping: Annotated[
        Path | None,
        typer.Option(help="TOML to read them by; as they were read the first time if left out.", show_default=False),
    ] = None,
    table: Table = None,
    file: File = None,
) -> None:
    """Read the refused rows again: what fits now goes into the book, the rest stays with its new reason."""
    settings = load_settings()
    only = Only(table, file)
    retried = retry_quarantine(settings.book_url, workdir=settings.steward_home, mapping=mapping, only=only)
    rows = [(row.table, row.read, row.read - row.quarantined, row.quarantined) for row in retried.rows]
    say_table(("table", "read again", "taken in", "still refused"), rows)
    if retried.torn:
        note(f"{retried.torn:,} lines have more or fewer cells than their header: correct the files and load them.")
    if retried.not_kept:
        note(f"{retried.not_kept:,} rows were loaded before rows were kept: load their files again.")
