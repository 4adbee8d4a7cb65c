"""Which plan a customer is on, as its contract lines say."""

import numpy as np
import pandas as pd

from cs_engine.metrics.service_periods import service_periods


def plans_on(lines: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Return the plan of each customer's largest contract line on a day, or of the first one after it.

    Args:
        lines: rows of the book's ``subscriptions`` as known at one instant.
        day: the last day that had begun before the instant.

    Returns:
        Index ``account_id``; who was no customer then or later is not in it, nor who has lines without a plan.
    """
    periods = service_periods(lines)
    coming = periods[(periods["last"] >= day) & (periods["plan"] != "")]
    days_away = np.maximum((coming["first"] - day).dt.days, 0)
    ordered = coming.assign(away=days_away).sort_values(["account_id", "away", "cents"], ascending=[True, True, False])
    return ordered.drop_duplicates("account_id").set_index("account_id")["plan"]
