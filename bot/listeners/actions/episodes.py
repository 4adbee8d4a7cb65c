"""Buttons of an episode: take it, hand it over, let it rest, call it false, resolve it, and what is wanted rarely."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.episodes import windows
from bot.errors import StaleButton
from bot.home.home import Home
from bot.ids import ActionId
from bot.listeners.actions.accounts import open_about_account
from bot.listeners.actions.card import chosen, open_account
from bot.listeners.episodes import Desk, clicked
from bot.listeners.lists import STALE
from bot.middleware import Screen
from bot.rendering.renderer import Renderer

ASK = "date"
"""Value of the entry of *Snooze…* that asks for a day."""
SOON = timedelta(days=2)
"""Proposed for a next step: an alert that waits longer has not been taken."""
LATER = timedelta(days=7)
"""Proposed for the end of a rest."""
Opener = Callable[[Ack, Mapping[str, Any], Screen, Home], None]


def claim(ack: Ack, action: Mapping[str, Any], screen: Screen, home: Home) -> None:
    """Take an episode in a channel; of several who click at once one has it, the others are told who."""
    ack()
    desk = Desk(screen, home)
    desk.answer(desk.cs.episodes.claim(desk.cs.actor, chosen(action), None), clicked(screen, action))


def open_claim(ack: Ack, action: Mapping[str, Any], screen: Screen, home: Home) -> None:
    """Ask by when the next step is done."""
    ack()
    word = partial(windows.claim_window, home.renderer, day=home.renderer.reader.today + SOON)
    Desk(screen, home).open(chosen(action), clicked(screen, action), word)


def open_hand_over(ack: Ack, action: Mapping[str, Any], screen: Screen, home: Home) -> None:
    """Ask to whom an episode goes."""
    ack()
    word = partial(windows.hand_window, home.renderer)
    Desk(screen, home).open(chosen(action), clicked(screen, action), word)


def snooze(ack: Ack, action: Mapping[str, Any], screen: Screen, home: Home) -> None:
    """Let an episode rest until the chosen day, or ask for one."""
    ack()
    desk, about = Desk(screen, home), clicked(screen, action)
    episode_id, _, until = chosen(action).partition("|")
    if until == ASK:
        desk.open(episode_id, about, partial(windows.snooze_window, desk.renderer, day=desk.today + LATER))
    else:
        desk.answer(desk.cs.episodes.snooze(desk.cs.actor, episode_id, _day(until, desk.today)), about)


def open_false_alarm(ack: Ack, action: Mapping[str, Any], screen: Screen, home: Home) -> None:
    """Ask why it is a false alarm."""
    ack()
    word = partial(windows.false_window, home.renderer)
    Desk(screen, home).open(chosen(action), clicked(screen, action), word)


def open_resolve(ack: Ack, action: Mapping[str, Any], screen: Screen, home: Home) -> None:
    """Ask what solved it."""
    ack()
    word = partial(windows.resolve_window, home.renderer)
    Desk(screen, home).open(chosen(action), clicked(screen, action), word)


def show_episode(ack: Ack, action: Mapping[str, Any], screen: Screen, home: Home) -> None:
    """Have an episode of a list posted in the thread below it; one that has its message is shown to the clicker."""
    ack()
    Desk(screen, home).show(chosen(action), clicked(screen, action))


def choose_rare(ack: Ack, action: Mapping[str, Any], screen: Screen, home: Home) -> None:
    """Do what an entry of the three dots stands for; its value is the id of a button and that button's value."""
    what, _, value = chosen(action).partition("|")
    _, _, place = str(action.get("action_id")).rpartition(".")
    pressed = {"action_id": f"{what}.{place}", "value": value}
    if what in BESIDE:
        BESIDE[what](ack, pressed, screen, home.cs, home.renderer)
    elif what in RARE:
        RARE[what](ack, pressed, screen, home)
    else:
        raise StaleButton(STALE)


BESIDE: Mapping[str, Callable[[Ack, Mapping[str, Any], Screen, Answers, Renderer], None]] = MappingProxyType(
    {
        ActionId.OPEN: open_account,
        ActionId.RECORD_RENEWAL: open_about_account,
        ActionId.PLAY_START: open_about_account,
    }
)
"""What the three dots hold that is about the account."""
RARE: Mapping[str, Opener] = MappingProxyType(
    {ActionId.EPISODE_HAND: open_hand_over, ActionId.EPISODE_RESOLVE: open_resolve}
)
"""What they hold that is about the episode."""


def _day(value: str, today: date) -> date:
    """Return the day of an option of a menu.

    Raises:
        StaleButton: it is none, or it is over: the message is old.
    """
    try:
        day = date.fromisoformat(value)
    except ValueError as unknown:
        raise StaleButton(STALE) from unknown
    if day <= today:
        raise StaleButton(STALE)
    return day
