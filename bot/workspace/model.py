"""The conversations of a workspace, in memory, behind one lock; every change wakes those who wait for it."""

import secrets
import time
from collections.abc import Iterable

from bot.workspace.changes import Changes
from bot.workspace.errors import SlackError
from bot.workspace.files import Files
from bot.workspace.records import Channel, Kind, Message
from bot.workspace.scopes import ALL
from bot.workspace.seed import Person, Seed

SLACKBOT = Person("USLACKBOT", "slackbot", "Slackbot", color="#611f69", is_bot=True)
"""Slack's own voice, which tells a person that a command failed."""


NAMED = {Kind.CHANNEL, Kind.PRIVATE}
"""Conversations that are found by their name."""


class State:
    """People, channels, messages and files; `active` people are at a keyboard, `granted` are the app's scopes.

    All reads and writes happen under `changes`, a re-entrant lock: the server's loop writes, and drivers in other
    threads read and wait.
    """

    def __init__(self, seed: Seed) -> None:
        """Start with the seed's people and channels and one direct message per active person of our team."""
        self.seed = seed
        self.changes = Changes()
        bot = Person(seed.app.user_id, seed.app.name.lower(), seed.app.name, "App", color="#3a5f4b", is_bot=True)
        self.people = {person.id: person for person in (*seed.people, bot, SLACKBOT)}
        self.channels = {channel.id: channel for channel in _channels(seed)}
        self.files = Files(self.changes)
        self.active: set[str] = set()
        self.granted = ALL if seed.app.scopes is None else seed.app.scopes
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
        return next((one for one in self.channels.values() if one.name == name and one.kind in NAMED), None)

    def dm_of(self, user: str) -> Channel | None:
        """The direct message between the app and `user`; None for bots and people who left."""
        return next((one for one in self.channels.values() if one.peer == user), None)

    def channels_of(self, user: str) -> list[Channel]:
        """The conversations `user` is in, in the seed's order."""
        return [channel for channel in self.channels.values() if user in channel.members]

    def group_of(self, users: frozenset[str]) -> tuple[Channel, bool]:
        """The group message of the app with these people, and whether it is new.

        Raises:
            SlackError: user_not_found for someone who cannot be written to.
        """
        if any(self.dm_of(user) is None for user in users):
            raise SlackError("user_not_found")
        members = users | {self.seed.app.user_id}
        with self.changes:
            for channel in self.channels.values():
                if channel.kind == Kind.MPIM and channel.members == members:
                    return channel, False
            names = "--".join(self.people[user].name for user in sorted(users))
            return self.keep_channel(
                Channel(f"C{secrets.token_hex(5).upper()}", f"mpdm-{names}-1", Kind.MPIM, members)
            ), True

    def keep_channel(self, channel: Channel) -> Channel:
        """Add a conversation, or replace the one with the same id."""
        with self.changes:
            self.channels[channel.id] = channel
            self._messages.setdefault(channel.id, {})
            self.changes.tell()
        return channel

    def keep_person(self, person: Person) -> None:
        """Replace what is known of someone."""
        with self.changes:
            self.people[person.id] = person
            self.changes.tell()

    def shares_channel(self, user: str) -> bool:
        """Whether the app and `user` are together in any conversation."""
        bot = self.seed.app.user_id
        return any(bot in channel.members for channel in self.channels_of(user))

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
        yield Channel(
            one.id, one.name, kind, one.members, one.topic, one.shared, one.archived, None, one.connected, one.pending
        )
    for person in seed.people:
        if not (person.deleted or person.is_bot or person.is_foreign):
            members = frozenset({person.id, seed.app.user_id})
            yield Channel(f"D{person.id[1:]}", seed.app.name, Kind.IM, members, peer=person.id)
