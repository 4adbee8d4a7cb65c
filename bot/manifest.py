"""The Slack app's manifest, made from what the code listens to and calls."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.ids import ShortcutId
from bot.listeners import ACTIONS, COMMANDS, EVENTS, OPTIONS, SHORTCUTS
from bot.listeners.commands.cs_grammar import CS, CS_USAGES
from bot.listeners.commands.grammar import HEALTH, USAGES
from bot.scopes import bot_scopes, optional_scopes
from cs_engine.errors import BadInput

Json = dict[str, Any]

EVENTS_PATH = "/slack/events"
MOST_HINT = 1000
LONG_DESCRIPTION = (
    "Steward answers how your customers are, why, and what is at stake: a health score with a receipt for every point, "
    "your book worst first, and nothing that the data does not say. Answers are visible only to whoever asked, until "
    "they are shared to a channel of your own company."
)
ENTRIES: Mapping[ShortcutId, tuple[str, str]] = {
    ShortcutId.LOG_MESSAGE: ("Log as follow-up", "Log this message as a follow-up with a customer")
}
"""What each entry in a message's menu is called, and what it does."""
DESCRIPTIONS: Mapping[str, str] = {
    HEALTH: "How is this customer, and why?",
    CS: "Log follow-ups, load files, and what else can be asked",
}


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A command as Slack offers it while somebody types."""

    command: str
    usage: str
    description: str


def slash_commands() -> Iterator[SlashCommand]:
    """Yield every command that is listened to, with what may follow it."""
    typed = [usage.example.partition(" ") for usage in (*USAGES, *CS_USAGES)]
    for command in COMMANDS:
        words = " | ".join(rest for name, _, rest in typed if name == command and rest)
        yield SlashCommand(command, words, DESCRIPTIONS[command])


def manifest(address: str | None = None) -> Json:
    """Return the manifest to make the Slack app from.

    Args:
        address: where Slack reaches Steward over HTTP; ``None`` is Socket Mode.

    Raises:
        BadInput: the address is not one that Slack would call.
    """
    url = _request_url(address) if address else None
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Steward",
            "description": "Honest customer health, with receipts",
            "background_color": "#1f3d3a",
            "long_description": LONG_DESCRIPTION,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Steward", "always_online": True},
            "shortcuts": [_shortcut(shortcut) for shortcut in SHORTCUTS],
            "slash_commands": [_command(command, url) for command in slash_commands()],
        },
        "oauth_config": {"scopes": {"bot": list(bot_scopes()), "bot_optional": list(optional_scopes())}},
        "settings": {
            "event_subscriptions": {**_at("request_url", url), "bot_events": sorted(EVENTS)},
            "interactivity": _interactivity(url),
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def _command(command: SlashCommand, url: str | None) -> Json:
    return {
        "command": command.command,
        **_at("url", url),
        "description": command.description,
        "usage_hint": command.usage[:MOST_HINT],
        "should_escape": False,
    }


def _shortcut(shortcut: ShortcutId) -> Json:
    name, description = ENTRIES[shortcut]
    return {"name": name, "type": "message", "callback_id": shortcut.value, "description": description}


def _interactivity(url: str | None) -> Json:
    menus = _at("message_menu_options_url", url) if OPTIONS else {}
    return {"is_enabled": bool(ACTIONS), **_at("request_url", url), **menus}


def _at(key: str, url: str | None) -> Json:
    return {} if url is None else {key: url}


def _request_url(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.netloc:
        raise BadInput(f"Slack calls only https:// addresses, not {address!r}; give one like https://steward.example.")
    path = parts.path.rstrip("/")
    return f"https://{parts.netloc}{path if path.endswith(EVENTS_PATH) else path + EVENTS_PATH}"
