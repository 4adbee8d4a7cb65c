"""Onboarding milestones of customers that began within the sample."""

import numpy as np

from cs_engine.sample.days import NEVER, day_text
from cs_engine.sample.draws import normal, uniform
from cs_engine.sample.scene import Columns, Scene, row_ids

MILESTONES = (("Kick-off held", 7), ("Data connected", 21), ("First team live", 45), ("First value review", 75))
"""Name and days after the first paid day by which it is due."""
NEVER_REACHED = 0.05


def milestones(scene: Scene) -> Columns:
    """Return one row per milestone agreed by the last day; the weak reach theirs late, some never."""
    span, block = scene.span, scene.block
    place, after = np.arange(len(MILESTONES)), np.array([days for _, days in MILESTONES])
    begin = block.paid_from
    due = np.where(begin < NEVER, begin, 0)[:, None] + after
    slip = 1.5 + 6.0 * normal(scene.draws.outer("milestone", place)) - 4.0 * block.floats("fit")[:, None]
    slip = np.where(block.flags("steady")[:, None], -1.0, slip)
    done = np.maximum(due + np.round(slip).astype(np.int64), due - after // 2)
    never = (uniform(scene.draws.outer("milestone-never", place)) < NEVER_REACHED) & ~block.flags("steady")[:, None]
    done = np.where(never | (done > scene.losses.end[:, None]), NEVER, done)
    agreed = (begin >= span.start) & (begin <= span.until)
    row, number = np.nonzero(agreed[:, None] & np.ones(len(place), dtype=bool))
    return {
        "row": row,
        "milestone_id": row_ids(block.texts("account_id")[row], "M", number + 1),
        "account_id": block.texts("account_id")[row],
        "name": np.array([name for name, _ in MILESTONES], dtype=object)[number],
        "planned_on": day_text(begin[row], span.until),
        "due_date": day_text(due[row, number], NEVER),
        "done_date": day_text(done[row, number], span.until),
    }
