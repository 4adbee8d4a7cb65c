"""What the highest probabilities hold of the losses: how much of it the accounts that are looked at first."""

from collections.abc import Sequence

import numpy as np

from cs_engine.churn.features import Floats, Label, Rows
from cs_engine.metrics.satisfaction import Z_95
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_accounts import Caught

SHARES = (0.02, 0.05, *(step / 10 for step in range(1, 11)))
"""Of the accounts of a day: nobody looks at more than the first few, so these lie closer together."""


def caught(said: Floats, label: Label, drawn: Sequence[Rows]) -> tuple[Caught, ...]:
    """Return what share of the losses the accounts with the highest probabilities hold, from few accounts to all.

    Of accounts with one and the same probability as many are counted, on average, as there is room for.

    Args:
        said: probability of each row, out of time.
        label: 1 where a loss followed, at least once.
        drawn: rows drawn with replacement, accounts whole, for the intervals.
    """
    order = np.argsort(-said, kind="stable")
    last = np.flatnonzero(np.append(np.diff(said[order]) != 0, True))
    found = _held(label[order], np.ones(len(said)), last)
    each = np.array([_held(label[order], np.bincount(rows, minlength=len(said))[order], last) for rows in drawn])
    spread = Z_95 * np.nanstd(each, axis=0)
    return tuple(
        Caught(share, Estimate(float(value), float(max(value - width, 0.0)), float(min(value + width, 1.0))))
        for share, value, width in zip(SHARES, found, spread, strict=True)
    )


def _held(label: Label, counts: Floats | Rows, last: Rows) -> Floats:
    """Return the share of the losses among the first so many of rows in order, each counted so often."""
    seen, lost = np.cumsum(counts, dtype="float64")[last], np.cumsum(counts * label, dtype="float64")[last]
    if lost[-1] == 0:
        return np.full(len(SHARES), np.nan)
    reached = np.interp(np.array(SHARES) * seen[-1], np.append(0.0, seen), np.append(0.0, lost))
    return np.asarray(reached / lost[-1], dtype="float64")
