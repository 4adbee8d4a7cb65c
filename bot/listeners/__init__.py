"""Everything the bot listens to, as a table of contents."""

import inspect
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.access.policy import Entry, Kind, without_policy
from bot.errors import NoPolicyError, UnknownArgumentError
from bot.ids import ActionId, WindowId
from bot.listeners.actions.card import open_account, pick_account, show_history, show_less, show_more, show_receipt
from bot.listeners.actions.imports import (
    answer_question,
    change_columns,
    dismiss_import,
    load_import,
    open_columns,
)
from bot.listeners.actions.pages import turn_page
from bot.listeners.actions.share import share_card
from bot.listeners.commands.cs import answer_cs
from bot.listeners.commands.cs_grammar import CS
from bot.listeners.commands.grammar import HEALTH
from bot.listeners.commands.health import answer_health
from bot.listeners.entries import entries_of_command
from bot.listeners.events.files import take_dropped_files, take_given_files
from bot.listeners.events.home import open_home
from bot.listeners.options.accounts import suggest_accounts
from bot.middleware import PROVIDED

Listener = Callable[..., Any]

COMMANDS: dict[str, Listener] = {HEALTH: answer_health, CS: answer_cs}
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
    ActionId.IMPORT_LOAD: load_import,
    ActionId.IMPORT_DISMISS: dismiss_import,
    ActionId.IMPORT_COLUMNS: open_columns,
    ActionId.IMPORT_DATES: answer_question,
    ActionId.IMPORT_NUMBERS: answer_question,
}
OPTIONS: dict[ActionId, Listener] = {ActionId.FIND: suggest_accounts}
EVENTS: dict[str, Listener] = {"app_home_opened": open_home, "message.im": take_dropped_files}
"""By their names in Slack's settings; the payload of a message says apart from its type where it was written."""
WINDOWS: dict[WindowId, Listener] = {
    WindowId.IMPORT_FILES: take_given_files,
    WindowId.IMPORT_COLUMNS: change_columns,
}


def register(app: App) -> None:
    """Register every listener.

    Raises:
        UnknownArgumentError: a listener asks for something that neither Bolt nor our middleware provides.
        NoPolicyError: nobody decided who may ask what a listener answers.
    """
    undecided = sorted(f"{entry.kind} {entry.name}" for entry in without_policy(entries()))
    if undecided:
        raise NoPolicyError(f"bot/access/policy.py does not say who may ask for: {', '.join(undecided)}")
    for name, listener in COMMANDS.items():
        app.command(name)(_checked(listener))
    for action, listener in ACTIONS.items():
        app.action(action.pattern)(_checked(listener))
    for action, listener in OPTIONS.items():
        app.options(action.value)(_checked(listener))
    for name, listener in EVENTS.items():
        app.event(name.partition(".")[0])(_checked(listener))
    for window, listener in WINDOWS.items():
        app.view(window.value)(_checked(listener))


def entries() -> tuple[Entry, ...]:
    """Return every way to ask that has a listener."""
    return (
        *(entry for name in COMMANDS for entry in entries_of_command(name)),
        *(Entry(Kind.ACTION, action.value) for action in ACTIONS),
        *(Entry(Kind.OPTIONS, action.value) for action in OPTIONS),
        *(Entry(Kind.EVENT, name) for name in EVENTS),
        *(Entry(Kind.VIEW, window.value) for window in WINDOWS),
    )


def _checked(listener: Listener) -> Listener:
    known = PROVIDED | inspect.signature(Args).parameters.keys()
    unknown = inspect.signature(listener).parameters.keys() - known
    if unknown:
        raise UnknownArgumentError(f"{listener.__module__}.{listener.__name__} asks for {sorted(unknown)}")
    return listener
