"""Plays, success plans and wins, as people start and change them."""

from collections.abc import Callable
from datetime import datetime

from cs_engine.storage.store import Store


class PlayDesk:
    """Plays, success plans and wins, as people start and change them. Safe to share between threads."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Work on ``store``; ``clock`` returns the present moment, aware."""
        self._store = store
        self._clock = clock
