"""The past of a book as rows to learn from: one per live account and as-of day, with what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cs_engine.churn.account_features import LAG_DAYS, Known, account_features
from cs_engine.churn.customers import Customers
from cs_engine.errors import NothingToShow
from cs_engine.metrics.stake import MONTHLY
from cs_engine.records.churn import Remark
from cs_engine.records.churn_accounts import USUAL, Losses, Target
from cs_engine.wording import phrase, sentence

STEP_DAYS = 28
"""As-of days lie four weeks apart: nearer ones say nearly the same again."""
OFF_DAYS = 14
LATE_DAYS = 30
"""A renewal up to a month late is a renewal."""
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
        last: the last day of which it is known who was lost.
        left_out: columns that could not have been known.
    """

    customers: Customers
    accounts: pd.Series
    days: pd.Series
    losses: int
    last: date
    left_out: tuple[Remark, ...]


def live(known: Known) -> pd.DataFrame:
    """Return the facts of the accounts that a probability is told of."""
    return known.facts[~known.facts["status"].isin(NOT_LIVE)]


def training_set(past: Sequence[Known], last: date, target: Target = USUAL) -> TrainingSet:
    """Return one row per live account and as-of day, of which it is known what followed.

    A row is positive when the event of a loss (its notice, if that is known) lies within the horizon after the as-of
    day. Days between the event of a loss and the day on which it became known are left out, and so are rows that a
    loss of another kind followed. Of decisions there is one row each, of the first as-of day within the horizon before
    it; it is positive when the account is lost by a month after the decision.

    Args:
        past: as-of days, ascending, about four weeks apart, so that a quarter earlier is among them.
        last: the last day with data; as-of days whose horizon reaches beyond it teach nothing.
        target: what is forecast.

    Raises:
        NothingToShow: no as-of day is old enough.
    """
    losses = _losses(past)
    parts = [part for place in range(len(past)) if (part := _rows(past, place, losses, (last, target))) is not None]
    if not parts:
        raise NothingToShow(NO_PAST, days=target.horizon)
    rows = pd.concat(parts, ignore_index=True)
    frame = rows.drop(columns=["account_id", "day", "loss", "settled", "next_loss"])
    later = [] if all(_has_history(known) for known in past) else [name for name in TODAYS if frame[name].notna().any()]
    frame = _as_categories(frame.drop(columns=later))
    moments = ("day", "settled", "next_loss")
    days, settled, ahead = (np.asarray(rows[name], dtype="datetime64[D]") for name in moments)
    label = rows["loss"].notna().to_numpy().astype(np.int8)
    groups = np.asarray(pd.factorize(rows["account_id"])[0], dtype=np.int64)
    customers = Customers(frame, label, groups, days, settled, ahead)
    lost = rows.loc[rows["loss"].notna(), ["account_id", "loss"]].drop_duplicates()
    told = tuple(Remark(name, sentence(WRITTEN_LATER)) for name in later)
    return TrainingSet(customers, rows["account_id"], rows["day"], len(lost), last, told)


def current_features(now: Known, earlier: Known | None) -> pd.DataFrame:
    """Return the features of the live accounts at an instant, indexed by account."""
    return _as_categories(account_features(now, earlier).loc[live(now).index])


def quarter_before(past: Sequence[Known], place: int) -> Known | None:
    """Return what was known at the as-of day nearest to a quarter before one of several, at most two weeks off."""
    wanted = past[place].day - pd.Timedelta(days=LAG_DAYS)
    near = [known for known in past[:place] if abs((known.day - wanted).days) <= OFF_DAYS]
    return min(near, key=lambda known: abs((known.day - wanted).days), default=None)


def _rows(past: Sequence[Known], place: int, losses: pd.DataFrame, until: tuple[date, Target]) -> pd.DataFrame | None:
    known, (last, target) = past[place], until
    if known.day > pd.Timestamp(last):
        return None
    happened = losses[(losses["lost_on"] <= known.day) & (losses["known"] > known.day)]
    alive = live(known).index.difference(happened["account_id"].tolist())
    features = account_features(known, quarter_before(past, place)).loc[alive]
    ends = _ends(features, known.day, target)
    ends = ends[ends <= pd.Timestamp(last)]
    first = _first_loss(losses, known.day, ends)
    kept = ends.index.difference(first.index[_is_other(first["involuntary"], target.losses)])
    if kept.empty:
        return None
    any_time = _first_loss(losses, known.day, pd.Series(pd.Timestamp(last), index=kept))
    told = features.loc[kept].assign(day=known.day, loss=first["lost_on"].reindex(kept), settled=ends[kept])
    told = told.assign(next_loss=any_time["lost_on"].reindex(kept))
    return told.rename_axis("account_id").reset_index()


def _ends(features: pd.DataFrame, day: pd.Timestamp, target: Target) -> pd.Series:
    """Return by when the outcome of each row is known; of decisions, of those first seen within the horizon."""
    if not target.decisions:
        return pd.Series(day + pd.Timedelta(days=target.horizon), index=features.index)
    ahead = features["decision_days"].where(features["term_months"] > MONTHLY)
    ahead = ahead[(ahead > target.horizon - STEP_DAYS) & (ahead <= target.horizon)]
    return day + pd.to_timedelta(ahead + LATE_DAYS, unit="D")


def _is_other(involuntary: pd.Series, wanted: Losses) -> pd.Series:
    """Tell which losses are of the kind that is not wanted."""
    if wanted is Losses.ALL:
        return involuntary & False
    return involuntary if wanted is Losses.VOLUNTARY else ~involuntary


def _first_loss(losses: pd.DataFrame, day: pd.Timestamp, ends: pd.Series) -> pd.DataFrame:
    """Return the first loss of each account after a day, up to the account's end."""
    ahead = losses[losses["lost_on"] > day]
    ahead = ahead[ahead["lost_on"].to_numpy() <= ends.reindex(ahead["account_id"]).to_numpy()]
    return ahead.sort_values("lost_on").drop_duplicates("account_id").set_index("account_id")


def _losses(past: Sequence[Known]) -> pd.DataFrame:
    """Return every loss that any as-of day tells, with the first as-of day that told it."""
    told = [
        known.facts.loc[known.facts["lost_on"].notna(), ["lost_on", "involuntary"]]
        .rename_axis("account_id")
        .reset_index()
        .assign(known=known.day)
        for known in past
    ]
    notices = [
        known.facts.loc[known.facts["status"] == "notice_given", ["notice_date"]]
        .dropna()
        .rename_axis("account_id")
        .reset_index()
        .rename(columns={"notice_date": "lost_on"})
        .assign(known=known.day, involuntary=False)
        for known in past
    ]
    found = pd.concat([*told, *notices], ignore_index=True)
    found["involuntary"] = found["involuntary"].fillna(value=False).astype(bool)
    grouped = found.groupby(["account_id", "lost_on"])
    return grouped.agg(known=("known", "min"), involuntary=("involuntary", "any")).reset_index()


def _has_history(known: Known) -> bool:
    return bool(known.facts["history_known"].fillna(value=False).all())


def _as_categories(frame: pd.DataFrame) -> pd.DataFrame:
    words = [name for name in frame if frame[name].dtype == object]
    return frame.astype(dict.fromkeys(words, "category"))
