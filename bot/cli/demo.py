"""``steward demo``: a Slack on localhost, a simulated company, and the bot in it."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, timedelta
from typing import Annotated

import typer

from bot.access.rules import Role
from bot.app import create_app
from bot.cli.console import note, say
from bot.cli.demo_company import ROLES, prepare
from bot.cli.demo_seed import demo_seed
from bot.cli.serving import connected, stoppable, wait_until_stopped
from bot.cli.working import working
from bot.config import Settings, load_settings
from bot.logs import write_logs
from bot.slack_client import make_client
from bot.workspace.server import LOOPBACK, Workspace
from cs_engine.errors import BadInput
from cs_engine.records.portfolio import Scope
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.customer_success import CustomerSuccess

FIRST_PORT = 8137
"""Outside the ports that development servers like."""
PORTS = 50
NOTHING = timedelta(0)
"""What was due before the start is done by then: the demo's company was scored up to today."""


def demo(
    *,
    port: Annotated[
        int, typer.Option(help="Port on this machine.", min=0, max=65535, show_default="8137 or the next free one")
    ] = 0,
    book: Annotated[bool, typer.Option("--book", help="Show the loaded book instead of a simulated company.")] = False,
    accounts: Annotated[int, typer.Option(help="Accounts of the simulated company.")] = 120,
    months: Annotated[int, typer.Option(help="Months of its history.")] = 27,
    seed: Annotated[int, typer.Option(help="Another seed, another company.")] = 7,
) -> None:
    """Open a Slack on localhost with a simulated company and the bot in it. Ctrl-C stops it."""
    began = time.perf_counter()
    if port and not _is_free(port):
        raise BadInput(
            f"Port {port} is taken or not for us; choose another --port, or leave it out for the next free one."
        )
    settings = load_settings(access=ROLES.model_copy(update={"default": Role.CSM} if book else {}))
    write_logs(settings.steward_log, settings.steward_log_level)
    if not book:
        settings = settings.model_copy(
            update={
                "steward_home": settings.steward_home / "demo",
                "steward_book_url": None,
                "steward_database_url": None,
            }
        )
    with ExitStack() as stack:
        with stoppable():
            if not book:
                today = datetime.now(settings.timezone).date()
                prepare(settings, SampleSpec(accounts=accounts, months=months, seed=seed, until=today))
            workspace = stack.enter_context(_office(settings, port))
        note(f"Ready after {time.perf_counter() - began:.0f} s.")
        _greet(workspace.url, book=book)
        wait_until_stopped()
    note("Stopped.")


@contextmanager
def _office(settings: Settings, port: int) -> Iterator[Workspace]:
    """Open the workspace with the bot connected to it.

    Raises:
        NothingToShow: no account has been scored yet; better told here than at the first question.
    """
    with (
        Workspace(demo_seed(), port or _free_port()) as workspace,
        closing(
            CustomerSuccess.open(
                settings.database_url, workspace.clock, settings.plays, settings.alerts, settings.industry
            )
        ) as cs,
    ):
        cs.portfolio(Scope.TEAM, owner=None)
        client = make_client(workspace.bot_token, workspace.api_url)
        with (
            connected(create_app(settings, cs, client, workspace.clock), workspace.app_token),
            working(settings, workspace.clock, client, look_back=NOTHING, on_moved=workspace.clock.on_moved),
        ):
            yield workspace


def _free_port() -> int:
    """Return the first free port from the usual one on; 0 lets the system choose when all are taken."""
    return next((port for port in range(FIRST_PORT, FIRST_PORT + PORTS) if _is_free(port)), 0)


def _is_free(port: int) -> bool:
    try:
        socket.create_server((LOOPBACK, port)).close()
    except OSError:
        return False
    return True


def _greet(url: str, *, book: bool) -> None:
    names = "one of your accounts" if book else "acme"
    say(f"\n  Open {url}\n")
    say("  Four things to try:")
    say(f"    1. /health {names:<22}the honest picture, for your eyes only; then press Why?")
    say("    2. /health mine                  the accounts of the person you are, worst first")
    say("    3. /cs import                    load a file of your own, and see first what Steward makes of it")
    say("    4. the name in the top corner    become another person, and see what they see")
    say("\n  Ctrl-C stops it.")
