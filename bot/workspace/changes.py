"""The one lock of a workspace's state, and a way to wait in another thread until something has changed."""

import threading
from types import TracebackType


class Changes:
    """A re-entrant lock that counts changes; hold it with `with` while reading or writing."""

    def __init__(self) -> None:
        """Start unlocked, with no change yet."""
        self._condition = threading.Condition()
        self.count = 0

    def tell(self) -> None:
        """Count a change and wake those who wait."""
        with self._condition:
            self.count += 1
            self._condition.notify_all()

    def wait(self, seen: int, timeout: float) -> None:
        """Wait until there are more changes than `seen`, at most `timeout` seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self.count > seen, timeout)

    def __enter__(self) -> None:
        """Take the lock."""
        self._condition.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back."""
        self._condition.release()
