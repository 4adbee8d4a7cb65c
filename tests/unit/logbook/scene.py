"""A memory with two customers of Ana's, a clock that tests move, and people who log."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cs_engine.episodes.reading import load_alerts
from cs_engine.hours import WorkingHours
from cs_engine.records.acting import Actor
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, EpisodeState, Evidence, Family
from cs_engine.records.logbook import FollowUpKind, FollowUpOutcome
from cs_engine.records.logged import Logged, NewFollowUp, NewRenewal, Recorded
from cs_engine.records.outbox import Delivery
from cs_engine.records.sight import Sight
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.logbook.desk import LogbookDesk
from cs_engine.storage.rows import FROM_BOOK, ScorecardVersion, SnapshotRow
from cs_engine.storage.store import Store
from tests.unit.health.accounts import BALANCED
from tests.unit.service.desk import MONDAY, ZONE, kept

ALERTS = load_alerts()
MUTE_DAYS = ALERTS.limits.mute_days
NOON = MONDAY + timedelta(days=2, hours=12)
"""A Wednesday in November, at twelve in Berlin."""
ANA = Actor("U1", "Ana@ours.example", "Ana")
BEN = Actor("U2", "ben@ours.example", "Ben")
LEA = Actor("U3", "lea@ours.example", "Lea", leads=True)
STRANGER = Actor("U4", "sam@ours.example", "Sam", Sight(owner="sam@ours.example"))


@dataclass
class Scene:
    """A desk, its memory, and the present moment."""

    store: Store
    now: datetime = NOON
    desk: LogbookDesk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = LogbookDesk(self.store, lambda: self.now, lambda _person: WorkingHours(ZONE), ALERTS)
        content = ScorecardVersion(BALANCED.formula_version, BALANCED.name, BALANCED.text, MONDAY)
        self.store.put_scorecards([content])

    @property
    def cs(self) -> CustomerSuccess:
        """Who answers questions."""
        return CustomerSuccess(self.store, lambda: self.now)

    def keep(self, account_id: str = "A", **facts: object) -> SnapshotRow:
        """Keep a customer's snapshot of Monday."""
        row = kept(account_id, f"Customer {account_id}", MONDAY, **({"owner": "ana@ours.example"} | facts))
        self.store.write_snapshots([row])
        return row

    def later(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)

    def current(self, account_id: str = "A") -> SnapshotRow:
        """Return a customer's newest snapshot."""
        row = self.store.current(account_id)
        assert row is not None
        return row

    def rescored(self, account_id: str = "A") -> list[str]:
        """Return the causes of the snapshots that people brought about, oldest first."""
        return [row.cause for row in self.store.snapshots(account_id) if row.cause not in FROM_BOOK]

    def log(self, new: NewFollowUp, actor: Actor = ANA) -> Logged:
        """Log a follow-up that nothing is wrong with."""
        logged = self.desk.log(actor, new, confirmed=True)
        assert isinstance(logged, Logged), logged
        return logged

    def record(self, new: NewRenewal, actor: Actor = ANA) -> Recorded:
        """Record what became of a renewal."""
        recorded = self.desk.record_renewal(actor, new)
        assert isinstance(recorded, Recorded), recorded
        return recorded

    def open_episode(self, account_id: str = "A", **changes: object) -> Episode:
        """Open a risk episode that Ana has taken."""
        evidence = (Evidence(Family.USAGE_DROP, MONDAY.date()),)
        episode = Episode(
            f"E-{account_id}", account_id, MONDAY, EpisodeState.OPEN, Band.HEALTHY, Band.WATCH, evidence, ANA.person
        )
        episode = replace(episode, **changes)  # type: ignore[arg-type] # fields by their names
        with self.store.changing() as memory:
            memory.episodes.add(episode)
        return episode

    def episode(self, episode_id: str = "E-A") -> Episode:
        """Return an episode as it is."""
        with self.store.viewing() as memory:
            found = memory.episodes.get(episode_id)
        assert found is not None
        return found

    def moves(self, episode_id: str = "E-A") -> list[str]:
        """Return what happened to an episode, oldest first."""
        with self.store.viewing() as memory:
            return [event.move.value for event in memory.episodes.events(episode_id)]

    def outbox(self, kind: str) -> list[Delivery]:
        """Return what is to be said of a kind, due first."""
        with self.store.viewing() as memory:
            every, _ = memory.outbox.page(0, 1_000)
        found = [each for each in every if each.intent.kind == kind]
        return sorted(found, key=lambda each: each.intent.due_at)


def call(account_id: str = "A", outcome: FollowUpOutcome = FollowUpOutcome.POSITIVE, **more: object) -> NewFollowUp:
    """Return a call as somebody fills it in."""
    new = NewFollowUp(account_id, FollowUpKind.CALL, outcome)
    return replace(new, **more)  # type: ignore[arg-type] # fields by their names
