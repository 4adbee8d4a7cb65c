"""The pages about commands, rendered from the commands themselves so that they cannot be out of date."""

from collections.abc import Iterator
from typing import Any

from bot.cli.console import AMBIGUOUS, INTERRUPTED, NOT_FOUND, UNUSABLE
from bot.cli.program import COMMANDS, load_command
from bot.listeners.commands.grammar import USAGES

EXIT_CODES = (
    (0, "done"),
    (UNUSABLE, "the input cannot be used, or there is nothing to show yet; one sentence on stderr says what to do"),
    (AMBIGUOUS, "`steward health`: several accounts fit; with `--json` they are on stdout as `candidates`"),
    (NOT_FOUND, "`steward health`: no account fits; with `--json` the closest are on stdout as `candidates`"),
    (INTERRUPTED, "stopped with Ctrl-C"),
)
HEAD = """\
# Commands

This page is rendered from the commands themselves by `bot/cli/pages.py`; a test keeps it true.

## In Slack
"""
TERMINAL = """\
## On the command line

Answers are printed to stdout; progress, notes and complaints to stderr. `STEWARD_HOME` (default `./data`) is where
everything is kept, `STEWARD_TIMEZONE` (default `UTC`) says when a day ends; both may stand in `steward.toml`.
"""


def commands_page() -> str:
    """Return `docs/commands.md`: what can be typed in Slack, and every command with its options."""
    slack = [f"| `{usage.example}` | {usage.means} |" for usage in USAGES]
    slack_table = _table(("you type", "you get"), slack)
    codes = _table(("exit code", "meaning"), [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES])
    commands = "\n".join(_command(name) for name in COMMANDS)
    return f"{HEAD}\n{slack_table}\n{TERMINAL}\n{codes}\n{commands}"


def commands_table() -> str:
    """Return README's table: every command with its line of help."""
    return _table(("command", "what it does"), [f"| `steward {name}` | {means} |" for name, means in COMMANDS.items()])


def _command(name: str) -> str:
    command = load_command(name)
    context = command.context_class(command, info_name=f"steward {name}")
    usage = " ".join((f"steward {name}", *command.collect_usage_pieces(context)))
    rows = [f"| `{spelled}` | {means} |" for spelled, means in _parameters(command, context)]
    return f"### {name}\n\n{command.help}\n\n`{usage}`\n\n{_table(('option', 'meaning'), rows)}"


def _parameters(command: Any, context: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - Typer carries its own copy of click, without public types
    for parameter in command.get_params(context):
        spelled, means = parameter.get_help_record(context)
        yield spelled, means.replace("|", "\\|").replace("  [", " [")


def _table(headings: tuple[str, str], rows: list[str]) -> str:
    return "\n".join((f"| {' | '.join(headings)} |", "|---|---|", *rows, ""))
