"""What follows from usage: age, use per person, business days and the move of one's peers."""

import numpy as np
import pandas as pd

from cs_engine.book.facts_dates import Columns, days_until
from cs_engine.book.facts_workdays import Workdays
from cs_engine.frames.facts import RECENT_DAYS, WEEK

PEERS = 5
"""Fewer accounts have no typical move; the book's stands in, and below that nothing does."""
DAY = pd.Timedelta(days=1)


def trends(known: Columns, today: pd.Timestamp, workdays: Workdays) -> Columns:
    """Return the usage facts that need the calendar or other accounts; without usage rows they are unknown."""
    last_day = today - pd.to_timedelta(known["usage_age_days"], unit="D") - DAY
    covered = days_until(known["usage_first_day"], today) - known["usage_age_days"]
    business = _business_bits(known["country"], today, workdays) & _arrived_bits(known["usage_age_days"])
    used = known["used_days"]
    active = np.bitwise_count(used.fillna(0).to_numpy(np.int64) & business)
    return {
        "usage_last_day": last_day,
        "usage_history_weeks": covered // WEEK,
        "peer_trend": _peer_trend(known),
        "active_days": pd.Series(active, known["name"].index, dtype="float64").where(used.notna()),
        "business_days": pd.Series(np.bitwise_count(business), known["name"].index),
        "events_per_user": known["events"] / known["active_users"].replace(0.0, np.nan),
        "features_used": known["features_used"].where(known["features_known"].notna()),
    }


def _business_bits(country: pd.Series, today: pd.Timestamp, workdays: Workdays) -> np.ndarray:
    known = country.where(country.notna(), "")
    bits = {code: workdays.bits(code or None, today.date()) for code in known.unique()}
    return known.map(bits).to_numpy(np.int64)


def _arrived_bits(ages: pd.Series) -> int:
    """Return the days for which anybody's usage has arrived: where it stops for all, nobody stopped using anything."""
    newest = ages.min()
    missing = 0 if pd.isna(newest) else min(int(newest), RECENT_DAYS)
    return (1 << RECENT_DAYS) - (1 << missing)


def _peer_trend(known: Columns) -> pd.Series:
    """Median move of the accounts of the same segment, else of all accounts."""
    trend = known["active_users"] / known["active_users_prior"].replace(0.0, np.nan)
    peers = trend.groupby(known["segment"].where(known["segment"].notna(), ""))
    median = peers.transform("median").where(peers.transform("count") >= PEERS)
    segment_known = known["segment"].notna()
    whole = trend.median() if trend.count() >= PEERS else np.nan
    return median.where(segment_known).fillna(whole)
