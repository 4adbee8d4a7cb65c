"""How often every family of alerts would have spoken in the last twelve months, told before anything is changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cs_engine.episodes.families import standing
from cs_engine.episodes.reading import load_alerts
from cs_engine.episodes.replaying import replay
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.episode_view import FamilyStanding
from cs_engine.records.episodes import Family
from cs_engine.service.accounts.portfolio import newest_or_refuse
from cs_engine.storage.store import Store

YEAR = timedelta(days=365)
WEEK = timedelta(days=7)
CLOCK_CHANGE = timedelta(hours=2)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Firing:
    """One family: how often accounts came to hold it, how many episodes that opened, how many open ones it joined."""

    standing: FamilyStanding
    fired: int
    opened: int
    joined: int


@dataclass(frozen=True, slots=True)
class PastAlerts:
    """What the alerts would have said: over how many weekly reviews of how many accounts."""

    reviews: int
    accounts: int
    episodes: int
    firings: tuple[Firing, ...]
    mass_trips: int
    """How often nobody was alerted because too many accounts tripped one rule."""


def past_alerts(store: Store, own_alerts: Path) -> PastAlerts:
    """Replay the stored weekly snapshots of the last twelve months; nothing is written.

    Args:
        store: the memory.
        own_alerts: the company's ``alerts.toml``; the preset serves where there is none.

    Raises:
        BadAlerts: the file is malformed.
        NothingToShow: no account has been scored yet.
    """
    alerts = load_alerts(own_alerts)
    newest = newest_or_refuse(store)
    instants = _weekly([each for each in store.instants() if newest.as_of - each <= YEAR])
    fired: Counter[Family] = Counter()
    opened: Counter[Family] = Counter()
    joined: Counter[Family] = Counter()
    episodes = trips = 0
    for day in replay(((instant, _snapshots(store, instant)) for instant in instants), alerts):
        fired.update(day.decisions.fired)
        opened.update(family for opening in day.decisions.opened for family in opening.families)
        joined.update(family for update in day.decisions.updates for family in update.added)
        episodes += len(day.decisions.opened)
        trips += len(day.decisions.tripped)
    connected = connected_now(store)
    firings = tuple(
        Firing(standing(family, alerts, connected), fired[family], opened[family], joined[family]) for family in Family
    )
    return PastAlerts(len(instants), len(store.names()), episodes, firings, trips)


def connected_now(store: Store) -> frozenset[str]:
    """Return the book's tables that held anything at the newest snapshots; none before the first."""
    newest = store.newest()
    rows = iter(()) if newest is None else store.snapshots_between(newest.as_of, newest.as_of + INSTANT)
    row = next(rows, None)
    return frozenset() if row is None else frozenset(Snapshot.from_document(row.document).connected)


def _snapshots(store: Store, instant: datetime) -> list[Snapshot]:
    rows = store.snapshots_between(instant, instant + INSTANT)
    return [Snapshot.from_document(row.document) for row in rows]


def _weekly(instants: Sequence[datetime]) -> list[datetime]:
    """Return instants a week apart, counted back from the last."""
    chosen: list[datetime] = []
    for instant in reversed(instants):
        if not chosen or chosen[-1] - instant >= WEEK - CLOCK_CHANGE:
            chosen.append(instant)
    return chosen[::-1]
