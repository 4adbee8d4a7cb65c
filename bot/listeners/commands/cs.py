"""`/cs`: what is not about one account's health."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.imports import words
from bot.imports.desk import Desk
from bot.listeners.commands.cs_grammar import CS_USAGES, Request, read_request
from bot.middleware import Screen
from bot.rendering.renderer import Renderer


def answer_cs(ack: Ack, command: Mapping[str, Any], screen: Screen, renderer: Renderer, desk: Desk) -> None:
    """Answer what was typed, inside the acknowledgement; loading opens a window."""
    if read_request(command.get("text") or "") is Request.IMPORT:
        ack()
        screen.open(words.files_window(renderer, desk.most_mb))
        return
    message = renderer.render("cs_help", usages=CS_USAGES)
    ack(response_type="ephemeral", **message.parts())
