"""The open pages, and what they are told: JSON as the page reads it, pushed to everyone who may see it."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

from bot.workspace.model import State
from bot.workspace.records import Channel, Json, Message
from bot.workspace.seed import Person
from bot.workspace.slack_json import file_json, reactions_json

Inbox = asyncio.Queue[Json]


class Pages:
    """The web sockets of open pages, by the person each one is; used from the server's loop only."""

    def __init__(self) -> None:
        """Start with no page open."""
        self._inboxes: dict[str, set[Inbox]] = defaultdict(set)

    def join(self, user: str) -> Inbox:
        """Give a new page of `user` an inbox."""
        inbox: Inbox = asyncio.Queue()
        self._inboxes[user].add(inbox)
        self._tell_presence()
        return inbox

    def leave(self, user: str, inbox: Inbox) -> None:
        """Forget a page that was closed."""
        self._inboxes[user].discard(inbox)
        self._tell_presence()

    @property
    def here(self) -> list[str]:
        """The people who have a page open."""
        return sorted(user for user, inboxes in self._inboxes.items() if inboxes)

    def tell(self, users: Iterable[str], event: Json) -> None:
        """Push an event to every open page of these people."""
        for user in users:
            for inbox in self._inboxes.get(user, ()):
                inbox.put_nowait(event)

    def tell_all(self, event: Json) -> None:
        """Push an event to every open page."""
        self.tell(tuple(self._inboxes), event)

    def _tell_presence(self) -> None:
        self.tell_all({"type": "presence", "here": self.here})


def person_card(person: Person) -> Json:
    """A person as the page draws one."""
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "initials": person.initials,
        "color": person.color,
        "is_bot": person.is_bot,
        "tz": person.tz,
    }


def channel_card(channel: Channel, viewer: str, state: State) -> Json:
    """A conversation as the page lists it for `viewer`; the peer of a direct message with the app is the app."""
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind.value,
        "topic": channel.topic,
        "is_shared": channel.is_shared,
        "is_archived": channel.is_archived,
        "members": len(channel.members),
        "peer": next((member for member in channel.members if member != viewer), None) if channel.peer else None,
        "unread": state.unread(viewer, channel.id),
    }


def message_card(message: Message, state: State) -> Json:
    """A message as the page draws it; `command` is the command an answer belongs to."""
    return {
        "ts": message.ts,
        "channel": message.channel,
        "user": message.user,
        "bot": message.bot,
        "text": message.text,
        "mrkdwn": message.mrkdwn,
        "blocks": None if message.blocks is None else list(message.blocks),
        "thread_ts": message.thread_ts,
        "reply_count": state.reply_count(message),
        "ephemeral": message.ephemeral,
        "edited": message.edited,
        "command": message.command,
        "files": [file_json(state.files.named(one), state) for one in message.files],
        "reactions": reactions_json(message),
        "pending": False,
    }
