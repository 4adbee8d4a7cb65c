"""Reactions under messages: who adds and removes them, and what the app is told."""

import re
from dataclasses import replace

from bot.workspace import events
from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.records import Message

NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")
"""An emoji's name, without colons around it."""


def add(backend: Backend, user: str, message: Message, name: str) -> Message:
    """React with an emoji.

    Raises:
        SlackError: invalid_name, already_reacted.
    """
    reactions = dict(message.reactions)
    if not NAME.fullmatch(name):
        raise SlackError("invalid_name")
    if user in reactions.get(name, ()):
        raise SlackError("already_reacted")
    reactions[name] = (*reactions.get(name, ()), user)
    return _changed(backend, "reaction_added", (user, name), replace(message, reactions=tuple(reactions.items())))


def remove(backend: Backend, user: str, message: Message, name: str) -> Message:
    """Take a reaction back.

    Raises:
        SlackError: no_reaction.
    """
    reactions = dict(message.reactions)
    if user not in reactions.get(name, ()):
        raise SlackError("no_reaction")
    reactions[name] = tuple(one for one in reactions[name] if one != user)
    left = tuple((emoji, users) for emoji, users in reactions.items() if users)
    return _changed(backend, "reaction_removed", (user, name), replace(message, reactions=left))


def _changed(backend: Backend, event: str, reaction: tuple[str, str], message: Message) -> Message:
    backend.change(message)
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    happened = {"type": event, "user": reaction[0], "reaction": reaction[1], "item_user": message.user, "item": item}
    if backend.seed.app.user_id in backend.state.channels[message.channel].members:
        events.tell(backend, event, happened)
    return message
