"""How accounts flowed from band to band, over a real memory."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cs_engine.errors import NothingToShow
from cs_engine.records.bands import Band
from cs_engine.records.flows import Flow, Place
from cs_engine.service.memory import open_memory
from cs_engine.service.metrics.flows import band_flows
from cs_engine.storage.store import Store
from tests.unit.storage.builders import snapshot

JULY, OCTOBER = date(2026, 7, 1), date(2026, 10, 1)
THEN, NOW = datetime(2026, 6, 29, tzinfo=UTC), datetime(2026, 10, 5, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty memory."""
    with open_memory(f"sqlite:///{tmp_path / 'steward.db'}") as memory:
        yield memory


def test_every_account_of_either_day_is_counted_once(store: Store) -> None:
    """New ones come from nowhere, gone ones go there, and one without a score has its own place."""
    store.write_snapshots(
        [
            snapshot("A", THEN, band=Band.HEALTHY),
            snapshot("B", THEN, band=Band.HEALTHY),
            snapshot("C", THEN, band=Band.WATCH),
            snapshot("D", THEN, band=None, status="trial"),
            snapshot("A", NOW, band=Band.HEALTHY),
            snapshot("B", NOW, band=Band.AT_RISK),
            snapshot("D", NOW, band=None, status="left"),
            snapshot("E", NOW, band=Band.UNKNOWN),
        ]
    )
    found = band_flows(store, JULY, OCTOBER, UTC)
    assert (found.start, found.end, found.formula_changed) == (date(2026, 6, 28), date(2026, 10, 4), False)
    assert found.flows == (
        Flow(Place.HEALTHY, Place.HEALTHY, 1),
        Flow(Place.HEALTHY, Place.AT_RISK, 1),
        Flow(Place.WATCH, Place.ABSENT, 1),
        Flow(Place.UNSCORED, Place.LEFT, 1),
        Flow(Place.ABSENT, Place.UNKNOWN, 1),
    )


def test_the_nearest_day_with_scores_of_the_whole_book_stands_for_an_end(store: Store) -> None:
    """What people noted about one account is no score of everybody; another formula is said."""
    for days in (-13, -3, 12):
        store.write_snapshots([snapshot("A", datetime(2026, 7, 1, tzinfo=UTC) + timedelta(days=days))])
    store.write_snapshots([snapshot("A", datetime(2026, 7, 1, tzinfo=UTC), cause="follow_up")])
    store.write_snapshots([snapshot("A", NOW, formula_version="other@1")])
    found = band_flows(store, JULY, OCTOBER, UTC)
    assert (found.start, found.formula_changed) == (date(2026, 6, 27), True)


def test_the_nearest_scores_of_the_period_stand_in_for_an_end_without_any(store: Store) -> None:
    """And whether they do is told, end by end."""
    august, late = datetime(2026, 8, 10, tzinfo=UTC), datetime(2026, 9, 10, tzinfo=UTC)
    store.write_snapshots([snapshot("A", at) for at in (august, late)])
    found = band_flows(store, JULY, OCTOBER, UTC)
    assert (found.start, found.end) == (date(2026, 8, 9), date(2026, 9, 9))
    assert (found.start_is_near, found.end_is_near) == (False, False)
    store.write_snapshots([snapshot("A", at) for at in (THEN, NOW)])
    found = band_flows(store, JULY, OCTOBER, UTC)
    assert (found.start_is_near, found.end_is_near) == (True, True)


@pytest.mark.parametrize("days", [(0,), (92,), (-40, 140), (-40, 0)])
def test_scores_of_one_day_are_no_flow(store: Store, days: tuple[int, ...]) -> None:
    """Those of other periods do not count; since when there are any is told."""
    opened = datetime(2026, 7, 1, tzinfo=UTC)
    store.write_snapshots([snapshot("A", opened + timedelta(days=each)) for each in days])
    first, last = (date(2026, 6, 30) + timedelta(days=each) for each in (days[0], days[-1]))
    said = f"between 2026-07-01 and 2026-09-30; they are stored from {first} to {last}"
    with pytest.raises(NothingToShow, match=said):
        band_flows(store, JULY, OCTOBER, UTC)


def test_without_any_score_the_way_to_make_some_is_told(store: Store) -> None:
    """A new company has not been scored yet."""
    with pytest.raises(NothingToShow, match="steward refresh"):
        band_flows(store, JULY, OCTOBER, UTC)
