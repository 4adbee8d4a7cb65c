"""Who stays how long: customers by the month they started in, and how many of them are still there months later."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cs_engine.metrics.contracts_held import Contracts, Ints, Periods, day_number


@dataclass(frozen=True, slots=True, eq=False)
class Triangle:
    """Start cohorts by month.

    ``sizes``: customers who started in each month. ``active``: one row per month, one column per months passed since
    (0 = the end of the month they started in); how many are under contract then, empty where that is not over yet.
    """

    sizes: pd.Series
    active: pd.DataFrame

    @property
    def shares(self) -> pd.DataFrame:
        """The share of each cohort that is still there, 0-1; empty where not over yet, and for a month without starts.

        Formula:
            customers under contract k months after the month they started in / customers who started in it
        Source:
            cohort retention, field standard.
        """
        return self.active.div(self.sizes.where(self.sizes > 0), axis=0)


def cohort_triangle(lines: pd.DataFrame | Contracts, first: date, end: date) -> Triangle:
    """Return how many customers of each start month are still under contract k months later.

    A customer starts once, in the month of the first day of service; who left and came back is active again in the
    cohort of old. A pause of up to 90 days and a late renewal are no loss.

    Args:
        lines: rows of the book's ``subscriptions`` as known at ``end`` or later, or what was read from them.
        first: a day of the first month.
        end: the first day after the last closed month.

    Returns:
        The months from ``first``'s to the last closed one, written such as ``2026-10``; none when there is no such
        month.

    Formula:
        customers of the start month under contract at the end of the k-th month after it
    Source:
        cohort analysis, field standard; cells that are not over yet are empty, not 0.
    """
    months = pd.period_range(first, end, freq="M")[:-1]
    ends = np.array([day_number(each.end_time.normalize()) for each in months], dtype="int64")
    labels = pd.Index([str(each) for each in months], name="started")
    spells = _spells(Contracts.of(lines).periods)
    starts = np.searchsorted(ends, spells.started)
    known = (starts < len(ends)) & (spells.started >= day_number(pd.Timestamp(first.replace(day=1))))
    sizes = np.bincount(starts[known & spells.is_first], minlength=len(ends))
    active = _active(spells, starts, ends, known)
    return Triangle(
        pd.Series(sizes, index=labels, name="customers"),
        pd.DataFrame(active, index=labels, columns=pd.RangeIndex(len(ends), name="months")),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Spells:
    """One entry per uninterrupted stretch of service; ``started`` is the first day of the customer's very first."""

    first: Ints
    last: Ints
    started: Ints
    is_first: np.ndarray[tuple[int], np.dtype[np.bool_]]


def _spells(periods: Periods) -> _Spells:
    spell = periods.account * (periods.spell.max(initial=0) + 1) + periods.spell
    begins = np.flatnonzero(np.diff(spell, prepend=-1))
    account = periods.account[begins]
    return _Spells(
        first=periods.first[begins],
        last=np.maximum.reduceat(periods.last, begins) if len(begins) else begins,
        started=periods.first_seen[account],
        is_first=periods.spell[begins] == 1,
    )


def _active(
    spells: _Spells, starts: Ints, ends: Ints, known: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Count customers by cohort and months passed: each spell adds one from its first month's end to its last."""
    size = len(ends)
    cohort = starts[known]
    comes = np.searchsorted(ends, spells.first[known]) - cohort
    goes = np.searchsorted(ends, spells.last[known], side="right") - cohort
    width = size + 1
    change = np.bincount(cohort * width + comes, minlength=size * width)
    change = change - np.bincount(cohort * width + goes, minlength=size * width)
    counts = change.reshape(size, width).cumsum(axis=1)[:, :size].astype("float64")
    counts[np.add.outer(np.arange(size), np.arange(size)) >= size] = np.nan
    return counts


def months_survived(triangle: Triangle, months: int) -> tuple[int, int]:
    """Return how many customers of all cohorts old enough are active ``months`` later, and how many they were."""
    if months not in triangle.active.columns:
        return 0, 0
    seen = triangle.active[months].dropna()
    return int(seen.sum()), int(triangle.sizes[seen.index].sum())
