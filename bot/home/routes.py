"""Where a person's alerts go, kind by kind."""

from collections import Counter

from cs_engine.records.episodes import Family
from cs_engine.records.preferences import Preferences, Route

DIGEST_ONLY = frozenset({Family.SILENCE, Family.UNUSED_SEATS, Family.SCORE_DROP, Family.PROBABILITY, Family.DETRACTOR})
"""Alone they predict little, so they never make a message of their own."""
ALERTS = tuple(family for family in Family if family not in DIGEST_ONLY)


def route_of(wishes: Preferences, family: Family) -> Route:
    """Return where a person's alerts of one kind go."""
    return wishes.routes.get(family, Route.DIGEST if family in DIGEST_ONLY else Route.DM)


def routed(wishes: Preferences) -> dict[str, int]:
    """Return how many kinds of alerts go each way."""
    counts = Counter(route_of(wishes, family) for family in Family)
    return {route.value: counts[route] for route in Route}
