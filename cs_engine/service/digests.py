"""The weekly digest and the daily message."""

from collections.abc import Callable
from datetime import datetime

from cs_engine.storage.store import Store


class DigestDesk:
    """The weekly digest and the daily message. Safe to share between threads."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Work on ``store``; ``clock`` returns the present moment, aware."""
        self._store = store
        self._clock = clock
