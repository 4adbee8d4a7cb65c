"""How a command learns: within a time, and on processors that nobody else needs."""

import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped] # it comes without types

from bot.cli.progress import Step, progress_bar
from cs_engine.records.churn import Model, Wanted

IDLE = 0.3
"""Processors that are busy on a machine that does nothing."""


@contextmanager
def learning(model: Model, budget: float, seed: int, kept: list[str] | None, began: float) -> Iterator[Wanted]:
    """Yield how to learn; the budget is spent from when the command began, so that a person waits no longer."""
    threads = _threads()
    with progress_bar("Learning") as step, threadpool_limits(threads):
        told = _by_time(step, began, budget)
        yield Wanted(time.monotonic, model, budget, seed, threads, frozenset(kept or ()), told, began)


@contextmanager
def learning_aside(budget: float) -> Iterator[Wanted]:
    """Yield how to learn beside people who are being answered: on one processor, and without a word."""
    with threadpool_limits(1):
        yield Wanted(time.monotonic, budget=budget)


def _by_time(step: Step, began: float, budget: float) -> Step:
    """Return progress in seconds of the budget: ways take so differently long that their number foretells nothing."""

    def told(done: int, total: int) -> None:
        spent = budget if done >= total else min(time.monotonic() - began, budget)
        step(round(spent), math.ceil(budget))

    return told


def _threads() -> int:
    """Return how many of the processors that this process may use are free, at least one.

    Threads wait for each other: measured on two processors that were busy, a fit with two took five to twenty times as
    long as with one.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, allowed - math.ceil(busy - IDLE))
