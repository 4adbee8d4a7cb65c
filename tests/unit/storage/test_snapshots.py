"""Snapshots in and out, and the current state beside them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import StatementError

from cs_engine.records.bands import Band
from cs_engine.storage import store as module
from cs_engine.storage.store import Store
from tests.unit.storage.builders import MONDAY, WEEK, snapshot


def test_a_snapshot_comes_back_as_it_went_in(store: Store) -> None:
    """Unknown stays unknown, zero stays zero, instants keep their moment."""
    row = snapshot(
        name="北京 <!channel> 🚀", band=None, score=None, arr=0.0, change_7d=0, decision_date=None, currency=None
    )
    store.write_snapshots([row])
    assert store.current("A1") == row


def test_an_unknown_account_has_no_current_state(store: Store) -> None:
    """Nothing is made up."""
    assert store.current("nobody") is None


def test_an_instant_is_the_same_in_every_zone(store: Store) -> None:
    """Midnight in Berlin is found as the instant it is."""
    midnight = datetime(2026, 11, 16, tzinfo=ZoneInfo("Europe/Berlin"))
    store.write_snapshots([snapshot(as_of=midnight)])
    assert [row.as_of for row in store.snapshots("A1")] == [datetime(2026, 11, 15, 23, tzinfo=UTC)]
    assert store.digest(midnight) == store.digest(midnight.astimezone(UTC))


def test_an_instant_without_zone_is_refused(store: Store) -> None:
    """A naive datetime could be any instant."""
    naive = MONDAY.replace(tzinfo=None)
    with pytest.raises(StatementError, match="aware"):
        store.write_snapshots([snapshot(as_of=naive)])


def test_writing_the_same_instant_again_replaces_it(store: Store) -> None:
    """A refresh done twice leaves one snapshot, the later one."""
    store.write_snapshots([snapshot(score=100)])
    store.write_snapshots([snapshot(score=200)])
    assert [row.score for row in store.snapshots("A1")] == [200]
    current = store.current("A1")
    assert current is not None
    assert current.score == 200


def test_an_earlier_date_does_not_replace_the_current_state(store: Store) -> None:
    """Filling in the past leaves today's answer alone."""
    store.write_snapshots([snapshot(name="Now Ltd", band=Band.AT_RISK)])
    store.write_snapshots([snapshot(as_of=MONDAY - WEEK, name="Then Ltd", band=Band.HEALTHY)])
    current = store.current("A1")
    assert current is not None
    assert (current.name, current.band) == ("Now Ltd", Band.AT_RISK)
    assert store.find("Then Ltd") == []
    assert len(store.snapshots("A1")) == 2


def test_the_order_of_writing_does_not_matter(store: Store) -> None:
    """One batch with several instants of an account ends with its latest."""
    weeks = [snapshot(as_of=MONDAY + n * WEEK, score=n) for n in (1, 3, 0, 2)]
    store.write_snapshots(weeks)
    current = store.current("A1")
    assert current is not None
    assert current.score == 3


def test_periods_include_their_start_and_exclude_their_end(store: Store) -> None:
    """History is half-open and ascending."""
    store.write_snapshots(snapshot(as_of=MONDAY + n * WEEK, score=n) for n in range(4))
    assert [row.score for row in store.snapshots("A1", MONDAY + WEEK, MONDAY + 3 * WEEK)] == [1, 2]
    assert [row.score for row in store.snapshots("A1", until=MONDAY + WEEK)] == [0]
    assert store.instants(after=MONDAY + WEEK) == [MONDAY + 2 * WEEK, MONDAY + 3 * WEEK]


def test_walking_through_many_snapshots_meets_each_once_in_order(store: Store) -> None:
    """Pieces join without a gap or a repetition, also when a week spans two pieces."""
    accounts, weeks = module.READ_ROWS // 3 + 5, 4
    written = store.write_snapshots(
        snapshot(f"A{n:04}", MONDAY + week * WEEK) for week in range(weeks) for n in range(accounts)
    )
    met = [(row.account_id, row.as_of) for row in store.snapshots_between(MONDAY + WEEK, MONDAY + weeks * WEEK)]
    assert written == accounts * weeks
    assert met == [(f"A{n:04}", MONDAY + week * WEEK) for week in range(1, weeks) for n in range(accounts)]


def test_the_digest_is_of_contents_not_of_the_order_of_writing(store: Store) -> None:
    """Two refreshes with the same result have the same digest; one changed document changes it."""
    rows = [snapshot("A1"), snapshot("A2")]
    store.write_snapshots(rows)
    first = store.digest(MONDAY)
    store.write_snapshots(reversed(rows))
    assert store.digest(MONDAY) == first
    store.write_snapshots([snapshot("A2", digest="0" * 64)])
    assert store.digest(MONDAY) != first


def test_the_memory_says_how_new_it_is(store: Store) -> None:
    """The newest instant comes with the last day of its data; an empty memory has none."""
    assert store.newest() is None
    store.write_snapshots([snapshot("A1"), snapshot("A2", MONDAY - timedelta(days=1))])
    newest = store.newest()
    assert newest is not None
    assert (newest.as_of, newest.data_ends) == (MONDAY, snapshot().data_ends)
