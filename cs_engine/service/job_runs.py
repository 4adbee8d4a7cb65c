"""Which jobs were run for which due time: any number of processes may ask, and one of them runs each."""

from collections.abc import Callable
from datetime import datetime, timedelta

from cs_engine.service.outbox import real_time
from cs_engine.storage.store import Store

LEASE = timedelta(minutes=2)
"""Whoever runs a job shows a sign of life far more often; after two minutes of silence it is dead."""
LOOK_BACK = timedelta(days=1)
"""What was due in the last day and nobody did, or somebody died over, is done."""
KEPT = timedelta(days=8)
"""More than any clock is moved back by in earnest, so that nothing is done twice."""


class JobDesk:
    """Takes and finishes runs for one holder. Safe to share between threads."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], holder: str, real: Callable[[], datetime] = real_time
    ) -> None:
        """Work on ``store`` as ``holder``; ``clock`` tells when things are due, ``real`` how long leases last."""
        self._store = store
        self._clock = clock
        self._holder = holder
        self._real = real

    def claim(self, job: str, due_at: datetime) -> bool:
        """Take a job's due time; of several takers exactly one gets it, and another one when that one died."""
        now = self._real()
        with self._store.changing() as memory:
            return memory.job_runs.claim(job, due_at, self._holder, now, now + LEASE)

    def renew(self, job: str, due_at: datetime) -> bool:
        """Show a sign of life; ``False`` when the run was taken over."""
        return self._hold(job, due_at, lease_until=self._real() + LEASE)

    def finish(self, job: str, due_at: datetime) -> bool:
        """Say that a run is over, well or badly: nobody runs it again."""
        return self._hold(job, due_at, finished_at=self._clock())

    def left(self) -> list[tuple[str, datetime]]:
        """Return the job and due time of runs over which somebody died, unless a later one has been taken."""
        with self._store.viewing() as memory:
            return memory.job_runs.left(self._real(), self._clock() - LOOK_BACK)

    def prune(self) -> int:
        """Forget old runs; return how many."""
        with self._store.changing() as memory:
            return memory.job_runs.prune(self._clock() - KEPT)

    def _hold(self, job: str, due_at: datetime, **changes: object) -> bool:
        with self._store.changing() as memory:
            return memory.job_runs.hold(job, due_at, self._holder, **changes)
