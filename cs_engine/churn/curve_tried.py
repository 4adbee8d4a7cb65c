"""How true curves of a loss were on later days, and how far they are from the chance within the horizon."""

import numpy as np

from cs_engine.churn.measuring import share_interval
from cs_engine.churn.out_of_time import Forecasts
from cs_engine.churn.survival_curve import ENDS
from cs_engine.records.churn_accounts import HORIZON_DAYS
from cs_engine.records.curve_tried import CurveDay, TriedCurve


def tried_curve(found: Forecasts, until: np.datetime64) -> TriedCurve | None:
    """Return what curves said beside what happened; ``None`` where there are none.

    Args:
        found: forecasts with curves, learned from what was known before.
        until: the last day of which it is known who was lost.

    Formula:
        apart = mean of |probability by the horizon on the curve - chance within the horizon|
    """
    if found.curves is None:
        return None
    apart = np.abs(found.curves[:, ENDS.index(HORIZON_DAYS)] - found.said)
    days = tuple(one for end in ENDS if (one := _day(found, end, until)))
    known = bool(np.isfinite(apart).any())
    return TriedCurve(float(np.nanmean(apart)), days) if known and days else None


def _day(found: Forecasts, end: int, until: np.datetime64) -> CurveDay | None:
    tested, curves = found.tested, found.curves
    if curves is None or tested.known is None or tested.losses is None or tested.groups is None:
        return None
    due = tested.known + np.timedelta64(end, "D")
    rows = np.flatnonzero((due <= until) & ~np.isnan(curves[:, ENDS.index(end)]))
    if not len(rows):
        return None
    happened = float((tested.losses[rows] <= due[rows]).mean())
    accounts = len(np.unique(tested.groups[rows]))
    interval = share_interval(happened * accounts, accounts)
    return CurveDay(end, len(rows), accounts, float(curves[rows, ENDS.index(end)].mean()), happened, *interval)
