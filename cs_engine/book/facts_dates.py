"""Calendar arithmetic on columns of days, one value per account."""

import numpy as np
import numpy.typing as npt
import pandas as pd

Columns = dict[str, pd.Series]
"""What is known about the accounts, by name; all columns share one index of accounts."""
Days = npt.NDArray[np.datetime64]
MONTHS_PER_YEAR = 12


def add_months(days: Days, months: npt.NDArray[np.int64]) -> Days:
    """Return ``days`` so many months later; a day that the month does not have becomes its last day.

    Args:
        days: ``datetime64[D]``, none empty.
        months: how many months for each.
    """
    start = days.astype("datetime64[M]")
    first = (start + months).astype("datetime64[D]")
    length = ((start + months + 1).astype("datetime64[D]") - first).astype(np.int64)
    day = (days - start.astype("datetime64[D]")).astype(np.int64)
    moved: Days = first + np.minimum(day, length - 1)
    return moved


def next_renewal(renewal: pd.Series, start: pd.Series, term_months: pd.Series, target: pd.Series) -> pd.Series:
    """Return the first renewal on or after ``target``.

    Args:
        renewal: the renewal agreed at the start of the line; where empty, the first one is a term after ``start``.
        start: first day of the line.
        term_months: months between renewals; where empty only the agreed renewal is known, if not yet passed.
        target: the day from which to look.

    Returns:
        ``datetime64[us]``, one per row, empty where unknown.
    """
    anchor = renewal.fillna(start)
    least = renewal.isna().astype("int64")
    rolls = anchor.notna() & term_months.notna() & target.notna()
    stays = renewal.notna() & ~rolls & (renewal >= target)
    found = renewal.where(stays)
    found[rolls] = _rolled(
        anchor[rolls].to_numpy("datetime64[D]"),
        term_months[rolls].to_numpy().astype(np.int64),
        least[rolls].to_numpy().astype(np.int64),
        target[rolls].to_numpy("datetime64[D]"),
    )
    return found


def _rolled(anchor: Days, term: npt.NDArray[np.int64], least: npt.NDArray[np.int64], target: Days) -> Days:
    apart = (target.astype("datetime64[M]") - anchor.astype("datetime64[M]")).astype(np.int64)
    terms = np.maximum(-(-apart // term), least)
    reached = add_months(anchor, terms * term)
    return np.where(reached < target, add_months(anchor, (terms + 1) * term), reached)


def days_until(days: pd.Series, today: pd.Timestamp) -> pd.Series:
    """Return whole days from ``days`` to ``today``, NaN where empty."""
    whole: pd.Series = (today - days).dt.days.astype("float64")
    return whole
