"""Everything the bot listens to, as a table of contents."""

import inspect
import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.errors import UnknownArgumentError
from bot.ids import ActionId
from bot.listeners.actions.card import open_account, pick_account, show_history, show_less, show_more, show_receipt
from bot.listeners.actions.pages import turn_page
from bot.listeners.actions.share import share_card
from bot.listeners.commands.grammar import HEALTH
from bot.listeners.commands.health import answer_health
from bot.listeners.events.home import open_home
from bot.listeners.options.accounts import suggest_accounts
from bot.middleware import PROVIDED

Listener = Callable[..., Any]

COMMANDS: dict[str, Listener] = {HEALTH: answer_health}
ACTIONS: dict[ActionId, Listener] = {
    ActionId.WHY: show_receipt,
    ActionId.HISTORY: show_history,
    ActionId.MORE: show_more,
    ActionId.LESS: show_less,
    ActionId.SHARE: share_card,
    ActionId.OPEN: open_account,
    ActionId.PICK: pick_account,
    ActionId.FIND: pick_account,
    ActionId.PAGE: turn_page,
    ActionId.BANDS: turn_page,
}
OPTIONS: dict[ActionId, Listener] = {ActionId.FIND: suggest_accounts}
EVENTS: dict[str, Listener] = {"app_home_opened": open_home}


def register(app: App) -> None:
    """Register every listener.

    Raises:
        UnknownArgumentError: a listener asks for something that neither Bolt nor our middleware provides.
    """
    for name, listener in COMMANDS.items():
        app.command(name)(_checked(listener))
    for action, listener in ACTIONS.items():
        app.action(re.compile(rf"^{re.escape(action)}(\.\w+)?$"))(_checked(listener))
    for action, listener in OPTIONS.items():
        app.options(action.value)(_checked(listener))
    for name, listener in EVENTS.items():
        app.event(name)(_checked(listener))


def _checked(listener: Listener) -> Listener:
    known = PROVIDED | inspect.signature(Args).parameters.keys()
    unknown = inspect.signature(listener).parameters.keys() - known
    if unknown:
        raise UnknownArgumentError(f"{listener.__module__}.{listener.__name__} asks for {sorted(unknown)}")
    return listener
