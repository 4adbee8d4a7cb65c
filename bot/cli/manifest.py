"""``steward manifest``: what to make the Slack app from."""

from typing import Annotated

import typer

from bot import manifest as slack_app
from bot.cli.console import say_json, say_table
from bot.scopes import REASONS, bot_scopes


def manifest(
    *,
    http: Annotated[
        str | None,
        typer.Option(
            help="Address at which Slack reaches Steward; without it, Socket Mode.", metavar="URL", show_default=False
        ),
    ] = None,
    reasons: Annotated[bool, typer.Option("--reasons", help="Print the scopes, each with its reason.")] = False,
) -> None:
    """Print the manifest to make the Slack app from: JSON to paste at api.slack.com/apps."""
    if reasons:
        say_table(("scope", "why"), [(scope, REASONS[scope].why) for scope in bot_scopes()])
        return
    say_json(slack_app.manifest(http))
