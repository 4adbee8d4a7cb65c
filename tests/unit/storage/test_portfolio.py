"""Finding, listing and counting accounts."""

import pytest

from cs_engine.records.bands import Band
from cs_engine.records.portfolio import BandTotal
from cs_engine.storage.store import Store
from tests.unit.storage.builders import MONDAY, WEEK, snapshot

FULL_WIDTH = "\uff21\uff23\uff2d\uff25"
"""Acme as Chinese and Japanese keyboards may write it."""


@pytest.fixture
def three_acmes(store: Store) -> Store:
    """Return a memory in which one word fits an id, two names and two domains."""
    store.write_snapshots(
        [
            snapshot("C-1", name="Acme", domain="acme.com"),
            snapshot("C-2", name="Acme Corp", domain="www.acme.com"),
            snapshot("C-3", name=FULL_WIDTH, domain=None),
            snapshot("acme", name="Another one", domain="other.example"),
        ]
    )
    return store


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("acme", ["acme"]),
        (" ACME ", ["C-1", "C-3"]),
        ("acme corp", ["C-2"]),
        ("https://acme.com/", ["C-1", "C-2"]),
        ("acm", []),
        ("", []),
    ],
)
def test_an_id_wins_over_names_and_names_over_domains(three_acmes: Store, query: str, ids: list[str]) -> None:
    """Only the best kind of match is returned, with every account that has it."""
    assert [account_id for account_id, _ in three_acmes.find(query)] == ids


def test_names_lists_every_account_once(three_acmes: Store) -> None:
    """Fuzzy matching and pick-lists see each account under its present name, by name."""
    assert [name for _, name in three_acmes.names()] == ["Acme", FULL_WIDTH, "Acme Corp", "Another one"]


def test_lists_are_worst_first(store: Store) -> None:
    """Money times urgency first, then the band with Unknown before Watch, then ARR with unknown last."""
    store.write_snapshots(
        [
            snapshot("watch", rank=0.0, band=Band.WATCH),
            snapshot("healthy", rank=0.0, band=Band.HEALTHY),
            snapshot("unknown", rank=0.0, band=Band.UNKNOWN),
            snapshot("no-arr", rank=0.0, band=Band.AT_RISK, arr=None),
            snapshot("small", rank=0.0, band=Band.AT_RISK, arr=10.0),
            snapshot("large", rank=0.0, band=Band.AT_RISK, arr=99.0),
            snapshot("leaving", rank=0.0, band=Band.LEAVING),
            snapshot("money", rank=1.0, band=Band.WATCH),
            snapshot("much-money", rank=2.0, band=Band.HEALTHY),
        ]
    )
    rows, total = store.portfolio()
    assert [row.account_id for row in rows] == [
        "much-money",
        "money",
        "leaving",
        "large",
        "small",
        "no-arr",
        "unknown",
        "watch",
        "healthy",
    ]
    assert total == 9


def test_pages_cover_the_list_without_overlap(store: Store) -> None:
    """Equal ranks have a fixed order, so paging neither repeats nor loses an account."""
    store.write_snapshots(snapshot(f"A{n:02}") for n in range(25))
    pages = [store.portfolio(offset=offset, limit=10) for offset in (0, 10, 20, 30)]
    assert [len(rows) for rows, _ in pages] == [10, 10, 5, 0]
    assert [total for _, total in pages] == [25] * 4
    assert [row.account_id for rows, _ in pages for row in rows] == [f"A{n:02}" for n in range(25)]


def test_lists_can_be_narrowed(store: Store) -> None:
    """By owner in any case, by bands and by segment."""
    store.write_snapshots(
        [
            snapshot("A1", owner="Ana@ours.example", band=Band.AT_RISK),
            snapshot("A2", owner="ana@ours.example", band=Band.WATCH, segment="digital"),
            snapshot("A3", owner="bo@ours.example", band=Band.AT_RISK),
        ]
    )
    mine, _ = store.portfolio("ANA@ours.example")
    risky, _ = store.portfolio(bands=(Band.AT_RISK, Band.LEAVING))
    digital, _ = store.portfolio(segment="digital")
    assert [[row.account_id for row in rows] for rows in (mine, risky, digital)] == [["A1", "A2"], ["A1", "A3"], ["A2"]]


def test_rows_of_a_list_carry_their_document(store: Store) -> None:
    """The driver that a list shows is read from it."""
    store.write_snapshots([snapshot()])
    rows, _ = store.portfolio()
    assert rows == [snapshot()]


def test_accounts_with_a_status_instead_of_a_score_are_counted_apart(store: Store) -> None:
    """Trial, paused and left accounts are in no list and no band total."""
    store.write_snapshots(
        [
            snapshot("A1"),
            snapshot("A2", status="trial", band=None),
            snapshot("A3", status="trial", band=None, owner="bo@ours.example"),
            snapshot("A4", status="left", band=None),
        ]
    )
    assert store.portfolio()[1] == 1
    assert store.status_counts() == (("left", 1), ("trial", 2))
    assert store.status_counts("bo@ours.example") == (("trial", 1),)


def test_band_totals_never_add_currencies(store: Store) -> None:
    """ARR stands per currency; an account without ARR counts as an account only."""
    store.write_snapshots(
        [
            snapshot("A1", arr=0.1),
            snapshot("A2", arr=0.2),
            snapshot("A3", arr=5.0, currency="USD"),
            snapshot("A4", arr=None, currency=None),
            snapshot("A5", band=Band.UNKNOWN, arr=None),
        ]
    )
    assert store.band_totals() == (
        BandTotal(Band.UNKNOWN, 1, ()),
        BandTotal(Band.WATCH, 4, (("EUR", 0.3), ("USD", 5.0))),
    )


def test_accounts_nobody_owns_are_counted(store: Store) -> None:
    """An account without owner is never dropped."""
    store.write_snapshots([snapshot("A1", owner=None), snapshot("A2"), snapshot("A3", owner=None, band=None)])
    assert store.unassigned() == 1


def test_owners_and_backups_are_known_by_address(store: Store) -> None:
    """A person is a CSM when the book names that address, in any case."""
    store.write_snapshots([snapshot(owner="Ana@ours.example", backup="bo@ours.example")])
    assert store.csm("ana@OURS.example") == "Ana@ours.example"
    assert store.csm("bo@ours.example") == "bo@ours.example"
    assert store.csm("cy@ours.example") is None


def test_the_accounts_below_a_parent_are_found_as_they_are_now(store: Store) -> None:
    """A child that has moved to another parent is no longer below the first."""
    store.write_snapshots(
        [
            snapshot("child", parent_id="parent", score=1),
            snapshot("child", MONDAY + WEEK, parent_id="parent", score=2),
            snapshot("moved", parent_id="parent"),
            snapshot("moved", MONDAY + WEEK, parent_id="other"),
        ]
    )
    assert [(row.account_id, row.score) for row in store.children("parent")] == [("child", 2)]
