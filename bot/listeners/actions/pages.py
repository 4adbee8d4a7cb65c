"""Buttons and menus of a list: another page, other bands."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.listeners.actions.card import chosen
from bot.listeners.commands.health import list_page
from bot.listeners.lists import ListState
from bot.middleware import Screen
from bot.rendering.renderer import Renderer


def turn_page(
    ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer, caller: Caller
) -> None:
    """Show the list as the button says, where it stands."""
    ack()
    state = ListState.decode(chosen(action))
    screen.replace(list_page(state, cs, renderer, caller))
