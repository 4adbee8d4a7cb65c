"""The ``steward`` command: a table of commands, each imported only when it is run.

``steward --help`` prints from the table, so it imports neither pandas nor Bolt nor any command.
"""

import importlib
import sys
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from bot.cli.console import INTERRUPTED, UNUSABLE, complain
from cs_engine.errors import StewardError

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "demo": "Open a Slack on localhost with a simulated company and the bot in it.",
        "health": "Show one account's health, or all accounts, worst first.",
        "metrics": "Show every figure of a period with its change, interval and basis, or how one adds up.",
        "kpi": "Show how far targets are, and where they will be on their due dates.",
        "report": "Write a page of figures and pictures: to read, to print, to send.",
        "journey": "Show the stages of customers' lives: how long, who is stuck, what hurts.",
        "growth": "Show what new customers cost and who comes next, or calculate a plan.",
        "book": "Show what is in the book: tables, freshness, coverage, contradictions.",
        "load": "Load files into the book, all or nothing.",
        "sample": "Simulate a company with known truth, into the book or as CSV files.",
        "refresh": "Score every account as of a day and keep the snapshots.",
        "simulate": "List which accounts a new scorecard would move, without applying it.",
        "value": "Show what accounts, or the customers of a file of orders, are still worth.",
        "segment": "Show which kinds of customers there are, in the book or in a file, and what sets each apart.",
        "churn": "Learn from a file of customers who will leave, score others, and see how true it is.",
        "replay": "Live a stretch of the past again: what would have been said, and was it right?",
        "digest": "Show or send the weekly digest of a channel.",
        "outbox": "List what was said unasked and what became of it, or send it again.",
        "serve": "Answer Slack: Socket Mode or signed HTTP.",
        "work": "Do what nobody asks for: score, remind, write digests, send.",
        "init": "Write steward.toml and walk through making the Slack app.",
        "manifest": "Print what to make the Slack app from.",
        "doctor": "Check that everything is as it must be, and say how to mend what is not.",
    }
)
"""Every command with its one-line help; module ``bot.cli.<name>`` holds it as a function of that name."""


class Program(TyperGroup):
    """A command group that imports a command when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - Typer carries its own copy of click, without public types
        """Return the names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - same
        """Import and return one command, or nothing for an unknown name."""
        del ctx
        return load_command(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - same
        """Write the list of commands from the table."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def load_command(name: str) -> Any:  # noqa: ANN401 - same
    """Import ``bot.cli.<name>`` and return its command: a function of that name, or an app with commands below it."""
    found = getattr(importlib.import_module(f"bot.cli.{name}"), name)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name=name)(found)
    return typer.main.get_command(app)


program = typer.Typer(
    cls=Program,
    name="steward",
    help="Steward, a customer-success teammate that lives in Slack.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@program.callback()
def _program() -> None:
    """Steward, a customer-success teammate that lives in Slack."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line; what is run finds as `obj` of its context when that began, by ``time.monotonic``.

    Args:
        arguments: the words after ``steward``.

    Returns:
        0 done, 1 `steward doctor` found a problem, 2 unusable input or nothing to show, 3 ambiguous, 4 not found,
        70 a fault of ours, 130 interrupted.
    """
    try:
        program(args=list(arguments), prog_name="steward", obj=time.monotonic())
    except BaseException as error:  # noqa: BLE001 - Ctrl-C may come wrapped by a library; faults are told in a sentence
        return _exit_code(error)
    return 0


def _exit_code(error: BaseException) -> int:
    """Return how to leave after ``error``, and say what is wrong."""
    if _interrupted(error):
        return INTERRUPTED
    if isinstance(error, StewardError):
        complain(str(error))
        return UNUSABLE
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else UNUSABLE
    code: int = importlib.import_module("bot.cli.fault").tell(error)
    return code


def _interrupted(error: BaseException | None) -> bool:
    """Tell whether Ctrl-C is behind it: DuckDB and dlt raise errors of their own when they are interrupted."""
    seen: set[int] = set()  # a library that raises an error from itself makes a ring
    while error is not None and not isinstance(error, KeyboardInterrupt) and id(error) not in seen:
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return isinstance(error, KeyboardInterrupt)


def leave(code: int) -> NoReturn:
    """End the command with an exit code."""
    sys.exit(code)
