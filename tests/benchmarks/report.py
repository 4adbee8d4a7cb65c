"""What a benchmark says: a measurement, its reference from the same run, and the limit on their ratio."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Claim:
    """One speed claim. ``ratio`` is ours / reference; it holds when it is at most ``limit``."""

    sentence: str
    ratio: float
    limit: float
    detail: str

    @property
    def holds(self) -> bool:
        """Whether the claim is kept."""
        return self.ratio <= self.limit

    def line(self) -> str:
        """Return the claim as one line for a person."""
        mark = "ok  " if self.holds else "MISS"
        return f"{mark} {self.sentence}: {self.ratio:.2f} (limit {self.limit:.2f}) — {self.detail}"


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Return the median wall time of ``work`` over some rounds."""
    return median(_once(work) for _ in range(rounds))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
