"""Segments in both databases: what is kept, what somebody may see of it, and moves that stay."""

from datetime import UTC, datetime, timedelta

from cs_engine.records.segment_view import Count, Kept, KeptMove, Member
from cs_engine.records.segments import Axis, Method, Segment, Trait
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.storage.store import Store
from cs_engine.wording import phrase, sentence
from tests.unit.storage.builders import snapshot

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
HIGH, LOW = sentence("High value"), sentence("Low value")
NAMED = sentence(phrase("{first}, {second}"), first=HIGH, second=sentence("small"))
TRAIT = Trait("seats", None, 50.0, 5.0, 1.4, sentence("seats 50, elsewhere 5"))
SEGMENTS = (Segment("s1", NAMED, 2, 0.5, (TRAIT,), "balanced", ("welcome",), (LOW,)), Segment("s2", LOW, 1, 0.25))
AXIS = Axis(("seats",), (), 0.4)
KEPT = Kept(MONDAY, None, Method.KMEANS, NAMED, True, SEGMENTS, AXIS, AXIS, {"EUR": 1.0, "USD": 0.9})
MEMBERS = (Member("A", "s1", 1.5, -2.0), Member("B", "s1"), Member("C", "s2", 0.0, 0.5), Member("D", None))


def filled(store: Store) -> Store:
    """Keep four accounts and their segments; C is in dollars and belongs to somebody else."""
    others: dict[str, dict[str, object]] = {"C": {"currency": "USD", "owner": "leo@ours.example"}, "B": {"arr": None}}
    store.write_snapshots([snapshot(name, MONDAY, **others.get(name, {})) for name in "ABCD"])
    with store.changing() as memory:
        memory.segments.put(KEPT, MEMBERS, ())
    return store


def test_what_is_kept_comes_back_as_it_was(store: Store) -> None:
    """Sentences within sentences and numbers included."""
    with filled(store).viewing() as memory:
        assert memory.segments.kept() == KEPT
        assert memory.segments.keys() == {"A": "s1", "B": "s1", "C": "s2"}
        assert memory.segments.drawn(EVERYTHING) == [MEMBERS[0], MEMBERS[2]]


def test_nothing_is_there_before_the_first_time(store: Store) -> None:
    """Neither segments nor members."""
    with store.viewing() as memory:
        assert memory.segments.kept() is None
        assert memory.segments.keys() == {}
        assert memory.segments.counts(EVERYTHING) == []


def test_accounts_are_counted_by_segment_and_currency_within_sight(store: Store) -> None:
    """An unknown ARR is no zero; what somebody may not see is not counted and not drawn."""
    with filled(store).viewing() as memory:
        assert set(memory.segments.counts(EVERYTHING)) == {
            Count("s1", "EUR", 2, 12_000.0),
            Count("s2", "USD", 1, 12_000.0),
            Count(None, "EUR", 1, 12_000.0),
        }
        leos = Sight(owner="leo@ours.example")
        assert memory.segments.counts(leos) == [Count("s2", "USD", 1, 12_000.0)]
        assert memory.segments.drawn(leos) == [MEMBERS[2]]


def test_the_newest_replaces_the_one_before_and_moves_stay(store: Store) -> None:
    """A move is told once per instant, with the names of then; who may not see the account is not told."""
    filled(store)
    tuesday = MONDAY + timedelta(days=1)
    moved = KeptMove("A", tuesday, "s1", "s2", NAMED, LOW)
    for _ in range(2):
        with store.changing() as memory:
            later = Kept(tuesday, MONDAY, Method.RULES, LOW, False, SEGMENTS[1:], None, None, {})
            memory.segments.put(later, [Member("A", "s2")], [moved])
    with store.viewing() as memory:
        assert memory.segments.kept() == later
        assert memory.segments.keys() == {"A": "s2"}
        (line,) = memory.segments.moves(tuesday, EVERYTHING)
        assert (line.name, line.before, line.after, line.before_name, line.after_name) == (
            "Customer A",
            "s1",
            "s2",
            NAMED,
            LOW,
        )
        assert memory.segments.moves_of("A", 5) == [moved]
        assert memory.segments.moves_of("B", 5) == []
        assert memory.segments.moves(MONDAY, EVERYTHING) == []
        assert memory.segments.moves(tuesday, Sight(owner="leo@ours.example")) == []
