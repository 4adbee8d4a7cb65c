"""What really is: the hidden state and the true chance of a loss. Never a canonical table, never loaded."""

import numpy as np

from cs_engine.sample.days import day_text
from cs_engine.sample.draws import IntArray
from cs_engine.sample.losses import chance_90_days
from cs_engine.sample.scene import Columns, Scene

TRUTH = "truth"
TRUTH_COLUMNS = (
    "account_id",
    "as_of",
    "health",
    "pull",
    "hazard_90d",
    "lost_within_90d",
    "lost_on",
    "reason",
    "involuntary",
)
HORIZON_DAYS = 90


def truth(scene: Scene) -> Columns:
    """Return one row per paying account and first of a month, until the day of its loss.

    ``hazard_90d`` is the chance of a loss in [as_of, as_of + 90 days); ``lost_within_90d`` says whether it came
    and is empty where that is not known by the last day. ``lost_on``, ``reason`` and ``involuntary`` are
    the account's own and are filled once the loss lies within the sample. Named accounts follow their tales:
    their ``hazard_90d`` is 0, even that of the two who leave.
    """
    span, gone, block = scene.span, scene.losses, scene.block
    days = _firsts_of_month(span.start, span.until)
    week = span.week_of(days)
    paying = (days >= np.maximum(block.paid_from, span.start)[:, None]) & (days <= gone.lost_on[:, None])
    row, at = np.nonzero(paying)
    soon = gone.lost_on[row] - days[at] < HORIZON_DAYS
    happened = gone.lost_on[row] <= span.until
    decided = (days[at] + HORIZON_DAYS <= span.until + 1) | (soon & happened)
    return {
        "row": row,
        "account_id": block.texts("account_id")[row],
        "as_of": day_text(days[at], span.until),
        "health": np.round(scene.path.health[row, week[at]], 4),
        "pull": np.round(scene.path.pull[row, week[at]], 4),
        "hazard_90d": np.round(chance_90_days(block, scene.path, week)[row, at], 6),
        "lost_within_90d": np.where(decided, np.where(soon & happened, "1", "0"), ""),
        "lost_on": day_text(gone.lost_on[row], span.until),
        "reason": np.where(happened, gone.reason[row], ""),
        "involuntary": np.where(happened, np.where(gone.involuntary[row], "true", "false"), ""),
    }


def _firsts_of_month(start: int, until: int) -> IntArray:
    first, last = np.array([start, until]).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    days = np.arange(first, last + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return days[days >= start]
