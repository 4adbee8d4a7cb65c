"""Buttons of Home: another place, the windows of settings, and the steps of the checklist."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk.web import WebClient

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.errors import StaleButton
from bot.home import windows
from bot.home.home import Home
from bot.home.routes import choices_of
from bot.home.state import HomeState
from bot.home.windows import Choices
from bot.imports import words
from bot.imports.desk import Desk
from bot.listeners.actions.card import chosen
from bot.middleware import Screen
from bot.rendering.renderer import Renderer
from cs_engine.wording import phrase

NEW = "new"
"""The value of the button that adds a channel."""
NOT_LOST = phrase("This neither failed nor is uncertain any more. Open Home again to see what became of it.")
PEOPLE_A_PAGE = 200
MOST_PAGES = 25
"""Five thousand people; whoever has more asks `steward doctor`."""


def go(ack: Ack, action: Mapping[str, Any], home: Home) -> None:
    """Show another tab, page or filter."""
    ack()
    home.show(HomeState.decode(chosen(action)))


def open_hours(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, caller: Caller) -> None:
    """Open the window of working hours."""
    ack()
    screen.open(windows.hours(renderer, cs.preferences.of(cs.actor.person), str(caller.timezone)))


def open_away(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window of days out of office."""
    ack()
    screen.open(windows.away(renderer, cs.preferences.of(cs.actor.person)))


def open_messages(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window of what somebody is told regularly."""
    ack()
    screen.open(windows.messages(renderer, cs.preferences.of(cs.actor.person)))


def open_alerts(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window of where alerts go."""
    ack()
    screen.open(windows.alerts(renderer, cs.preferences.of(cs.actor.person), choices_of(cs)))


def open_channel(  # Bolt passes arguments by name
    ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer, caller: Caller
) -> None:
    """Open the window of what a channel is told; of one that is told nothing any more, the window of a new one."""
    ack()
    wanted = chosen(action)
    known = next((each for each in cs.preferences.channels() if each.channel == wanted), None)
    choices = Choices(cs.home.segments(), cs.home.owners(), str(caller.timezone))
    screen.open(windows.channel(renderer, known, choices))


def remove_channel(ack: Ack, action: Mapping[str, Any], cs: Answers) -> None:
    """Tell a channel nothing any more."""
    ack()
    cs.preferences.remove_channel(cs.actor, chosen(action))


def send_again(ack: Ack, action: Mapping[str, Any], cs: Answers) -> None:
    """Send once more what failed or is uncertain; whoever asks has looked in Slack."""
    ack()
    if not cs.home.send_again(chosen(action)):
        raise StaleButton(NOT_LOST)


def open_import(ack: Ack, screen: Screen, renderer: Renderer, desk: Desk) -> None:
    """Open the window that takes files, as `/cs import` does."""
    ack()
    screen.open(words.files_window(renderer, desk.most_mb))


def show_owners(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Say who looks after accounts, and which of them nobody in this Slack is."""
    ack()
    known = frozenset(_addresses(screen.client))
    screen.add(windows.owners(renderer, cs.home.owners(), cs.home.setup().unassigned, known))


def open_erase(ack: Ack, screen: Screen, renderer: Renderer) -> None:
    """Open the window that asks whom to erase."""
    ack()
    screen.open(windows.erase(renderer))


def _addresses(client: WebClient) -> Iterator[str]:
    """Yield the addresses of everybody in this Slack who is there."""
    cursor = ""
    for _ in range(MOST_PAGES):
        page = client.users_list(limit=PEOPLE_A_PAGE, cursor=cursor)
        for user in page.get("members") or ():
            address = (user.get("profile") or {}).get("email")
            if address and not user.get("deleted"):
                yield str(address).casefold()
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return
