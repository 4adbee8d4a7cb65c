"""The simulated company is hard in the way real ones are: measured on 1,500 accounts against its own truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from cs_engine.sample.company import write_company
from cs_engine.sample.spec import SampleSpec

ACCOUNTS = 1500
UNTIL = date(2026, 6, 30)
RECENT, PRIOR = 28, 84
"""Days of the usage trend: four weeks against the twelve before."""
DAYS = ("as_of", "lost_on", "due_date", "paid_date", "opened_at", "responded_at", "at", "left_on", "renewal_date")
EVEN_NPS = 7.5
"""What an account without a recent answer is taken for: the middle of all answers."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Company:
    """The written tables, and daily active people as a matrix of (account, day)."""

    tables: Mapping[str, pd.DataFrame]
    accounts: pd.Index
    first_day: pd.Timestamp
    active: Numbers

    def rows_of(self, account_ids: pd.Series) -> NDArray[np.intp]:
        """Return each account's row in the matrix."""
        return self.accounts.get_indexer(pd.Index(account_ids))

    def offsets(self, days: pd.Series) -> NDArray[np.int64]:
        """Return each day's column in the matrix."""
        return (days - self.first_day).dt.days.to_numpy().astype(np.int64)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Write the company once and read what the measures need."""
    folder = tmp_path_factory.mktemp("company")
    write_company(SampleSpec(accounts=ACCOUNTS, until=UNTIL), folder)
    names = ("accounts", "contacts", "subscriptions", "tickets", "responses", "invoices", "touchpoints", "truth")
    tables = {name: read(folder, name) for name in names}
    usage = pd.read_csv(folder / "usage.csv", usecols=["account_id", "feature", "period_start", "active_users"])
    daily = usage[usage["feature"] == "*"]
    days = pd.to_datetime(daily["period_start"])
    accounts = pd.Index(sorted(tables["accounts"]["account_id"].unique()))
    first = days.min()
    active = np.zeros((len(accounts), (pd.Timestamp(UNTIL) - first).days + 1))
    np.add.at(active, (accounts.get_indexer(daily["account_id"]), (days - first).dt.days), daily["active_users"])
    return Company(tables, accounts, first, active)


def read(folder: Path, name: str) -> pd.DataFrame:
    """Return a written table, days and instants parsed."""
    table = pd.read_csv(folder / f"{name}.csv", low_memory=False)
    for column in table.columns.intersection(list(DAYS)):
        table[column] = pd.to_datetime(table[column], format="ISO8601")
    return table


@pytest.fixture(scope="module")
def judged(company: Company) -> pd.DataFrame:
    """One row per paying account and month whose next 90 days are known, with every measure a CSM could read."""
    truth = company.tables["truth"].dropna(subset=["lost_within_90d"])
    truth = truth[truth["as_of"] >= company.first_day + pd.Timedelta(days=RECENT + PRIOR)]
    truth = truth[~(truth["lost_on"] <= truth["as_of"])].reset_index(drop=True)
    measures = {**usage_measures(company, truth), **table_measures(company, truth)}
    return truth.assign(**measures)


def usage_measures(company: Company, truth: pd.DataFrame) -> dict[str, Numbers]:
    """Return trend and level of use on each day asked for."""
    total = np.concatenate([np.zeros((len(company.accounts), 1)), company.active.cumsum(axis=1)], axis=1)
    row, day = company.rows_of(truth["account_id"]), company.offsets(truth["as_of"])
    recent = (total[row, day] - total[row, day - RECENT]) / RECENT
    prior = (total[row, day - RECENT] - total[row, day - RECENT - PRIOR]) / PRIOR
    seats = company.tables["subscriptions"].groupby("account_id")["seats"].max().reindex(truth["account_id"])
    return {
        "usage_trend": np.where(prior > 0, recent / np.maximum(prior, 0.01), 1.0),
        "usage_level": recent,
        "usage_per_seat": np.nan_to_num(recent / seats.to_numpy(dtype=float), nan=0.4),
    }


def table_measures(company: Company, truth: pd.DataFrame) -> dict[str, Numbers]:
    """Return what answers, tickets, touches, people and invoices say on each day asked for."""
    tables = company.tables
    invoices = tables["invoices"].rename(columns={"due_date": "at"})
    overdue = joined(truth, invoices[~invoices["disputed"]], 120)
    unpaid = overdue[~(overdue["paid_date"] < overdue["as_of"])]
    answers = (
        tables["responses"].query("survey == 'nps'").dropna(subset=["score"]).rename(columns={"responded_at": "at"})
    )
    last_answer = joined(truth, answers, 180).sort_values("at").groupby("place")["score"].last()
    tickets = joined(truth, tables["tickets"].rename(columns={"opened_at": "at"}), 90)
    touches = joined(truth, tables["touchpoints"], 90)
    two_way = touches[touches["direction"] != "outbound"]
    left = joined(truth, tables["contacts"].query("role == 'champion'").rename(columns={"left_on": "at"}), 180)
    every = pd.RangeIndex(len(truth))
    return {
        "nps": last_answer.reindex(every).fillna(EVEN_NPS).to_numpy(),
        "tickets": tickets.groupby("place").size().reindex(every).fillna(0).to_numpy(dtype=float),
        "urgent": tickets.query("priority == 'urgent'")
        .groupby("place")
        .size()
        .reindex(every)
        .fillna(0)
        .to_numpy(float),
        "overdue": (unpaid["as_of"] - unpaid["at"])
        .dt.days.groupby(unpaid["place"])
        .max()
        .reindex(every)
        .fillna(0)
        .to_numpy(),
        "touches": touches.groupby("place").size().reindex(every).fillna(0).to_numpy(dtype=float),
        "two_way": two_way.groupby("place").size().reindex(every).fillna(0).to_numpy(dtype=float),
        "champion_left": left.groupby("place").size().reindex(every).fillna(0).to_numpy(dtype=float),
        "decision_near": decision_days(company, truth),
    }


def joined(truth: pd.DataFrame, events: pd.DataFrame, days: int) -> pd.DataFrame:
    """Pair each month of an account with its events of the last ``days`` days; ``place`` is the row in ``truth``."""
    dated = events.dropna(subset=["at"])
    pairs = truth[["account_id", "as_of"]].rename_axis("place").reset_index().merge(dated, on="account_id")
    age = pairs["as_of"] - pairs["at"]
    return pairs[(age > pd.Timedelta(0)) & (age <= pd.Timedelta(days=days))]


def decision_days(company: Company, truth: pd.DataFrame) -> Numbers:
    """Days to the next decision: 0 for monthly contracts, else the renewal, rolled forward, less the notice days."""
    lines = company.tables["subscriptions"]
    lines = lines[~lines["is_trial"] & (lines["product"] == "desk")].groupby("account_id").first()
    own = lines.reindex(truth["account_id"])
    term = own["term_months"].to_numpy(dtype=float) * 30.44
    ahead = (own["renewal_date"].to_numpy() - truth["as_of"].to_numpy()) / np.timedelta64(1, "D")
    ahead = ahead - own["notice_days"].to_numpy(dtype=float)
    return np.where(own["term_months"].to_numpy() == 1, 0.0, np.mod(ahead, term))


def auc(lost: Numbers, measure: Numbers) -> float:
    """Chance that a lost account ranks above one that stays, ties counted half."""
    ranks = pd.Series(measure).rank().to_numpy()
    hits = lost.sum()
    return float((ranks[lost > 0].sum() - hits * (hits + 1) / 2) / (hits * (len(lost) - hits)))


MEASURES = (
    "usage_trend",
    "usage_level",
    "usage_per_seat",
    "nps",
    "tickets",
    "urgent",
    "overdue",
    "touches",
    "two_way",
    "champion_left",
    "decision_near",
)


def test_between_8_and_15_percent_of_the_customers_leave_each_year(company: Company) -> None:
    """Losses per paying account-year lie where B2B software companies report theirs."""
    truth = company.tables["truth"]
    lost = truth.dropna(subset=["lost_on"])["account_id"].nunique()
    assert 0.08 <= lost / (len(truth) / 12) <= 0.15


def test_the_true_hazard_ranks_losses_but_does_not_decide_them(judged: pd.DataFrame) -> None:
    """Even who knows the hidden state is right about 90 days with an AUC of 0.82 to 0.90, no more."""
    assert 0.82 <= auc(judged["lost_within_90d"].to_numpy(), judged["hazard_90d"].to_numpy()) <= 0.90


def test_the_true_hazard_is_calibrated(judged: pd.DataFrame) -> None:
    """The mean true chance of a loss is the share of accounts that were lost, within a fifth."""
    assert judged["hazard_90d"].mean() == pytest.approx(judged["lost_within_90d"].mean(), rel=0.2)


def test_no_single_measure_tells_who_will_leave(judged: pd.DataFrame) -> None:
    """The best of the measures a CSM could read alone stays at or below an AUC of 0.75."""
    lost = judged["lost_within_90d"].to_numpy()
    alone = {name: max(auc(lost, judged[name].to_numpy()), 1 - auc(lost, judged[name].to_numpy())) for name in MEASURES}
    assert max(alone.values()) <= 0.75, alone


def test_use_and_answers_carry_some_signal(judged: pd.DataFrame) -> None:
    """Falling use, few active people per seat and poor answers do go with losses, each a little."""
    lost = judged["lost_within_90d"].to_numpy()
    assert all(auc(lost, -judged[name].to_numpy()) > 0.54 for name in ("usage_trend", "usage_per_seat", "nps"))


def test_the_weak_are_contacted_more(judged: pd.DataFrame) -> None:
    """Touches go with risk without causing it: accounts about to leave were called more often."""
    called = judged.groupby("lost_within_90d")["touches"].mean()
    assert called[1] > 1.1 * called[0]


def test_many_losses_come_without_a_drop_in_use(company: Company) -> None:
    """At least 15 % of the losses had four normal weeks of use right before the notice."""
    trends = trends_at_loss(company)
    assert np.mean(trends >= 0.85) >= 0.15


def test_some_losses_come_with_a_drop_in_use(company: Company) -> None:
    """At least 10 % of the losses were announced by four weeks a sixth or more below normal."""
    assert np.mean(trends_at_loss(company) < 0.85) >= 0.10


def trends_at_loss(company: Company) -> Numbers:
    """Return the usage trend of every lost account on the day it was lost."""
    truth = company.tables["truth"].dropna(subset=["lost_on"]).groupby("account_id", as_index=False).first()
    early = company.first_day + pd.Timedelta(days=RECENT + PRIOR)
    asked = truth[truth["lost_on"] >= early].assign(as_of=lambda rows: rows["lost_on"])
    measures = usage_measures(company, asked.reset_index(drop=True))
    return measures["usage_trend"][measures["usage_level"] > 0]


def test_some_drops_in_use_recover(company: Company) -> None:
    """At least 10 % of drops of 30 % or more are made good within half a year."""
    weeks = company.active[:, : company.active.shape[1] // 7 * 7].reshape(len(company.active), -1, 7).sum(axis=2)
    mean = pd.DataFrame(weeks.T)
    recent, prior = mean.rolling(4).mean(), mean.shift(4).rolling(12).mean()
    fell = (recent <= 0.7 * prior) & (prior >= 10)
    begins = fell & ~fell.shift(1, fill_value=False)
    best_later = recent[::-1].rolling(26, min_periods=1).max()[::-1]
    recovered = begins & (best_later >= 0.9 * prior)
    assert begins.to_numpy().sum() > 100
    assert recovered.to_numpy().sum() / begins.to_numpy().sum() >= 0.10
