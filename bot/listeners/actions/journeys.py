"""The account that was picked from those that `/cs journey` may have meant."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.journeys import words
from bot.listeners.actions.card import chosen, known_account
from bot.middleware import Screen
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer


def open_journey(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Show an account's journey, only to whoever clicks, in place of the question."""
    ack()
    account = known_account(cs, chosen(action))
    screen.replace(journey_message(renderer, cs, account.account_id, account.name))


def journey_message(renderer: Renderer, cs: Answers, account_id: str, name: str) -> Message:
    """Word one account's journey, or that none is known."""
    return words.life(renderer, (account_id, name), cs.journeys.life(account_id, name))
