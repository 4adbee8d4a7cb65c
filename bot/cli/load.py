"""``steward load``: files into the book, all or nothing."""

import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import PROBLEM, note
from bot.cli.loaded import say_loaded
from bot.cli.previewed import say_preview, undecided
from bot.config import Settings, load_settings
from cs_engine.errors import BadFile, BadInput
from cs_engine.service.addresses import shown
from cs_engine.service.intake.accepting import keep
from cs_engine.service.intake.loading import load as load_files
from cs_engine.service.intake.previewing import Reading, preview
from cs_engine.service.intake.previews import Origin, Preview


def load(  # noqa: PLR0913 - a command has as many options as it has
    paths: Annotated[
        list[Path],
        typer.Argument(help="CSV, TSV, Excel, Parquet, JSON-lines, gz or zip files, or folders.", show_default=False),
    ],
    mapping: Annotated[
        Path | None,
        typer.Option(help="TOML that says which file fills which table; guessed if left out.", show_default=False),
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before loading.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")] = False,
    save_mapping: Annotated[
        Path | None,
        typer.Option(help="Write the guessed mapping to this file, to change it and use it.", show_default=False),
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="How to read dates such as 03/04/2026.", show_default=False),
    ] = None,
    decimal_comma: Annotated[
        bool | None,
        typer.Option("--decimal-comma/--decimal-point", help="How to read numbers such as 1.250.", show_default=False),
    ] = None,
) -> None:
    """Load files into the book, all or nothing. Bad rows go to quarantine, with the reason."""
    settings = load_settings()
    reading = Reading(day_first=day_first, decimal_comma=decimal_comma)
    asked = _Asked(paths, mapping, settings, datetime.now(settings.timezone).date(), reading)
    seen = asked.look()
    if not (yes and seen.origin in (Origin.NAMES, Origin.FILE)):
        say_preview(seen)
    if save_mapping is not None:
        _save(seen, save_mapping)
    if not dry_run:
        seen = _agreed(asked, seen, yes=yes)
    elif seen.questions:
        note(f"Before this can be loaded: {undecided(seen)}")
    report = load_files(
        paths,
        seen.mapping,
        book_url=settings.book_url,
        workdir=settings.steward_home,
        progress=lambda table, rows: note(f"read {table}: {rows:,} rows"),
        rehearse=dry_run,
    )
    say_loaded(report, settings.book_url)
    if not dry_run:
        asked.keep(seen)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody wants to load."""

    paths: list[Path]
    mapping: Path | None
    settings: Settings
    today: date
    reading: Reading

    def look(self, reading: Reading | None = None) -> Preview:
        """Look at the files, with another reading of what they leave open."""
        return preview(
            self.paths,
            self.mapping,
            book_url=self.settings.book_url,
            home=self.settings.steward_home,
            today=self.today,
            reading=reading or self.reading,
        )

    def keep(self, seen: Preview) -> None:
        """Keep a guess that was accepted."""
        if seen.origin is Origin.GUESS and seen.toml is not None:
            home = self.settings.steward_home
            kept = keep(seen.toml, seen.headers, home=home, on=self.today, paths=self.paths)
            note(f"This mapping is kept for files with these columns; change it in {kept}.")


def _agreed(asked: _Asked, seen: Preview, *, yes: bool) -> Preview:
    """Return what may be loaded.

    Raises:
        BadInput: nobody is there to ask, or to answer what the values leave open.
    """
    there = sys.stdin.isatty() and not yes
    if seen.questions and there:
        seen = _answered(asked, seen)
    if seen.questions:
        raise BadInput(f"Nothing was loaded: {undecided(seen)}")
    if yes:
        return seen
    if not there:
        raise BadInput(
            "Nothing was loaded, as nobody is there to ask; add --yes to load this, --dry-run to try it, "
            "or --save-mapping FILE to change it."
        )
    if not typer.confirm(f"Load into {shown(asked.settings.book_url)}?", default=seen.sure, err=True):
        note("Nothing was loaded. Write the mapping with --save-mapping FILE, change it and load with --mapping FILE.")
        raise typer.Exit(PROBLEM)
    return seen


def _answered(asked: _Asked, seen: Preview) -> Preview:
    """Ask what the values leave open."""
    for question in seen.questions:
        note(str(question))
    said = " ".join(str(question) for question in seen.questions)
    day_first, comma = asked.reading.day_first, asked.reading.decimal_comma
    if "day first" in said:
        day_first = typer.confirm("Is the day first?", default=None, err=True)
    if "three decimals" in said:
        comma = typer.confirm("Is the comma the decimal mark?", default=None, err=True)
    return asked.look(Reading(day_first=day_first, decimal_comma=comma))


def _save(seen: Preview, path: Path) -> None:
    if seen.toml is None:
        raise BadInput("There is no guessed mapping to save: these files have one, or need none.")
    try:
        path.write_text(seen.toml, encoding="utf-8")
    except OSError as error:
        raise BadFile(f"{path} cannot be written ({error.strerror}); name another file.") from error
    note(f"Mapping written to {path}; load with --mapping {path}.")
