"""Accounts in a real memory, reviewed week by week, and what the outbox holds afterwards."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from cs_engine.metrics.stake import BaseRates
from cs_engine.records.acting import Actor, Team
from cs_engine.records.episode_view import Reviewed
from cs_engine.records.episodes import Episode, EpisodeEvent
from cs_engine.records.outbox import Delivery, Intent
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.scoring.memories import snapshot_rows
from cs_engine.storage.store import Store
from tests.unit.episodes.stories import LOW_USE, Changes, snapshots
from tests.unit.health.accounts import MONDAY

TEAM = Team(leads=("rosa@ours.example",), operators=("otto@ours.example",))
ANA = Actor("U1", "Ana@ours.example", "Ana")
BEN = Actor("U2", "ben@ours.example", "Ben")
ROSA = Actor("U3", "rosa@ours.example", "Rosa", leads=True)
NINE = timedelta(hours=9, minutes=5)
"""Reviews run at midnight; people are at work from nine."""


@dataclass(slots=True)
class Office:
    """A memory, whoever answers from it, and a clock that tests set."""

    store: Store
    now: datetime = MONDAY
    cs: CustomerSuccess = field(init=False)

    def __post_init__(self) -> None:
        """Answer from the memory."""
        self.cs = CustomerSuccess(self.store, lambda: self.now)

    @classmethod
    @contextmanager
    def opened(cls, url: str) -> Iterator[Self]:
        """Open an office with an empty memory."""
        store = Store.open(url)
        store.migrate()
        yield cls(store)
        store.close()

    def tell(self, **stories: Sequence[Changes]) -> None:
        """Put accounts into the memory, one snapshot a week."""
        for name, weeks in stories.items():
            for snapshot in snapshots(name, weeks):
                if snapshot is not None:
                    self.store.write_snapshots(snapshot_rows([snapshot], BaseRates()))

    def with_episode(self, changes: Changes = LOW_USE, first: Changes | None = None) -> Episode:
        """Review an account into an episode and return it."""
        self.tell(a1=[first or {}, changes, changes, changes], h=[{}, {}, {}, {}])
        self.review(0)
        self.review(1)
        return self.the_open()

    def review(self, week: int, team: Team = TEAM) -> Reviewed:
        """Review a week's snapshots a moment after they were taken."""
        as_of = MONDAY + timedelta(weeks=week)
        self.now = as_of + timedelta(minutes=1)
        return self.cs.episodes.review(as_of, team)

    def tick(self, now: datetime, team: Team = TEAM) -> int:
        """Let time pass to a moment, and do what is due."""
        self.now = now
        return self.cs.episodes.tick(now, team)

    def said(self, kind: str | None = None) -> list[Intent]:
        """Return what is in the outbox, oldest first, of one kind if given."""
        with self.store.viewing() as memory:
            found, _ = memory.outbox.page(0, 10_000)
        ordered: list[Delivery] = sorted(found, key=lambda each: (each.created_at, each.intent.key))
        return [each.intent for each in ordered if kind is None or each.intent.kind == kind]

    def open(self) -> list[Episode]:
        """Return the open episodes, by account."""
        with self.store.viewing() as memory:
            return sorted(memory.episodes.open(), key=lambda episode: episode.account_id)

    def the_open(self) -> Episode:
        """Return the one open episode."""
        (episode,) = self.open()
        return episode

    def events(self, episode: Episode) -> list[EpisodeEvent]:
        """Return an episode's history, oldest first."""
        with self.store.viewing() as memory:
            return list(memory.episodes.events(episode.id))
