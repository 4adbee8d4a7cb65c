"""Lives of customers in both databases: what is kept, and what somebody may see of it."""

from datetime import UTC, date, datetime, timedelta

from cs_engine.records.journey_view import (
    AxisFacts,
    Hurt,
    KeptJourneys,
    KeptLife,
    Passed,
    StageFact,
    Standing,
    Stay,
    StuckLine,
)
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.storage.store import Store
from tests.unit.storage.builders import snapshot

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
FACTS = AxisFacts(
    "relationship",
    (StageFact("new", 4, 80.0, 60.0, None, 180),),
    (Passed("new", "long_term", 3, 4, 0.75, 0.3, 0.95),),
    (Hurt("new", "tickets", "billing", 5, 2, 4),),
    1,
)
KEPT = KeptJourneys(MONDAY, date(2025, 11, 16), (FACTS,), {"api": "API"})
STAYS = (Stay("new", date(2026, 1, 1), date(2026, 4, 1), 90), Stay("long_term", date(2026, 4, 1), None, 230))


def life(account_id: str, over: int | None = None, stage: str = "new") -> KeptLife:
    """Return a life in one way of counting."""
    return KeptLife(account_id, "relationship", stage, over, STAYS)


LIVES = (life("A", 5), life("B", 30), life("C", stage="long_term"), life("Z"))
LEOS = Sight(owner="leo@ours.example")


def filled(store: Store) -> Store:
    """Keep three scored accounts, of which C belongs to somebody else, and one that left before it was ever scored."""
    others: dict[str, dict[str, object]] = {"C": {"owner": "leo@ours.example"}}
    store.write_snapshots([snapshot(name, MONDAY, **others.get(name, {})) for name in "ABC"])
    with store.changing() as memory:
        memory.journeys.put(KEPT, LIVES)
    return store


def test_what_is_kept_comes_back_as_it_was(store: Store) -> None:
    """Days, shares and open ends included."""
    with filled(store).viewing() as memory:
        assert memory.journeys.kept() == KEPT
        assert memory.journeys.lives("B") == [LIVES[1]]
        assert memory.journeys.lives("nobody") == []


def test_nothing_is_there_before_the_first_time(store: Store) -> None:
    """Neither facts nor lives."""
    with store.viewing() as memory:
        assert memory.journeys.kept() is None
        assert memory.journeys.standings() == []


def test_accounts_are_counted_by_stage_within_sight(store: Store) -> None:
    """Who left before being scored counts for whoever sees all, and for nobody else."""
    with filled(store).viewing() as memory:
        assert memory.journeys.standings(EVERYTHING) == [
            Standing("relationship", "long_term", 1, 0),
            Standing("relationship", "new", 3, 2),
        ]
        assert memory.journeys.standings(LEOS) == [Standing("relationship", "long_term", 1, 0)]
        assert memory.journeys.lives("A", LEOS) == []
        assert memory.journeys.stuck("relationship", 5, LEOS) == []


def test_who_is_stuck_longest_comes_first(store: Store) -> None:
    """As many as are wanted, by name."""
    with filled(store).viewing() as memory:
        assert memory.journeys.stuck("relationship", 1) == [StuckLine("relationship", "B", "Customer B", "new", 30)]
        assert [each.account_id for each in memory.journeys.stuck("relationship", 9)] == ["B", "A"]


def test_the_newest_replaces_the_one_before(store: Store) -> None:
    """Nobody stays who is not in the book any more."""
    later = KeptJourneys(MONDAY + timedelta(days=1), date(2025, 11, 17), (), {})
    with filled(store).changing() as memory:
        memory.journeys.put(later, [])
    with store.viewing() as memory:
        assert memory.journeys.kept() == later
        assert memory.journeys.lives("A") == []
