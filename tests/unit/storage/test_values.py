"""Lifetime values in both databases: what is kept, and what somebody may see of it."""

from datetime import UTC, date, datetime, timedelta

from cs_engine.records.lifetime_value import LifetimeValue, Measure, Method
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.records.value_view import KeptTotal, KeptValues, MethodSum, ValueLine
from cs_engine.storage.store import Store
from cs_engine.wording import phrase, sentence
from tests.unit.storage.builders import snapshot

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
WHY = sentence(phrase("one chance of {chance}"), chance="90.0%")
KEPT = KeptValues(
    MONDAY,
    date(2026, 11, 16),
    Measure.REVENUE,
    60,
    0.1,
    None,
    (KeptTotal("EUR", False, date(2026, 11, 16), 3, 60.3, 50.0, 70.5),),
)
LEOS = Sight(owner="leo@ours.example")


def worth(account_id: str, value: float | None, currency: str | None = "EUR") -> LifetimeValue:
    """Return the value of an account under contract."""
    low, high = (None, None) if value is None else (value - 1, value + 1)
    return LifetimeValue(account_id, value, currency, low, high, Method.CONSTANT, WHY, (("MRR", 10.5),))


VALUES = (worth("A", 10.5), worth("B", 20.25), worth("C", 30.0), worth("A", 5.0, "USD"), worth("D", None, None))


def filled(store: Store) -> Store:
    """Keep five accounts, of which C belongs to somebody else and E has no value."""
    store.write_snapshots([snapshot(name, MONDAY) for name in "ABDE"])
    store.write_snapshots([snapshot("C", MONDAY, owner="leo@ours.example")])
    with store.changing() as memory:
        memory.values.put(KEPT, VALUES)
    return store


def test_what_is_kept_comes_back_as_it_was(store: Store) -> None:
    """To the cent, with method, reason, inputs and what is unknown."""
    with filled(store).viewing() as memory:
        assert memory.values.kept() == KEPT
        assert memory.values.of_account("A") == [VALUES[0], VALUES[3]]
        assert memory.values.of_account("D") == [VALUES[4]]
        assert memory.values.of_account("E") == []


def test_nothing_is_there_before_the_first_time(store: Store) -> None:
    """No values, and everybody is without one."""
    store.write_snapshots([snapshot("A", MONDAY)])
    with store.viewing() as memory:
        assert memory.values.kept() is None
        assert (memory.values.sums(), memory.values.top(5), memory.values.unvalued()) == ([], [], 1)


def test_values_are_added_up_by_currency_and_method_within_sight(store: Store) -> None:
    """An unknown value is no zero; what somebody may not see is not counted."""
    with filled(store).viewing() as memory:
        assert memory.values.sums(EVERYTHING) == [
            MethodSum(None, Method.CONSTANT, 1, 0, None),
            MethodSum("EUR", Method.CONSTANT, 3, 3, 60.75),
            MethodSum("USD", Method.CONSTANT, 1, 1, 5.0),
        ]
        assert memory.values.sums(LEOS) == [MethodSum("EUR", Method.CONSTANT, 1, 1, 30.0)]
        assert (memory.values.unvalued(), memory.values.unvalued(LEOS)) == (1, 0)
        assert memory.values.of_account("A", LEOS) == []


def test_the_best_of_each_currency_come_first(store: Store) -> None:
    """As many as wanted of each, never one whose value is unknown."""
    with filled(store).viewing() as memory:
        assert memory.values.top(2) == [
            ValueLine("C", "Customer C", "EUR", 30.0),
            ValueLine("B", "Customer B", "EUR", 20.25),
            ValueLine("A", "Customer A", "USD", 5.0),
        ]
        assert memory.values.top(2, LEOS) == [ValueLine("C", "Customer C", "EUR", 30.0)]


def test_the_newest_replace_those_before(store: Store) -> None:
    """Whoever has no value any more has none."""
    later = KeptValues(MONDAY + timedelta(days=1), date(2026, 11, 17), Measure.VALUE, 60, 0.1, 0.8, ())
    filled(store)
    with store.changing() as memory:
        memory.values.put(later, VALUES[1:2])
    with store.viewing() as memory:
        assert memory.values.kept() == later
        assert memory.values.of_account("A") == []
        assert memory.values.unvalued() == 4
