"""Many answers at once, while a refresh writes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from cs_engine.storage.store import Store
from tests.unit.storage.builders import MONDAY, WEEK, snapshot

READERS = 20
ACCOUNTS = 100
WEEKS = 4


def test_twenty_threads_read_true_answers_while_a_refresh_writes(store: Store) -> None:
    """Nobody waits for the writer, and nobody sees a current state whose snapshot is not there."""
    store.write_snapshots(snapshot(f"A{n}", score=0) for n in range(ACCOUNTS))
    done = Event()

    def read(reader: int) -> set[int | None]:
        scores: set[int | None] = set()
        while not done.is_set():
            row = store.current(f"A{reader}")
            assert row is not None
            assert row.as_of == MONDAY + (row.score or 0) * WEEK
            scores.add(row.score)
        return scores

    with ThreadPoolExecutor(READERS) as pool:
        answers = [pool.submit(read, reader) for reader in range(READERS)]
        for week in range(1, WEEKS):
            store.write_snapshots(snapshot(f"A{n}", MONDAY + week * WEEK, score=week) for n in range(ACCOUNTS))
        done.set()
    assert set.union(*(answer.result() for answer in answers)) <= set(range(WEEKS))
