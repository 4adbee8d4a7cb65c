"""Buttons about one account: its card, the rest of it, its receipt, its history."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.access.policy import Right
from bot.errors import AccountGone, StaleButton
from bot.listeners import messages
from bot.listeners.lists import STALE
from bot.listeners.messages import CardOptions
from bot.middleware import Screen
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.account import HealthReport
from cs_engine.records.logged import TimelineEntry
from cs_engine.wording import phrase

GONE = phrase("This account is no longer known here. Type `/health` to see your accounts as they are now.")


def show_more(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Extend the card to everything known."""
    ack()
    options = CardOptions(full=True, acts=cs.may(Right.ACT))
    screen.replace(messages.card(renderer, known_account(cs, chosen(action)), options))


def show_less(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Go back to the first screen, from *More*, the receipt or the history."""
    ack()
    options = CardOptions(acts=cs.may(Right.ACT))
    screen.replace(messages.card(renderer, known_account(cs, chosen(action)), options))


def show_receipt(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Show where the score comes from, in place of the card."""
    ack()
    screen.replace(messages.receipt(renderer, known_account(cs, chosen(action))))


def show_history(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Show the last twelve weeks, in place of the card."""
    ack()
    past = cs.history(chosen(action))
    if past is None:
        raise AccountGone(GONE)
    screen.replace(messages.history(renderer, past, happened(cs, past.account_id)))


def pick_account(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Show the account that was picked, in place of the question."""
    ack()
    screen.replace(_card_for(screen, chosen(action), cs, renderer))


def open_account(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Show an account beside the list or the shared card that it was opened from."""
    ack()
    screen.add(_card_for(screen, chosen(action), cs, renderer))


def happened(cs: Answers, account_id: str) -> Sequence[TimelineEntry]:
    """Return what people did about an account, newest first; nothing for whoever may look at accounts, and no more."""
    return cs.logbook.timeline(cs.actor, account_id) or () if cs.may(Right.ACT) else ()


def chosen(action: Mapping[str, Any]) -> str:
    """Return the value of a button, or of the option chosen in a menu.

    Raises:
        StaleButton: there is neither.
    """
    option = action.get("selected_option") or {}
    value = action.get("value") or option.get("value")
    if not value:
        raise StaleButton(STALE)
    return str(value)


def known_account(cs: Answers, account_id: str) -> HealthReport:
    """Return the account's health.

    Raises:
        AccountGone: the message with the button is older than the account's removal.
    """
    report = cs.report(account_id)
    if report is None:
        raise AccountGone(GONE)
    return report


def _card_for(screen: Screen, account_id: str, cs: Answers, renderer: Renderer) -> Message:
    """A window over Home has room for everything and no message whose buttons could change it."""
    options = CardOptions(full=screen.on_home, buttons=not screen.on_home, acts=cs.may(Right.ACT))
    return messages.card(renderer, known_account(cs, account_id), options)
