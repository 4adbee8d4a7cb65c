"""Accounts out of sight: not found, not listed, not counted."""

import pytest

from cs_engine.records.bands import Band
from cs_engine.records.sight import Sight
from cs_engine.storage.store import Store
from tests.unit.storage.builders import snapshot

ANAS, SMALL, NOTHING = Sight(owner="ANA@ours.example"), Sight(segments=("smb",)), Sight(segments=())


@pytest.fixture
def mixed(store: Store) -> Store:
    """Return a memory in which Ana owns one account and backs up another."""
    store.write_snapshots(
        [
            snapshot("owned", domain="owned.example"),
            snapshot("backed-up", owner="bo@ours.example", backup="Ana@ours.example", segment="smb"),
            snapshot("other", owner="bo@ours.example", segment="smb", arr=99.0, domain="other.example"),
            snapshot("nobodys", owner=None, segment="smb"),
            snapshot("trial", owner="bo@ours.example", status="trial", band=None),
        ]
    )
    return store


@pytest.mark.parametrize(
    ("sight", "seen"),
    [
        (Sight(), {"owned", "backed-up", "other", "nobodys", "trial"}),
        (ANAS, {"owned", "backed-up"}),
        (SMALL, {"backed-up", "other", "nobodys"}),
        (Sight(owner="ana@ours.example", segments=("smb",)), {"backed-up"}),
        (NOTHING, set()),
        (Sight(owner=""), set()),
    ],
)
def test_only_what_is_in_sight_is_known(mixed: Store, sight: Sight, seen: set[str]) -> None:
    """By id, by name, by domain and in the list of names."""
    everything = [account_id for account_id, _ in mixed.names()]
    assert {account_id for account_id, _ in mixed.names(sight)} == seen
    assert {each for each in everything if mixed.current(each, sight)} == seen
    assert {each for each in everything if mixed.find(each, sight)} == seen
    assert {each for each in everything if mixed.find(f"Customer {each}", sight)} == seen
    assert bool(mixed.find("other.example", sight)) == ("other" in seen)


def test_lists_totals_and_counts_hold_only_what_is_in_sight(mixed: Store) -> None:
    """Nobody can tell from a sum that there is more."""
    rows, total = mixed.portfolio(sight=ANAS)
    assert ({row.account_id for row in rows}, total) == ({"owned", "backed-up"}, 2)
    assert [(each.band, each.accounts, each.arr) for each in mixed.band_totals(sight=ANAS)] == [
        (Band.WATCH, 2, (("EUR", 24_000.0),))
    ]
    assert (mixed.status_counts(sight=ANAS), mixed.unassigned(ANAS)) == ((), 0)
    assert (mixed.status_counts(), mixed.unassigned(SMALL)) == ((("trial", 1),), 1)


def test_a_sight_narrows_what_was_asked_for(mixed: Store) -> None:
    """Bo's accounts, of which Ana sees the one that she backs up."""
    rows, _ = mixed.portfolio("bo@ours.example", sight=ANAS)
    assert [row.account_id for row in rows] == ["backed-up"]
