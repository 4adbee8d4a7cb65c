"""The clock a workspace shows: real time plus a movable offset, so that a demo can jump to Monday 09:00."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from bot.clock import wall_clock


class WorkspaceClock:
    """A clock that runs at the pace of the real one and can be set to another moment.

    Calling it returns an aware datetime in `zone`, so it fits wherever a clock function is wanted. Only what people
    read follows it; message timestamps, signatures and time limits stay on real time.
    """

    def __init__(self, zone: tzinfo = UTC) -> None:
        """Start at real time, shown in `zone`."""
        self._zone = zone
        self._real = wall_clock(zone)
        self._offset = timedelta(0)
        self._lock = threading.Lock()
        self._listeners: tuple[Callable[[datetime], None], ...] = ()

    def __call__(self) -> datetime:
        """Return the moment the clock shows."""
        with self._lock:
            return self._real() + self._offset

    @property
    def moved(self) -> bool:
        """Whether the clock shows anything but real time."""
        with self._lock:
            return self._offset != timedelta(0)

    def set(self, now: datetime) -> None:
        """Show `now` from this moment on.

        Args:
            now: aware; a naive datetime is read in the clock's own zone.
        """
        aware = now if now.tzinfo is not None else now.replace(tzinfo=self._zone)
        self._move(aware - self._real())

    def reset(self) -> None:
        """Show real time again."""
        self._move(timedelta(0))

    def on_moved(self, listener: Callable[[datetime], None]) -> None:
        """Call `listener(now)` after every move, in the thread that moved the clock."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

    def as_json(self) -> dict[str, Any]:
        """Return `{"now": ISO 8601 with zone, "moved": bool}` for the page."""
        return {"now": self().isoformat(timespec="seconds"), "moved": self.moved}

    def _move(self, offset: timedelta) -> None:
        with self._lock:
            self._offset = offset
            listeners = self._listeners
        for listener in listeners:
            listener(self())
