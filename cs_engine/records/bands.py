"""Where an account stands."""

from enum import StrEnum


class Band(StrEnum):
    """Where an account stands. Unknown is never shown as fine."""

    HEALTHY = "healthy"
    WATCH = "watch"
    AT_RISK = "at_risk"
    LEAVING = "leaving"
    UNKNOWN = "unknown"
