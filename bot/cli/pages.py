"""The pages about commands, rendered from the commands themselves so that they cannot be out of date."""

from collections.abc import Iterator
from typing import Any

from bot.cli.console import AMBIGUOUS, FAULT, INTERRUPTED, NOT_FOUND, PROBLEM, UNUSABLE
from bot.cli.program import COMMANDS, load_command
from bot.cli.settings_file import TEMPLATE
from bot.listeners.commands.cs_grammar import CS_USAGES
from bot.listeners.commands.grammar import USAGES
from bot.scopes import REASONS, bot_scopes

EXIT_CODES = (
    (0, "done"),
    (PROBLEM, "`steward doctor`: something would stop Steward from working"),
    (UNUSABLE, "the input cannot be used, or there is nothing to show yet; one sentence on stderr says what to do"),
    (AMBIGUOUS, "`steward health`: several accounts fit; with `--json` they are on stdout as `candidates`"),
    (NOT_FOUND, "`steward health`: no account fits; with `--json` the closest are on stdout as `candidates`"),
    (FAULT, "a fault of Steward's own; one sentence gives its reference and names the log that holds the traceback"),
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
    slack = [f"| `{usage.example}` | {usage.means} |" for usage in (*USAGES, *CS_USAGES)]
    slack_table = _table(("you type", "you get"), slack)
    codes = _table(("exit code", "meaning"), [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES])
    commands = "\n".join(_command(name) for name in COMMANDS)
    return f"{HEAD}\n{slack_table}\n{TERMINAL}\n{codes}\n{commands}"


def commands_table() -> str:
    """Return README's table: every command with its line of help."""
    return _table(("command", "what it does"), [f"| `steward {name}` | {means} |" for name, means in COMMANDS.items()])


def install_page(page: str) -> str:
    """Return `docs/install.md` with the program's own scopes and settings between its markers."""
    scopes = _table(("scope", "why"), [f"| `{scope}` | {REASONS[scope].why} |" for scope in bot_scopes()])
    return _between("settings", f"```toml\n{TEMPLATE}```\n", _between("scopes", scopes, page))


def _between(marker: str, text: str, page: str) -> str:
    before, opening, rest = page.partition(f"<!-- {marker} -->\n")
    _, closing, after = rest.partition(f"<!-- /{marker} -->\n")
    return f"{before}{opening}{text}{closing}{after}"


def _command(name: str) -> str:
    return "\n".join(_with_those_below(load_command(name), name))


def _with_those_below(command: Any, name: str) -> Iterator[str]:  # noqa: ANN401 - Typer carries its own copy of click, without public types
    context = command.context_class(command, info_name=f"steward {name}")
    usage = " ".join((f"steward {name}", *command.collect_usage_pieces(context)))
    rows = [f"| `{spelled}` | {means} |" for spelled, means in _parameters(command, context)]
    yield f"### {name}\n\n{command.help}\n\n`{usage}`\n\n{_table(('option', 'meaning'), rows)}"
    for below, other in getattr(command, "commands", {}).items():
        yield from _with_those_below(other, f"{name} {below}")


def _parameters(command: Any, context: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - Typer carries its own copy of click, without public types
    for parameter in command.get_params(context):
        spelled, means = parameter.get_help_record(context)
        yield spelled, means.replace("|", "\\|").replace("  [", " [")


def _table(headings: tuple[str, str], rows: list[str]) -> str:
    return "\n".join((f"| {' | '.join(headings)} |", "|---|---|", *rows, ""))
