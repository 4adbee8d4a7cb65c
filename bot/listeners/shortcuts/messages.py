"""The shortcut in the menu of a message: log it as a follow-up."""

from slack_bolt import Ack

from bot.errors import StaleButton
from bot.listeners.follow_ups import open_for_message
from bot.listeners.lists import STALE
from bot.logbook.about import About
from bot.middleware import Screen
from bot.rendering.renderer import Renderer
from cs_engine.records.logbook import Source


def log_message(ack: Ack, screen: Screen, renderer: Renderer) -> None:
    """Open the window about a message; its text is kept only if the person ticks the box for it."""
    ack()
    message, channel = screen.body.get("message") or {}, screen.body.get("channel") or {}
    if not message.get("ts") or not channel.get("id"):
        raise StaleButton(STALE)
    about = About(
        Source.SHORTCUT,
        answer=str(screen.body.get("response_url") or ""),
        quote=str(message.get("text") or ""),
    )
    open_for_message(about, (channel["id"], message["ts"]), screen, renderer)
