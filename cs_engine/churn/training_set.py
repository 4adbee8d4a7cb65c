"""The past of a book as rows to learn from: one per live account and as-of day, with what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cs_engine.churn.account_features import LAG_DAYS, Known, account_features
from cs_engine.churn.customers import Customers
from cs_engine.errors import NothingToShow
from cs_engine.records.churn import Remark
from cs_engine.wording import phrase, sentence

STEP_DAYS = 28
"""As-of days lie four weeks apart: nearer ones say nearly the same again."""
HORIZON_DAYS = 90
"""A quarter: time for a plan, and near enough to be seen."""
OFF_DAYS = 14
NOT_LIVE = ("trial", "paused", "left", "notice_given")
"""They have a status instead of a score; after notice there is nothing left to forecast."""
TODAYS = ("industry", "country")
"""Columns of the account itself: without a history they are known only as they are today."""

NO_PAST = phrase(
    "The book holds no day of which it is known who was lost in the {days} days after it; it takes a longer past."
)
WRITTEN_LATER = phrase("known only as it is today, so it may have been written after the loss")


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """Rows to learn from.

    Attributes:
        customers: features, labels, accounts and moments.
        accounts: id of each row's account.
        days: as-of day of each row.
        losses: different losses among the positives.
        left_out: columns that could not have been known.
    """

    customers: Customers
    accounts: pd.Series
    days: pd.Series
    losses: int
    left_out: tuple[Remark, ...]


def live(known: Known) -> pd.DataFrame:
    """Return the facts of the accounts that a probability is told of."""
    return known.facts[~known.facts["status"].isin(NOT_LIVE)]


def training_set(past: Sequence[Known], last: date, horizon: int = HORIZON_DAYS) -> TrainingSet:
    """Return one row per live account and as-of day, of which it is known what followed.

    A row is positive when the event of a loss (its notice, if that is known) lies within the horizon after the as-of
    day. Days between the event of a loss and the day on which it became known are left out.

    Args:
        past: as-of days, ascending, about four weeks apart, so that a quarter earlier is among them.
        last: the last day with data; as-of days whose horizon reaches beyond it teach nothing.
        horizon: days.

    Raises:
        NothingToShow: no as-of day is old enough.
    """
    losses = _losses(past)
    parts = [
        part for place, known in enumerate(past) if (part := _rows(past, place, losses, (last, horizon))) is not None
    ]
    if not parts:
        raise NothingToShow(NO_PAST, days=horizon)
    rows = pd.concat(parts, ignore_index=True)
    frame = rows.drop(columns=["account_id", "day", "loss"])
    later = [] if all(_has_history(known) for known in past) else [name for name in TODAYS if frame[name].notna().any()]
    frame = _as_categories(frame.drop(columns=later))
    days, settled = (
        np.asarray(moments, dtype="datetime64[D]")
        for moments in (rows["day"], rows["day"] + pd.Timedelta(days=horizon))
    )
    label = rows["loss"].notna().to_numpy().astype(np.int8)
    groups = np.asarray(pd.factorize(rows["account_id"])[0], dtype=np.int64)
    customers = Customers(frame, label, groups, days, settled)
    lost = rows.loc[rows["loss"].notna(), ["account_id", "loss"]].drop_duplicates()
    told = tuple(Remark(name, sentence(WRITTEN_LATER)) for name in later)
    return TrainingSet(customers, rows["account_id"], rows["day"], len(lost), told)


def current_features(now: Known, earlier: Known | None) -> pd.DataFrame:
    """Return the features of the live accounts at an instant, indexed by account."""
    return _as_categories(account_features(now, earlier).loc[live(now).index])


def quarter_before(past: Sequence[Known], place: int) -> Known | None:
    """Return what was known at the as-of day nearest to a quarter before one of several, at most two weeks off."""
    wanted = past[place].day - pd.Timedelta(days=LAG_DAYS)
    near = [known for known in past[:place] if abs((known.day - wanted).days) <= OFF_DAYS]
    return min(near, key=lambda known: abs((known.day - wanted).days), default=None)


def _rows(past: Sequence[Known], place: int, losses: pd.DataFrame, until: tuple[date, int]) -> pd.DataFrame | None:
    known, (last, horizon) = past[place], until
    end = known.day + pd.Timedelta(days=horizon)
    if end > pd.Timestamp(last):
        return None
    alive = live(known).index
    happened = losses[(losses["lost_on"] <= known.day) & (losses["known"] > known.day)]
    alive = alive.difference(happened["account_id"].tolist())
    ahead = losses[(losses["lost_on"] > known.day) & (losses["lost_on"] <= end)]
    features = account_features(known, quarter_before(past, place)).loc[alive]
    first = ahead.groupby("account_id")["lost_on"].min()
    return features.assign(day=known.day, loss=first.reindex(alive)).rename_axis("account_id").reset_index()


def _losses(past: Sequence[Known]) -> pd.DataFrame:
    """Return every loss that any as-of day tells, with the first as-of day that told it."""
    told = [
        known.facts[["lost_on"]].dropna().rename_axis("account_id").reset_index().assign(known=known.day)
        for known in past
    ]
    notices = [
        known.facts.loc[known.facts["status"] == "notice_given", ["notice_date"]]
        .dropna()
        .rename_axis("account_id")
        .reset_index()
        .rename(columns={"notice_date": "lost_on"})
        .assign(known=known.day)
        for known in past
    ]
    found = pd.concat([*told, *notices], ignore_index=True)
    return found.groupby(["account_id", "lost_on"]).agg(known=("known", "min")).reset_index()


def _has_history(known: Known) -> bool:
    return bool(known.facts["history_known"].fillna(value=False).all())


def _as_categories(frame: pd.DataFrame) -> pd.DataFrame:
    words = [name for name in frame if frame[name].dtype == object]
    return frame.astype(dict.fromkeys(words, "category"))
