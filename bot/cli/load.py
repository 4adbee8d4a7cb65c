"""``steward load``: files into the book, all or nothing."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import note
from bot.cli.loaded import say_loaded
from bot.config import load_settings
from cs_engine.service.loading import load as load_files


def load(
    paths: Annotated[list[Path], typer.Argument(help="CSV files (also .gz) or folders of them.", show_default=False)],
    mapping: Annotated[
        Path | None,
        typer.Option(help="TOML that says which file fills which table; see docs/mapping.md.", show_default=False),
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before loading.")] = False,
) -> None:
    """Load files into the book, all or nothing. Bad rows go to quarantine, with the reason."""
    settings = load_settings()
    if not yes:
        typer.confirm(f"Load into {settings.book_url}?", default=True, abort=True, err=True)
    report = load_files(
        paths,
        mapping,
        book_url=settings.book_url,
        workdir=settings.steward_home,
        progress=lambda table, rows: note(f"read {table}: {rows:,} rows"),
    )
    say_loaded(report, settings.book_url)
