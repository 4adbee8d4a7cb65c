"""Messages for later, delivered when the workspace's clock reaches their time."""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass

from bot.workspace.records import Message


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A message that waits: `post_at` is Unix time in whole seconds on the workspace's clock."""

    id: str
    post_at: int
    created: int
    message: Message


class Schedule:
    """The messages that wait; used from the server's loop only."""

    def __init__(self) -> None:
        """Start empty."""
        self._waiting: dict[str, Scheduled] = {}
        self._changed = asyncio.Event()

    def add(self, message: Message, post_at: int, now: float) -> Scheduled:
        """Let a message wait until `post_at`."""
        one = Scheduled(f"Q{secrets.token_hex(5).upper()}", post_at, int(now), message)
        self._waiting[one.id] = one
        self.wake()
        return one

    def cancel(self, scheduled_id: str, channel: str) -> bool:
        """Forget a waiting message of this channel; False when there is none."""
        one = self._waiting.get(scheduled_id)
        if one is None or one.message.channel != channel:
            return False
        del self._waiting[scheduled_id]
        return True

    @property
    def waiting(self) -> list[Scheduled]:
        """What waits, the next one first."""
        return sorted(self._waiting.values(), key=lambda one: (one.post_at, one.created))

    def take_due(self, now: float) -> list[Scheduled]:
        """Take out what is to be posted by `now`, Unix time in seconds."""
        due = [one for one in self.waiting if one.post_at <= now]
        for one in due:
            del self._waiting[one.id]
        return due

    def wake(self) -> None:
        """Let whoever sleeps look again: something was added, or the clock was moved."""
        self._changed.set()

    async def sleep(self, now: float) -> None:
        """Sleep until the next message is due or `wake` is called."""
        self._changed.clear()
        upcoming = self.waiting
        pause = max(0.0, upcoming[0].post_at - now) if upcoming else None
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), pause)
