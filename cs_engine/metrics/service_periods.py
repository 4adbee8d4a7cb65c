"""From contract lines to paid service: who is a customer on which day, without a gap that is only late paperwork."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd

LATE_RENEWAL_DAYS = 30
"""A month without contract is late paperwork; longer, and the customer had left and came back."""
PAUSE_DAYS = 90
"""Who pauses longer than a quarter has left, whatever it is called."""
FOREVER = pd.Timestamp(2200, 1, 1)
"""Stands for *no end known*; far enough for any contract."""
CENTS = 100
_DAY = pd.Timedelta(days=1)


def last_day(as_of: datetime) -> pd.Timestamp:
    """Return the last day that had begun before ``as_of``, in its own zone.

    At midnight that is the day before, so a contract that starts on the 1st is new in its month, and one whose
    last day of service is the 31st is lost in the month after.
    """
    return pd.Timestamp((as_of - timedelta(microseconds=1)).date())


def backdated(lines: pd.DataFrame, at: datetime) -> pd.Series:
    """Tell which lines had begun by ``at`` and became known only after it.

    Args:
        lines: rows of the book's ``subscriptions``, ``known_at`` in UTC without zone, empty where a line was known
            on its own day.
        at: aware.
    """
    learned_later = lines["known_at"] >= pd.Timestamp(at.astimezone(UTC).replace(tzinfo=None))
    return learned_later & (lines["start_date"] <= last_day(at))


def as_published(lines: pd.DataFrame, at: datetime) -> pd.DataFrame:
    """Return the lines as a month closed at ``at`` was made from: without those that were backdated past it.

    What a backdated line of the same product took over from went on, as far as was known. A line that begins later
    than ``at`` is kept: a renewal that comes late still says that the customer never left.
    """
    hidden = backdated(lines, at)
    if not hidden.any():
        return lines
    begun = _places(lines[hidden], lines.loc[hidden, "start_date"])
    handed_over = _places(lines, lines["end_date"]).isin(begun) | _places(lines, lines["end_date"] + _DAY).isin(begun)
    return lines.assign(end_date=lines["end_date"].mask(handed_over & ~hidden))[~hidden]


def _places(lines: pd.DataFrame, days: pd.Series) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([lines["account_id"], lines["product"].fillna(""), days])


def service_periods(lines: pd.DataFrame) -> pd.DataFrame:
    """Return when each contract line earns recurring revenue: one row per line and stretch of service.

    Trials, lines without a positive known ``mrr`` and lines that end before they start are left out. A line that
    ends on the day on which another line of the same product starts ends the day before. Where a customer has
    no line for at most 30 days, the lines before the gap run on until the next one starts: a late renewal. A pause
    longer than 90 days cuts the line: service ends after its 90th day and starts again when the pause ends.

    Args:
        lines: rows of the book's ``subscriptions`` as known at one instant.

    Returns:
        Columns ``account_id``, ``product``, ``plan``, ``currency``, ``seats``, ``cents`` (integer, per month),
        ``first`` and ``last`` day (inclusive), ``pause_first`` and ``pause_last`` (inclusive; empty without a
        pause), ``spell``: 1 for the customer's first uninterrupted stretch of service, 2 after the first return …
    """
    periods = _bridged(_succeeded(_paid(lines)))
    cut = _cut_by_long_pauses(periods)
    cut["spell"] = _spells(cut)
    return cut.reset_index(drop=True)


def _paid(lines: pd.DataFrame) -> pd.DataFrame:
    trial = lines["is_trial"].astype("boolean").fillna(value=False)
    paid = lines[~trial & (lines["mrr"] > 0)]
    pause_ends = pd.to_datetime(paid["paused_until"]).fillna(FOREVER) - _DAY
    paused_from = pd.to_datetime(paid["paused_from"])
    return pd.DataFrame(
        {
            "subscription_id": paid["subscription_id"],
            "account_id": paid["account_id"],
            "product": paid["product"].fillna(""),
            "plan": paid["plan"].fillna(""),
            "currency": paid["currency"].fillna(""),
            "seats": paid["seats"].astype("float64"),
            "cents": (paid["mrr"] * CENTS).round().astype("int64"),
            "first": pd.to_datetime(paid["start_date"]),
            "last": pd.to_datetime(paid["end_date"]).fillna(FOREVER),
            "pause_first": paused_from,
            "pause_last": pause_ends.where(paused_from.notna()),
        }
    )


def _succeeded(periods: pd.DataFrame) -> pd.DataFrame:
    """End a line the day before its successor, where both claim the same day."""
    starts = periods[["account_id", "product", "first"]].drop_duplicates().rename(columns={"first": "last"})
    same_day = periods.reset_index().merge(starts, on=["account_id", "product", "last"]).set_index("index")
    handed_over = same_day.index[same_day["first"] < same_day["last"]]
    last = periods["last"].where(~periods.index.isin(handed_over), periods["last"] - _DAY)
    return periods.assign(last=last)[last >= periods["first"]]


def _bridged(periods: pd.DataFrame) -> pd.DataFrame:
    """Let the lines before a short gap run on until the next one starts."""
    ordered = periods.sort_values(["account_id", "first", "subscription_id"])
    before = _covered_before(ordered)
    gap_days = (ordered["first"] - before).dt.days - 1
    short = ordered.assign(last=before)[gap_days.between(1, LATE_RENEWAL_DAYS)]
    resumes = short[["account_id", "last", "first"]].rename(columns={"first": "resumed"})
    bridged = ordered.merge(resumes, on=["account_id", "last"], how="left")
    return bridged.assign(last=(bridged["resumed"] - _DAY).fillna(bridged["last"])).drop(columns="resumed")


def _cut_by_long_pauses(periods: pd.DataFrame) -> pd.DataFrame:
    """End service after the 90th day of a pause, and start it again when the pause ends."""
    long = (periods["pause_last"] - periods["pause_first"]).dt.days >= PAUSE_DAYS
    allowed = (periods["pause_first"] + pd.Timedelta(days=PAUSE_DAYS - 1)).where(long, FOREVER)
    until = periods.assign(
        last=np.minimum(periods["last"], allowed), pause_last=np.minimum(periods["pause_last"], allowed)
    )
    later = periods[long & (periods["first"] <= periods["pause_last"])]
    after = later.assign(first=later["pause_last"] + _DAY).drop(columns=["pause_first", "pause_last"])
    both = pd.concat([until, after])
    return both[both["first"] <= both["last"]].sort_values(["account_id", "first", "subscription_id"])


def _spells(ordered: pd.DataFrame) -> pd.Series:
    before = _covered_before(ordered)
    starts = before.isna() | (ordered["first"] > before + _DAY)
    return starts.groupby(ordered["account_id"]).cumsum()


def _covered_before(ordered: pd.DataFrame) -> pd.Series:
    """Return, for each row, the latest last day of the customer's rows before it."""
    covered = ordered.groupby("account_id")["last"].cummax()
    return covered.groupby(ordered["account_id"]).shift()
