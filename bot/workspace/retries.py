"""Events are delivered in the background and sent again when they are not acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

Attempt = Callable[[int, str | None], Awaitable[str | None]]
"""Sends an event: (number of the retry or 0, why the one before failed) → None when taken, else why it failed."""


class Retries:
    """The events under way; used from the server's loop only."""

    def __init__(self, delays: Sequence[float]) -> None:
        """Send again after each of these delays in seconds, then give up."""
        self._delays = (0.0, *delays)
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, attempt: Attempt) -> None:
        """Deliver in the background until `attempt` says it was taken or the delays are used up."""
        task = asyncio.get_running_loop().create_task(self._deliver(attempt))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """Give up all events under way."""
        for task in tuple(self._tasks):
            task.cancel()

    async def _deliver(self, attempt: Attempt) -> None:
        reason: str | None = None
        for number, delay in enumerate(self._delays):
            await asyncio.sleep(delay)
            reason = await attempt(number, reason)
            if reason is None:
                return
