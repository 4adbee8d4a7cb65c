"""The account that was picked from those that `/cs value` may have meant."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.listeners.actions.card import chosen, known_account
from bot.middleware import Screen
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from bot.values import words


def open_value(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Show what an account is worth, only to whoever clicks, in place of the question."""
    ack()
    account = known_account(cs, chosen(action))
    screen.replace(value_message(renderer, cs, account.account_id, account.name))


def value_message(renderer: Renderer, cs: Answers, account_id: str, name: str) -> Message:
    """Word what one account is worth, or that nobody was valued yet."""
    return words.value(renderer, (account_id, name), cs.values.account(account_id))
