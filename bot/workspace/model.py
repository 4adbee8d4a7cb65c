"""The conversations of a workspace, in memory, behind one lock; every change wakes those who wait for it."""

import time
from collections.abc import Iterable

from bot.workspace.changes import Changes
from bot.workspace.records import Channel, Kind, Message
from bot.workspace.seed import Person, Seed

SLACKBOT = Person("USLACKBOT", "slackbot", "Slackbot", color="#611f69", is_bot=True)
"""Slack's own voice, which tells a person that a command failed."""


class State:
    """People, channels and messages.

    All reads and writes happen under `changes`, a re-entrant lock: the server's loop writes, and drivers in other
    threads read and wait.
    """

    def __init__(self, seed: Seed) -> None:
        """Start with the seed's people and channels and one direct message per active person."""
        self.seed = seed
        self.changes = Changes()
        bot = Person(seed.app.user_id, seed.app.name.lower(), seed.app.name, "App", color="#3a5f4b", is_bot=True)
        self.people = {person.id: person for person in (*seed.people, bot, SLACKBOT)}
        self.channels = {channel.id: channel for channel in _channels(seed)}
        self._messages: dict[str, dict[str, Message]] = {channel_id: {} for channel_id in self.channels}
        self._read: dict[tuple[str, str], str] = {}
        self._last_microsecond = 0

    def next_ts(self) -> str:
        """A new message timestamp: real time in seconds with six digits, later than every one before."""
        with self.changes:
            self._last_microsecond = max(time.time_ns() // 1000, self._last_microsecond + 1)
            seconds, rest = divmod(self._last_microsecond, 1_000_000)
            return f"{seconds}.{rest:06d}"

    def channel(self, key: str) -> Channel | None:
        """The conversation with this id, `#name` or name; None when there is none."""
        found = self.channels.get(key)
        if found is not None:
            return found
        name = key.removeprefix("#")
        return next((one for one in self.channels.values() if one.name == name and one.kind != Kind.IM), None)

    def dm_of(self, user: str) -> Channel | None:
        """The direct message between the app and `user`; None for bots and people who left."""
        return next((one for one in self.channels.values() if one.peer == user), None)

    def channels_of(self, user: str) -> list[Channel]:
        """The conversations `user` is in, in the seed's order."""
        return [channel for channel in self.channels.values() if user in channel.members]

    def put(self, message: Message) -> None:
        """Add a message, or replace the one with the same channel and timestamp."""
        with self.changes:
            self._messages[message.channel][message.ts] = message
            self.changes.tell()

    def get(self, channel: str, ts: str) -> Message | None:
        """The message at `ts`, or None."""
        with self.changes:
            return self._messages.get(channel, {}).get(ts)

    def drop(self, channel: str, ts: str) -> None:
        """Forget a message; nothing happens when it is not there."""
        with self.changes:
            self._messages[channel].pop(ts, None)
            self.changes.tell()

    def top_level(self, channel: str, viewer: str | None = None) -> list[Message]:
        """Messages outside threads, oldest first: public ones, and ephemerals addressed to `viewer`."""
        return [message for message in self._seen_by(channel, viewer) if not message.is_reply]

    def thread(self, channel: str, root_ts: str, viewer: str | None = None) -> list[Message]:
        """The message at `root_ts` and its replies, oldest first; empty when there is no such message."""
        seen = self._seen_by(channel, viewer)
        return [message for message in seen if root_ts in (message.ts, message.thread_ts)]

    def reply_count(self, message: Message) -> int:
        """How many public replies stand under a message."""
        with self.changes:
            kept = self._messages[message.channel].values()
            return sum(1 for one in kept if one.thread_ts == message.ts and one.is_reply and not one.ephemeral)

    def mark_read(self, user: str, channel: str) -> None:
        """Remember that `user` has seen everything in the channel so far."""
        with self.changes:
            self._read[user, channel] = self.next_ts()

    def unread(self, user: str, channel: str) -> int:
        """How many messages of others `user` has not seen yet."""
        with self.changes:
            since = self._read.get((user, channel), "")
            seen = self._seen_by(channel, user)
            return sum(1 for message in seen if message.ts > since and message.user != user and not message.is_reply)

    def _seen_by(self, channel: str, viewer: str | None) -> list[Message]:
        with self.changes:
            return [one for one in self._messages.get(channel, {}).values() if one.only_for in (None, viewer)]


def _channels(seed: Seed) -> Iterable[Channel]:
    for one in seed.channels:
        kind = Kind.PRIVATE if one.private else Kind.CHANNEL
        yield Channel(one.id, one.name, kind, one.members, one.topic, one.shared, one.archived)
    for person in seed.people:
        if not person.deleted and not person.is_bot:
            members = frozenset({person.id, seed.app.user_id})
            yield Channel(f"D{person.id[1:]}", seed.app.name, Kind.IM, members, peer=person.id)
