"""Whatever a company does for months: sums are exact, results are equal, and no order of runs makes a difference."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cs_engine.health.reading import load_presets
from cs_engine.health.snapshot import Snapshot
from cs_engine.service.memory import open_memory
from cs_engine.service.scoring.instants import weekly_ends
from cs_engine.service.scoring.refresh import PIECE, Refreshed, Scoring, refresh
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store

ZONE = ZoneInfo("Europe/Berlin")
WEEKS = weekly_ends(date(2026, 10, 11), date(2026, 11, 29), ZONE)
THREADS = (1, 2, 4, 2, 1)


def score(
    store: Store, book: Path, instants: Sequence[datetime], threads: int | None = None, piece: int = PIECE
) -> Refreshed:
    """Score everybody at these instants."""
    return refresh(store, f"duckdb://{book}", lambda _data_ends: instants, Scoring(load_presets(), threads, piece))


def causeless(store: Store) -> list[SnapshotRow]:
    """Return all that is stored, without the word that says which run wrote it."""
    return [replace(row, cause="") for row in store.snapshots_between(WEEKS[0], WEEKS[-1].replace(year=2027))]


@pytest.fixture(scope="module")
def scored(sample_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Yield the memory of eight weeks that were scored in one run."""
    with open_memory(f"sqlite:///{tmp_path_factory.mktemp('memory')}/steward.db") as store:
        score(store, sample_book, WEEKS)
        yield store


def test_points_and_splits_of_every_snapshot_add_up_exactly(scored: Store) -> None:
    """To the hundredth, for every account and week; many moved, and not only because of the customer."""
    splits = 0
    for row in scored.snapshots_between(WEEKS[0], WEEKS[-1].replace(year=2027)):
        snapshot = Snapshot.from_document(row.document)
        assert row.score == snapshot.score
        if snapshot.score is not None:
            assert sum(line.points or 0 for line in snapshot.lines) == snapshot.score
        if snapshot.change_7d is not None:
            assert snapshot.split is not None
            assert snapshot.split.customer + snapshot.split.data + snapshot.split.formula == snapshot.change_7d.points
            splits += snapshot.change_7d.points != 0
    assert splits > 200


def test_five_refreshes_with_any_number_of_threads_have_one_digest(
    scored: Store, sample_book: Path, tmp_path: Path
) -> None:
    """DuckDB's sums differ in the last digits from run to run; what leaves the book does not."""
    digests = {scored.digest(WEEKS[0])}
    for number, threads in enumerate(THREADS):
        with open_memory(f"sqlite:///{tmp_path}/{number}.db") as store:
            digests.add(score(store, sample_book, WEEKS[:1], threads).digest)
    assert len(digests) == 1


def test_the_order_of_runs_makes_no_difference(scored: Store, sample_book: Path, tmp_path: Path) -> None:
    """Weeks scored one by one in a shuffled order end as those of one run: bands, changes, splits and stakes."""
    order = random.Random(7).sample(WEEKS[-4:], 4)
    with open_memory(f"sqlite:///{tmp_path}/shuffled.db") as store:
        score(store, sample_book, WEEKS[:-4])
        for instant in order:
            score(store, sample_book, [instant])
        for ours, theirs in zip(causeless(store), causeless(scored), strict=True):
            assert ours == theirs


def test_a_company_too_large_for_one_piece_is_scored_the_same(scored: Store, sample_book: Path, tmp_path: Path) -> None:
    """Seventeen accounts at a time, in one run and in two: what a piece looks back to is read from the memory."""
    with open_memory(f"sqlite:///{tmp_path}/pieces.db") as store:
        score(store, sample_book, WEEKS[:5], piece=17)
        score(store, sample_book, WEEKS[5:], piece=17)
        assert causeless(store) == causeless(scored)


def test_stakes_of_a_week_do_not_know_what_came_later(scored: Store, sample_book: Path, tmp_path: Path) -> None:
    """Base rates, and so probabilities and order, are those of a memory that ended there."""
    with open_memory(f"sqlite:///{tmp_path}/ended.db") as store:
        score(store, sample_book, WEEKS[:3])
        assert causeless(store) == [row for row in causeless(scored) if row.as_of <= WEEKS[2]]
