"""What being At risk was worth: how many losses it told, how early, and how often it was wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import pandas as pd

from cs_engine.churn.contacts import CONTACT_DAYS, contacted
from cs_engine.churn.past import Past
from cs_engine.records.bands import Band
from cs_engine.records.churn_audit import Before, FalseAlarms, Lead

EARLY_DAYS = 60
"""Two months are time for a plan, not only for a call."""
WEEK_DAYS = 7


def before(past: Past, days: int) -> Before:
    """Return how accounts stood so many days before they were lost: the last week known then, at most a week old."""
    waited = _days(past.losses - past.days)
    rows = np.flatnonzero((waited >= days) & (waited < days + WEEK_DAYS) & past.frame["score"].notna().to_numpy())
    found = past.frame.iloc[rows].assign(low=past.low[rows])
    return Before(
        days, len(found), int(found["low"].sum()), _money(found), _money(found[found["low"].to_numpy(dtype=bool)])
    )


def false_alarms(past: Past, horizon: int) -> FalseAlarms:
    """Return how many accounts below the border were not lost; days too young to tell do not count."""
    age = _days(np.datetime64(past.last, "D") - past.days)
    rows = np.flatnonzero(past.low & (age >= horizon))
    touched = contacted(past.contacts, past.frame["account_id"], past.days, past.losses)
    low = past.frame.iloc[rows].assign(lost=past.lost_within(horizon)[rows] == 1, contacted=touched[rows])
    found = low.groupby("account_id")[["lost", "contacted"]].any()
    wrong = found[~found["lost"].astype(bool)]
    return FalseAlarms(len(found), len(wrong), int(wrong["contacted"].sum()))


def leads(past: Past) -> dict[str, Lead]:
    """Return for how long lost accounts had been At risk when they were lost, by group of accounts."""
    with_loss = past.frame[past.frame["loss"].notna() & past.frame["band"].notna()]
    runs = [run for _, run in with_loss.groupby(["account_id", "loss"]) if run["score"].notna().any()]
    lost = [_last_days(run, contacted=spoken) for run, spoken in zip(runs, _spoken(past, runs), strict=True)]
    groups: Mapping[str, list[int]] = {
        "all": [each.days for each in lost],
        "annual": [each.days for each in lost if not each.monthly],
        "monthly": [each.days for each in lost if each.monthly],
        "contacted": [each.days for each in lost if each.contacted],
        "untouched": [each.days for each in lost if not each.contacted],
    }
    return {name: _lead(found) for name, found in groups.items()}


@dataclass(frozen=True, slots=True)
class _Lost:
    """The end of one account: days At risk before, 0 when it was not; its term; whether we spoke to it."""

    days: int
    monthly: bool
    contacted: bool


def _last_days(run: pd.DataFrame, *, contacted: bool) -> _Lost:
    """Read one account's weeks before a loss: At risk counts where it lasted until the last of them."""
    last, loss = run.iloc[-1], run["loss"].iloc[0]
    calm = np.flatnonzero(run["band"].to_numpy() != Band.AT_RISK)
    since = 0 if len(calm) == 0 else int(calm[-1]) + 1
    days = 0 if since == len(run) else (loss - run["day"].iloc[since]).days
    return _Lost(days, monthly=bool(last["monthly"]), contacted=contacted)


def _spoken(past: Past, runs: Sequence[pd.DataFrame]) -> list[bool]:
    """Tell to which accounts somebody spoke in the time before they were lost in which contacts count."""
    names = pd.Series([run["account_id"].iloc[0] for run in runs])
    losses = np.array([run["loss"].iloc[0] for run in runs], "datetime64[D]")
    days = np.array([run["loss"].iloc[0] - pd.Timedelta(days=CONTACT_DAYS) for run in runs], "datetime64[D]")
    found: list[bool] = contacted(past.contacts, names, days, losses).tolist()
    return found


def _lead(days: list[int]) -> Lead:
    if not days:
        return Lead(0, 0, None, None)
    early = sum(each >= EARLY_DAYS for each in days) / len(days)
    return Lead(len(days), sum(each > 0 for each in days), float(median(days)), early)


def _money(found: pd.DataFrame) -> dict[str, float]:
    """Return revenue by currency; accounts without either are not in it."""
    sums = found.dropna(subset=["arr", "currency"]).groupby("currency")["arr"].sum()
    return {str(currency): round(float(total), 2) for currency, total in sums.sort_index().items()}


def _days(waited: np.ndarray) -> np.ndarray:
    """Return whole days as numbers; not a time is not a number."""
    return np.where(np.isnat(waited), np.nan, waited.astype("timedelta64[D]").astype("float64"))
