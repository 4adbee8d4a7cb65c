"""How long customers last: Kaplan-Meier curves, which count those who are still there for what they are worth."""

from datetime import datetime

import numpy as np
import pandas as pd

from cs_engine.metrics.contracts_held import Contracts, day_number
from cs_engine.metrics.satisfaction import Z_95
from cs_engine.metrics.service_periods import last_day


def lifetimes(lines: pd.DataFrame | Contracts, as_of: datetime) -> pd.DataFrame:
    """Return how long each customer's first stretch of service lasted, and whether it has ended.

    A pause of up to 90 days and a late renewal end nothing. Who came back later has been lost all the same.

    Args:
        lines: rows of the book's ``subscriptions`` as known at ``as_of``, or what was read from them.
        as_of: aware; who is under contract on the last day begun before it is still there.

    Returns:
        Index ``account_id``; ``days`` of service, from 1; ``lost``, a flag.
    """
    periods = Contracts.of(lines).published(as_of)
    today = day_number(last_day(as_of))
    first_spell = periods.spell == 1
    last = np.full(len(periods.accounts), -1)
    np.maximum.at(last, periods.account[first_spell], periods.last[first_spell])
    begun = periods.first_seen <= today
    days = np.minimum(last, today) - periods.first_seen + 1
    return pd.DataFrame({"days": days, "lost": last < today}, index=periods.accounts)[begun]


def survival_curve(days: pd.Series, lost: pd.Series) -> pd.DataFrame:
    """Return the share of customers who last longer than each number of days, with its 95 % band.

    Args:
        days: how long each customer has been seen, one row per customer; unknown ones do not count.
        lost: whether the customer left then (or is still there: right-censored).

    Returns:
        One row per day on which somebody was lost: index ``day``; ``at_risk`` (customers seen that long), ``lost``,
        ``survival`` 0-1, ``error`` (standard error), ``low`` and ``high`` (empty once nobody is left).

    Formula:
        S(t) = product over loss days up to t of (1 - lost / at risk);
        error = S sqrt(sum lost / (at risk (at risk - lost)));
        band: S^exp(+-z error / (S log S)), z = 1.96
    Source:
        Kaplan and Meier 1958; Greenwood's variance; the log-log band stays inside 0-1 (Kalbfleisch and Prentice).
    """
    seen = days.notna() & lost.notna()
    order = np.sort(days[seen].to_numpy("float64"))
    events, losses = np.unique(days[seen & lost.astype("boolean")].to_numpy("float64"), return_counts=True)
    at_risk = len(order) - np.searchsorted(order, events)
    survival = np.cumprod(1 - losses / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = survival * np.sqrt(np.cumsum(losses / (at_risk * (at_risk - losses))))
        reach = np.exp(Z_95 * error / (survival * np.log(survival)))
        low, high = survival ** (1 / reach), survival**reach
    return pd.DataFrame(
        {"at_risk": at_risk, "lost": losses, "survival": survival, "error": error, "low": low, "high": high},
        index=pd.Index(events, name="day"),
    )


def survival_by(lasted: pd.DataFrame, groups: pd.Series) -> dict[str, pd.DataFrame]:
    """Return one curve per group, such as segment.

    Args:
        lasted: ``lifetimes``.
        groups: index ``account_id``; customers without a group are left out.
    """
    group = groups.reindex(lasted.index)
    return {str(name): survival_curve(rows["days"], rows["lost"]) for name, rows in lasted.groupby(group)}


def surviving(curve: pd.DataFrame, day: float) -> tuple[float, float | None, float | None]:
    """Return the share that lasts longer than ``day`` and its band; 1 without a band before the first loss."""
    until = curve.loc[:day]
    if until.empty:
        return 1.0, None, None
    share, low, high = (float(until[name].iloc[-1]) for name in ("survival", "low", "high"))
    return share, None if np.isnan(low) else low, None if np.isnan(high) else high


def median_days(curve: pd.DataFrame) -> float | None:
    """Return the day by which half of the customers have left, or ``None`` while more than half are there."""
    reached = curve.index[curve["survival"] <= 0.5]  # noqa: PLR2004 - a median is a half
    return float(reached[0]) if len(reached) else None


def median_interval(curve: pd.DataFrame) -> tuple[float | None, float | None]:
    """Return the 95 % interval of the median; an end is ``None`` while the band has not come down to a half.

    Formula:
        first day with low <= 0.5, first day with high <= 0.5
    Source:
        Brookmeyer and Crowley 1982: the days whose band holds a half.
    """
    # where nobody is left the band is empty, and certain
    ends = (curve.index[curve[name].fillna(0.0) <= 0.5] for name in ("low", "high"))  # noqa: PLR2004 - a median is a half
    low, high = (float(reached[0]) if len(reached) else None for reached in ends)
    return low, high
