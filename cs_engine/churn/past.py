"""Accounts week by week with the loss that followed: what an audit of the score looks at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

import numpy as np
import pandas as pd

from cs_engine.churn.contacts import contacts_of
from cs_engine.churn.features import Label, Rows
from cs_engine.churn.folds import Groups
from cs_engine.records.bands import Band

MONTH_DAYS = 28
"""Rates count an account once in four weeks: a week later nearly the same would be counted again."""


@dataclass(frozen=True, slots=True)
class Day:
    """One account on one weekly day.

    Attributes:
        lost_on: the event date of its loss, for an account that is leaving or has left; then the rest is not needed.
        score: 0-100.
        border: score below which its scorecard calls it At risk.
        version: formula version of that scorecard.
        touched: the last talk in which the customer took part.
        sub_scores: 0-100 by measure, those that were scored.
        weights: by measure, after decay, in the same unit for all.
    """

    account_id: str
    day: date
    lost_on: date | None = None
    involuntary: bool = False
    score: float | None = None
    band: Band | None = None
    border: float = 0.0
    version: str = ""
    arr: float | None = None
    currency: str | None = None
    monthly: bool = False
    touched: date | None = None
    sub_scores: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Past:
    """Weekly days of live accounts, by account and day; days from the event of a loss on are not in it.

    Attributes:
        frame: the fields of ``Day``, with ``loss`` the first loss after the day and whether it was ``involuntary``.
        sub_scores: one column per measure, the rows of ``frame``; not scored is NaN.
        weights: the same.
        first: the first weekly day.
        last: the last.
        contacts: of all accounts, as ``contacts_of`` returns them.
    """

    frame: pd.DataFrame
    sub_scores: pd.DataFrame
    weights: pd.DataFrame
    first: date
    last: date
    contacts: pd.DataFrame = field(default_factory=lambda: contacts_of(()))

    def take(self, rows: Rows) -> "Past":
        """Return some of the rows."""
        frame, subs, weights = (
            table.iloc[rows].reset_index(drop=True) for table in (self.frame, self.sub_scores, self.weights)
        )
        return Past(frame, subs, weights, self.first, self.last, self.contacts)

    def settled(self, days: int) -> "Past":
        """Return the rows that rates count, of which it is known what followed within so many days."""
        age = (np.datetime64(self.last, "D") - self.days).astype("int64")
        return self.take(np.flatnonzero((age >= days) & (age % MONTH_DAYS == 0)))

    def lost_within(self, days: int) -> Label:
        """Return 1 for the rows that a loss followed within so many days."""
        waited = self.losses - self.days
        return np.asarray((waited <= np.timedelta64(days, "D")) & ~np.isnat(waited), dtype=np.int8)

    @cached_property
    def days(self) -> np.ndarray:
        """The day of each row."""
        return self.frame["day"].to_numpy("datetime64[D]")

    @cached_property
    def losses(self) -> np.ndarray:
        """The day of the first loss after each row's, not a time where there was none."""
        return self.frame["loss"].to_numpy("datetime64[D]")

    @cached_property
    def groups(self) -> Groups:
        """A number for the account of each row."""
        return np.asarray(pd.factorize(self.frame["account_id"])[0], dtype=np.int64)

    @cached_property
    def low(self) -> np.ndarray:
        """Tell which rows are below the border to At risk; an unknown score is not."""
        return (self.frame["score"] < self.frame["border"]).to_numpy(dtype=bool)


def past_of(days: Iterable[Day], logged: Iterable[tuple[str, date]] = ()) -> Past:
    """Return the past that weekly days tell.

    A loss is known some time after it happened; the days between do not count. Who came back counts again. Of several
    on one day the last counts.

    Args:
        days: of all accounts.
        logged: contacts beside those that days tell of: account and day.
    """
    by_account: dict[str, dict[date, Day]] = defaultdict(dict)
    for each in days:
        by_account[each.account_id][each.day] = each
    known = [day for found in by_account.values() for day in found]
    rows = [row for _, found in sorted(by_account.items()) for row in _rows([found[day] for day in sorted(found)])]
    frame = pd.DataFrame([_plain(*row) for row in rows], columns=[*_COLUMNS, "loss"])
    frame = frame.astype(dict.fromkeys(("day", "loss", "touched"), "datetime64[s]"))
    frame = frame.astype({"score": "float64", "arr": "float64", "involuntary": bool, "monthly": bool})
    return Past(
        frame,
        pd.DataFrame([row[0].sub_scores for row in rows], index=frame.index, dtype="float64"),
        pd.DataFrame([row[0].weights for row in rows], index=frame.index, dtype="float64"),
        min(known, default=date.max),
        max(known, default=date.min),
        contacts_of([*_told(frame), *logged]),
    )


def _told(frame: pd.DataFrame) -> Iterator[tuple[str, date]]:
    touched = frame[["account_id", "touched"]].dropna().drop_duplicates()
    return zip(touched["account_id"], touched["touched"], strict=True)


@dataclass(frozen=True, slots=True)
class _Loss:
    on: date
    known: date
    involuntary: bool


def _rows(days: Sequence[Day]) -> Iterator[tuple[Day, _Loss | None]]:
    losses = list(_losses(days))
    for each in days:
        if each.lost_on is None and not any(loss.on <= each.day <= loss.known for loss in losses):
            yield each, min((loss for loss in losses if loss.on > each.day), key=lambda loss: loss.on, default=None)


def _losses(days: Sequence[Day]) -> Iterator[_Loss]:
    """Yield one loss for each unbroken run of days on which the account was leaving or had left."""
    for lost, run in groupby(days, key=lambda one: one.lost_on is not None):
        if lost:
            found = list(run)
            on = min(each.lost_on for each in found if each.lost_on)
            yield _Loss(on, found[-1].day, any(each.involuntary for each in found))


_COLUMNS = (
    "account_id", "day", "score", "band", "border", "version", "arr", "currency", "monthly", "touched", "involuntary",
)  # fmt: skip


def _plain(day: Day, loss: _Loss | None) -> list[object]:
    involuntary = loss is not None and loss.involuntary
    return [*(getattr(day, name) for name in _COLUMNS[:-1]), involuntary, None if loss is None else loss.on]
