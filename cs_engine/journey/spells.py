"""Stretches of days, one after another: of everything that holds at once, what ranks highest names the day."""

import pandas as pd

COLUMNS = ["account_id", "stage", "since", "until"]
DAY = pd.Timedelta(days=1)


def overlay(intervals: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return one stage per account and day, without gaps and overlaps, from the first day known.

    Args:
        intervals: ``account_id``, ``since`` and ``until`` (days, the latter exclusive; empty = no end known), ``stage``
            and ``rank``; each account has one interval of the lowest rank that begins first and never ends.
        today: the last day that has begun; what begins later is left out, what ends later is open.

    Returns:
        One row per account and stretch, in order: ``account_id``, ``stage``, ``since``, ``until`` (exclusive; empty
        while it goes on).
    """
    known = _known(intervals, today)
    pieces = _pieces(known)
    named = pieces.merge(known, on="account_id")
    holds = (named["since"] <= named["from"]) & ~(named["until"] <= named["from"])
    ranked = named[holds].sort_values(["account_id", "from", "rank", "stage"])
    highest = ranked.drop_duplicates(["account_id", "from"], keep="last")
    return _joined(highest)


def days_in(spells: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """Return how many days each stretch has lasted, today included where it goes on."""
    return (spells["until"].fillna(today + DAY) - spells["since"]).dt.days


def stage_on(spells: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Return the stage in which each event fell; empty for an account or a day that is not known.

    Args:
        spells: what ``overlay`` returns.
        events: ``account_id`` and ``day``.
    """
    rows = events[["account_id", "day"]].assign(place=range(len(events))).dropna().sort_values("day")
    rows = rows.astype({"account_id": "object", "day": "datetime64[us]"})
    known = spells[["account_id", "since", "stage"]].sort_values("since").astype({"account_id": "object"})
    found = pd.merge_asof(rows, known, left_on="day", right_on="since", by="account_id")
    stages = found.set_index("place")["stage"].reindex(range(len(events)))
    return stages.set_axis(events.index)


def _known(intervals: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    begun = intervals[(intervals["since"] <= today) & ~(intervals["until"] <= intervals["since"])]
    return begun.assign(until=begun["until"].where(begun["until"] <= today))


def _pieces(known: pd.DataFrame) -> pd.DataFrame:
    """Return every day on which something may change, by account."""
    ends = known[["account_id", "until"]].rename(columns={"until": "from"}).dropna()
    starts = known[["account_id", "since"]].rename(columns={"since": "from"})
    return pd.concat([starts, ends]).drop_duplicates()


def _joined(pieces: pd.DataFrame) -> pd.DataFrame:
    """Return neighboring pieces of one stage as one stretch."""
    before = pieces.groupby("account_id")["stage"].shift()
    changes = pieces[pieces["stage"] != before]
    until = changes.groupby("account_id")["from"].shift(-1)
    spells = changes.assign(since=changes["from"], until=until)
    return spells[COLUMNS].reset_index(drop=True)
