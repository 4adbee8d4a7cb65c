"""The windows that Home opens: settings, channels, and erasing a person."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot.home.page import DEFAULT_EMOJI
from bot.home.routes import Choices as Alerts
from bot.ids import WindowId
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.preferences import ChannelSettings, Held, Preferences, Route
from cs_engine.service.preferences.rules import LANGUAGES

MOST_CHOICES = 100
"""Slack takes no more options in one group of a menu."""
AS_SLACK = "-"
"""The option that follows Slack's language."""
CLOCK = "%H:%M"
NINE = "09:00"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a channel may be about, and the zone that stands there first."""

    segments: tuple[str, ...]
    owners: tuple[str, ...]
    zone: str


def hours(renderer: Renderer, wishes: Preferences, zone: str) -> dict[str, Any]:
    """Word the window of working hours; ``zone`` is the one that counts now."""
    return renderer.window(
        "home_hours_window",
        callback_id=WindowId.HOME_HOURS,
        wishes=wishes,
        zone=zone,
        languages=LANGUAGES,
        opens=wishes.opens.strftime(CLOCK),
        closes=wishes.closes.strftime(CLOCK),
    )


def away(renderer: Renderer, wishes: Preferences) -> dict[str, Any]:
    """Word the window of days out of office."""
    first, last = wishes.away_from, wishes.away_until
    return renderer.window(
        "home_away_window",
        callback_id=WindowId.HOME_AWAY,
        first=first and first.isoformat(),
        last=last and last.isoformat(),
    )


def messages(renderer: Renderer, wishes: Preferences) -> dict[str, Any]:
    """Word the window of what somebody is told regularly."""
    return renderer.window(
        "home_messages_window",
        callback_id=WindowId.HOME_MESSAGES,
        wishes=wishes,
        emoji=DEFAULT_EMOJI,
        daily_at=wishes.daily_at.strftime(CLOCK),
        digest_at=wishes.digest_at.strftime(CLOCK),
    )


def alerts(renderer: Renderer, wishes: Preferences, choices: Alerts) -> dict[str, Any]:
    """Word the window of where alerts go, and what holds for all of them."""
    return renderer.window(
        "home_alerts_window",
        callback_id=WindowId.HOME_ALERTS,
        routes=[(family, choices.route(wishes, family)) for family in choices.offered],
        digest_only=choices.digest_only,
        off=choices.off,
        settings=choices.settings,
        ways=list(Route),
    )


def channel(renderer: Renderer, known: ChannelSettings | None, choices: Choices) -> dict[str, Any]:
    """Word the window of what a channel is told; a new one is chosen in it."""
    return renderer.window(
        "home_channel_window",
        callback_id=WindowId.HOME_CHANNEL,
        about=known.channel if known else "",
        channel=known,
        segments=_offered(choices.segments, known),
        owners=_offered(choices.owners, known),
        zone=known.timezone if known else choices.zone,
        languages=LANGUAGES,
        at=known.at.strftime(CLOCK) if known else NINE,
    )


def owners(renderer: Renderer, addresses: tuple[str, ...], unassigned: int, known: Collection[str]) -> Message:
    """Word who looks after accounts; ``known`` are the addresses of the people in this Slack."""
    missing = [each for each in addresses if each.casefold() not in known]
    return renderer.render("home_owners", owners=len(addresses), unassigned=unassigned, missing=missing)


def erase(renderer: Renderer) -> dict[str, Any]:
    """Word the window that asks whom to erase."""
    return renderer.window("home_erase_window", callback_id=WindowId.HOME_ERASE)


def erase_sure(renderer: Renderer, held: Held) -> dict[str, Any]:
    """Word the window that says what erasing a person would do."""
    return renderer.window("home_erase_sure_window", callback_id=WindowId.HOME_ERASE_SURE, about=held.person, held=held)


def _offered(values: tuple[str, ...], known: ChannelSettings | None) -> tuple[str, ...]:
    """Return as many as a menu takes, the one that is set among them."""
    value = known.value if known else None
    kept = tuple(each for each in values if each == value)
    return (*kept, *(each for each in values if each != value))[:MOST_CHOICES]
