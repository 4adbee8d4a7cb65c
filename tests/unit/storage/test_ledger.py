"""Scorecard versions, runs, events and people."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cs_engine.records.home import Source
from cs_engine.storage.rows import Run, ScorecardVersion, Teammate
from cs_engine.storage.store import Store
from tests.unit.storage.builders import MONDAY, WEEK


def test_a_scorecard_version_stays_as_first_seen(store: Store) -> None:
    """A formula version never changes its content or its first day."""
    version = ScorecardVersion("balanced@0a1b2c3d", "balanced", "name = 'balanced'", MONDAY)
    store.put_scorecards([version])
    store.put_scorecards([replace(version, content="changed", first_seen=MONDAY + WEEK)])
    assert store.scorecard("balanced@0a1b2c3d") == version
    assert store.scorecard("balanced@ffffffff") is None


def test_the_last_run_of_a_kind_is_remembered(store: Store) -> None:
    """Kinds do not hide one another."""
    refresh = Run("refresh", MONDAY, MONDAY, MONDAY + timedelta(seconds=3), 120, "ab")
    store.record_run(replace(refresh, accounts=1))
    store.record_run(refresh)
    store.record_run(replace(refresh, kind="load", as_of=None, digest=None))
    assert store.last_run("refresh") == refresh
    assert store.last_run("sync") is None


def test_of_many_takers_of_one_event_one_is_first(store: Store) -> None:
    """A redelivered event runs once, also when it arrives twice at once."""
    with ThreadPoolExecutor(10) as pool:
        seen = list(pool.map(lambda _: store.seen_event("Ev1", MONDAY), range(10)))
    assert sorted(seen) == [False] + [True] * 9


def test_events_are_forgotten_after_a_week(store: Store) -> None:
    """The table of events stays small."""
    store.seen_event("Ev1", MONDAY)
    assert store.seen_event("Ev1", MONDAY + WEEK)
    assert not store.seen_event("Ev1", MONDAY + WEEK + timedelta(seconds=1))


def test_people_are_replaced_by_what_slack_says_now(store: Store) -> None:
    """A new address takes the old one's place."""
    store.put_people([Teammate("U2", "bo@ours.example", "Bo"), Teammate("U1", None, "Ana")])
    store.put_people([Teammate("U1", "ana@ours.example", "Ana")])
    assert store.people() == [Teammate("U1", "ana@ours.example", "Ana"), Teammate("U2", "bo@ours.example", "Bo")]


def test_nothing_to_keep_changes_nothing(store: Store) -> None:
    """Empty lists are fine."""
    store.put_people([])
    store.put_scorecards([])
    assert store.write_snapshots([]) == 0
    assert store.people() == []


def test_the_latest_loads_replace_those_known_before(store: Store) -> None:
    """A table that is no longer in the book is not said to be fresh."""
    early, late = (Source("usage", datetime(2026, 3, day, tzinfo=UTC), 10, 0) for day in (1, 2))
    store.put_sources([early, Source("tickets", early.loaded_at, 5, 1)])
    store.put_sources([late])
    assert store.sources() == [late]
