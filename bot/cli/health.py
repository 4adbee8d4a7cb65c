"""``steward health``: the answers of ``/health`` in the terminal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from bot.cli.console import AMBIGUOUS, NOT_FOUND, say, say_json
from bot.cli.health_json import Json, candidates_json, history_json, portfolio_json, report_json
from bot.cli.program import leave
from bot.clock import wall_clock
from bot.config import Settings, load_settings
from bot.listeners import messages
from bot.listeners.lists import ListState
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer, make_renderer
from cs_engine.records.account import Candidates, HealthReport
from cs_engine.records.portfolio import Scope
from cs_engine.service.customer_success import CustomerSuccess


def health(
    account: Annotated[
        list[str] | None, typer.Argument(help="Name, id or domain; without it, every account.", show_default=False)
    ] = None,
    *,
    why: Annotated[bool, typer.Option("--why", help="Show the receipt: every factor and its points.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Show the last twelve weeks.")] = False,
    page: Annotated[int, typer.Option(help="Page of the list.", min=1)] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """Show one account's health, or all accounts, worst first.

    Exit code 3 when several accounts fit, 4 when none does.
    """
    settings = load_settings()
    clock = wall_clock(settings.timezone)
    cs = CustomerSuccess.open(settings.database_url, clock, settings.plays, settings.alerts, settings.industry)
    desk = _Desk(cs, _renderer(settings), as_json)
    try:
        if not account:
            desk.list_accounts(page)
            return
        found = cs.account_health(" ".join(account))
        if isinstance(found, Candidates):
            desk.ask_back(found)
        elif history:
            desk.history(found)
        else:
            desk.report(found, why=why)
    finally:
        cs.close()


@dataclass(frozen=True, slots=True)
class _Desk:
    cs: CustomerSuccess
    renderer: Renderer
    as_json: bool

    def list_accounts(self, page: int) -> None:
        portfolio = self.cs.portfolio(Scope.TEAM, owner=None, page=page)
        state = ListState(Scope.TEAM, page=portfolio.page)
        self._say(messages.account_list(self.renderer, portfolio, state), portfolio_json(portfolio))

    def report(self, report: HealthReport, *, why: bool) -> None:
        options = messages.CardOptions(full=True, buttons=False)
        word = messages.receipt(self.renderer, report) if why else messages.card(self.renderer, report, options)
        self._say(word, report_json(report))

    def history(self, report: HealthReport) -> None:
        past = self.cs.history(report.account_id)
        if past is not None:
            self._say(messages.history(self.renderer, past), history_json(past))

    def ask_back(self, found: Candidates) -> None:
        """Print who may have been meant and leave."""
        self._say(messages.candidates(self.renderer, found), candidates_json(found))
        leave(AMBIGUOUS if found.exact else NOT_FOUND)

    def _say(self, message: Message, as_json: Json) -> None:
        if self.as_json:
            say_json(as_json)
        else:
            say(message.text)


def _renderer(settings: Settings) -> Renderer:
    return make_renderer(settings.locale, settings.timezone, datetime.now(settings.timezone).date())
