"""Buttons and menu entries that open a window about one account, and the one that takes a recorded renewal back."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.errors import AccountGone, StaleButton
from bot.ids import ActionId
from bot.listeners.actions.card import GONE, chosen
from bot.listeners.actions.plays import plan_window, start_window, win_window
from bot.listeners.follow_ups import clicked, known_draft
from bot.listeners.lists import STALE
from bot.logbook import account_windows, words
from bot.logbook.about import About
from bot.middleware import Screen
from bot.rendering.renderer import Renderer
from cs_engine.records.acting import Team
from cs_engine.records.logged import RenewalDraft, TooLate
from cs_engine.wording import phrase

View = dict[str, Any]
NOT_THERE = phrase("What was recorded is not there any more, or it is somebody else's.")


def open_about_account(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window that a button stands for; its value is an account, and perhaps the account's episode."""
    ack()
    account, _, episode = chosen(action).partition("|")
    _open(ActionId.of(str(action.get("action_id"))), clicked(screen, action, account, episode), screen, cs, renderer)


def open_account_menu(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window that a menu's entry stands for; its value names the button that it replaces."""
    ack()
    what, _, account = chosen(action).partition("|")
    _open(ActionId.of(what), clicked(screen, action, account), screen, cs, renderer)


def undo_renewal(  # Bolt passes arguments by name
    ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer, team: Team
) -> None:
    """Take back what was recorded about a renewal."""
    ack()
    taken = cs.logbook.undo_renewal(cs.actor, chosen(action), team=team)
    if taken is None:
        raise StaleButton(NOT_THERE)
    if isinstance(taken, TooLate):
        screen.add(renderer.render("too_late"))
    else:
        screen.replace(words.recorded(renderer, taken, None))


def renewal_draft(cs: Answers, account_id: str) -> RenewalDraft:
    """Return what a renewal's window starts from.

    Raises:
        AccountGone: the account is not known (any more).
    """
    draft = cs.logbook.renewal_draft(cs.actor, account_id)
    if draft is None:
        raise AccountGone(GONE)
    return draft


def _open(what: ActionId | None, about: About, screen: Screen, cs: Answers, renderer: Renderer) -> None:
    if what not in WINDOWS:
        raise StaleButton(STALE)
    screen.open(WINDOWS[what](renderer, cs, about))


def _renewal(renderer: Renderer, cs: Answers, about: About) -> View:
    return account_windows.renewal_window(renderer, renewal_draft(cs, about.account), about)


def _forecast(renderer: Renderer, cs: Answers, about: About) -> View:
    return account_windows.forecast_window(renderer, renewal_draft(cs, about.account), about)


def _pulse(renderer: Renderer, cs: Answers, about: About) -> View:
    return account_windows.pulse_window(renderer, known_draft(cs, about.account), about)


def _champion(renderer: Renderer, cs: Answers, about: About) -> View:
    return account_windows.champion_window(renderer, known_draft(cs, about.account), about)


def _wrong_data(renderer: Renderer, cs: Answers, about: About) -> View:
    return account_windows.wrong_data_window(renderer, known_draft(cs, about.account), about)


WINDOWS: Mapping[ActionId | None, Callable[[Renderer, Answers, About], View]] = MappingProxyType(
    {
        ActionId.RECORD_RENEWAL: _renewal,
        ActionId.FORECAST: _forecast,
        ActionId.PULSE: _pulse,
        ActionId.CHAMPION_LEFT: _champion,
        ActionId.WRONG_DATA: _wrong_data,
        ActionId.PLAY_START: start_window,
        ActionId.PLAN_EDIT: plan_window,
        ActionId.WIN_SHARE: win_window,
    }
)
"""The window that each button about an account opens."""
