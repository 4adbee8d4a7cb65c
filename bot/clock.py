"""The only place that asks the wall clock; everything a person reads takes a `Clock` instead."""

from collections.abc import Callable
from datetime import datetime, tzinfo

Clock = Callable[[], datetime]
"""Returns the present moment as an aware datetime."""


def wall_clock(zone: tzinfo) -> Clock:
    """Return a clock that shows real time in `zone`."""
    return lambda: datetime.now(zone)
