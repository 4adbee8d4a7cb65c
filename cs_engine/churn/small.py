"""Measures of which it is known beforehand which way is worse: what is learned from few losses goes by these alone."""

from collections.abc import Collection, Mapping
from enum import IntEnum
from types import MappingProxyType


class Worse(IntEnum):
    """Which way a measure raises the risk."""

    UP = 1
    DOWN = -1


DIRECTIONS: Mapping[str, Worse] = MappingProxyType(
    {
        "usage_trend": Worse.DOWN,
        "active_users_growth": Worse.DOWN,
        "seat_use_long": Worse.DOWN,
        "expected_use": Worse.DOWN,
        "events_per_user": Worse.DOWN,
        "usage_age_days": Worse.UP,
        "tickets_open_urgent": Worse.UP,
        "tickets_per_user": Worse.UP,
        "nps_score": Worse.DOWN,
        "csat_score": Worse.DOWN,
        "champion_left_days": Worse.DOWN,
        "milestone_late_days": Worse.UP,
        "overdue_days": Worse.UP,
        "tenure_days": Worse.DOWN,
        "decision_days": Worse.DOWN,
    }
)
"""Few, for every one more is one more accident to learn; the way of each is common knowledge.

Numbers of contacts and days of silence are not among them: a team contacts weak accounts more often. Nor are prices
and sizes, which go either way from company to company. Five more (breadth, present use of seats, silence of the
customer, days since the champion was seen, habit of paying) made the sample company's forecasts a little worse. A
monthly contract has no days to a decision: unknown is its own level, and so it is compared with none.
"""
FEWEST_MEASURES = 3
"""With fewer it is no table of accounts but one that happens to have a column of such a name."""


def knows(columns: Collection[str]) -> bool:
    """Tell whether enough measures of known direction are among some columns."""
    return sum(name in DIRECTIONS for name in columns) >= FEWEST_MEASURES
