"""What plays have done so far, from the memory alone."""

from collections.abc import Iterable
from datetime import datetime

import pandas as pd

from cs_engine.plays.worked import AFTER, NEAR, Worked, what_worked
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store

HUNDREDTHS = 100
PIECE = 1_000
"""Accounts whose runs are asked for at once."""
NO_SEGMENT = ""


def plays_worked(store: Store, now: datetime, sight: Sight = EVERYTHING) -> tuple[Worked, ...]:
    """Return what each play has done for the accounts in sight, the most used first.

    Similar accounts have the same segment and status (new customers are *onboarding*) and nearly the same score.

    Args:
        store: the memory.
        now: aware.
        sight: of whoever asks.
    """
    names = [account_id for account_id, _ in store.names(sight)]
    with store.viewing() as memory:
        runs = [run for start in range(0, len(names), PIECE) for run in memory.plays.runs(names[start : start + PIECE])]
    if not runs:
        return ()
    first = min(run.started_at for run in runs) - NEAR
    wanted = frozenset(names)
    rows = (row for row in store.snapshots_between(first, now) if row.account_id in wanted)
    edges = [(run.started_at - NEAR, run.started_at + AFTER + NEAR) for run in runs]
    return what_worked(runs, _scores(row for row in rows if any(low <= row.as_of <= high for low, high in edges)))


def _scores(rows: Iterable[SnapshotRow]) -> pd.DataFrame:
    told = [
        (
            row.account_id,
            row.as_of,
            None if row.score is None else row.score / HUNDREDTHS,
            row.segment or NO_SEGMENT,
            row.status,
        )
        for row in rows
    ]
    frame = pd.DataFrame(told, columns=["account_id", "as_of", "score", "segment", "stage"])
    return frame.astype({"score": "float64"})
