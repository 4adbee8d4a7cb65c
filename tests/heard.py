"""A bot's ear for tests: keeps the payloads it was sent, and waits for a number of them."""

import threading
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltRequest

Json = dict[str, Any]


class Heard:
    """Payloads in the order they came, from any thread."""

    def __init__(self) -> None:
        """Start with nothing heard."""
        self.seen: list[BoltRequest] = []
        self._more = threading.Condition()

    def register(self, app: App) -> None:
        """Hear everything the app is sent, and acknowledge it."""

        @app.middleware
        def keep(req: BoltRequest, ack: Callable[[], object]) -> object:
            with self._more:
                self.seen.append(req)
                self._more.notify_all()
            return ack()

    def wait_for(self, count: int, timeout: float = 3.0) -> list[Json]:
        """Return the bodies after at least `count` have come, or what there is when the time is over."""
        with self._more:
            self._more.wait_for(lambda: len(self.seen) >= count, timeout)
            return [request.body for request in self.seen]

    def events(self, count: int, timeout: float = 3.0) -> list[Json]:
        """Return the events among the bodies after at least `count` payloads have come."""
        return [body["event"] for body in self.wait_for(count, timeout) if "event" in body]
