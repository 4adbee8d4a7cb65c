"""``steward outbox``: what was said unasked, what became of it, and sending it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.cli.console import note, say, say_table
from bot.clock import wall_clock
from bot.config import Settings, load_settings
from cs_engine.errors import BadInput
from cs_engine.records.outbox import Delivery, Outcome
from cs_engine.service.memory import open_memory
from cs_engine.service.outbox import OutboxDesk

outbox = typer.Typer(name="outbox", invoke_without_command=True, add_completion=False, rich_markup_mode=None)
PROBLEMS = (Outcome.FAILED, Outcome.UNCERTAIN, Outcome.CHANNEL_GONE)
HEADINGS = ("due", "kind", "to", "outcome", "why", "key")


@outbox.callback()
def look(
    context: typer.Context,
    *,
    problems: Annotated[bool, typer.Option("--problems", help="Only what failed or is uncertain.")] = False,
    page: Annotated[int, typer.Option(help="Page of twenty, the newest first.", min=1)] = 1,
) -> None:
    """List what Steward said unasked or is about to say, newest first, and what became of it."""
    if context.invoked_subcommand is not None:
        return
    settings = load_settings()
    with _desk(settings) as desk:
        found = desk.page(page, PROBLEMS if problems else ())
    if not found.total:
        note("Nothing failed or is uncertain." if problems else "Nothing has been said unasked.")
        return
    say_table(HEADINGS, [_row(one, settings) for one in found.deliveries])
    say(f"\nPage {found.page} of {found.pages}, {found.total:,} in all.")


@outbox.command()
def again(
    key: Annotated[str, typer.Argument(help="The key of what failed or is uncertain.", show_default=False)],
) -> None:
    """Send something again that failed or is uncertain. Look first whether it stands in Slack: nobody else does."""
    with _desk(load_settings()) as desk:
        if not desk.again(key):
            raise BadInput(
                f"Nothing with the key {key!r} failed or is uncertain; `steward outbox --problems` lists what is."
            )
    note("It is in the outbox; `steward work` sends it.")


@contextmanager
def _desk(settings: Settings) -> Iterator[OutboxDesk]:
    with open_memory(settings.database_url) as store:
        yield OutboxDesk(store, wall_clock(settings.timezone))


def _row(one: Delivery, settings: Settings) -> tuple[object, ...]:
    to = one.told or next(iter(one.intent.to), None)
    due = one.intent.due_at.astimezone(settings.timezone)
    reason = (one.reason or "").replace("_", " ") or None
    return (f"{due:%Y-%m-%d %H:%M}", one.intent.kind, to and to.id, one.outcome, reason, one.intent.key)
