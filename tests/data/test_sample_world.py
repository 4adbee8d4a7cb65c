"""The simulated company has everything a customer-success team meets: counted on 800 accounts."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cs_engine.frames.columns import Kind
from cs_engine.frames.tables import TABLES
from cs_engine.sample.company import WRITTEN, write_company
from cs_engine.sample.days import span_of
from cs_engine.sample.draws import Draws
from cs_engine.sample.population import CURRENCIES, MISSABLE, population
from cs_engine.sample.spec import SampleSpec
from cs_engine.sample.stories import OWNERS

ACCOUNTS = 800
UNTIL = date(2026, 6, 30)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, pd.DataFrame]:
    """Return every written table, days and instants parsed."""
    folder = tmp_path_factory.mktemp("world")
    write_company(SampleSpec(accounts=ACCOUNTS, until=UNTIL), folder)
    tables = {name: pd.read_csv(folder / f"{name}.csv", low_memory=False) for name in WRITTEN}
    for name in WRITTEN:
        for column in TABLES[name].columns:
            if column.kind in {Kind.DATE, Kind.INSTANT}:
                tables[name][column.name] = pd.to_datetime(tables[name][column.name], format="ISO8601")
    return tables


def newest(company: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the newest version of every account."""
    return company["accounts"].sort_values("valid_from").groupby("account_id").last()


def paid_lines(company: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return all contract lines that are no trials."""
    return company["subscriptions"].query("not is_trial")


def test_a_small_demo_company_has_150_to_250_thousand_rows(tmp_path: Path) -> None:
    """120 accounts over 27 months are enough to look real and few enough to load in seconds."""
    summary = write_company(SampleSpec(accounts=120, until=UNTIL), tmp_path)
    assert 150_000 <= sum(summary.rows.values()) <= 250_000


def test_owners_carry_about_equal_numbers_and_few_accounts_have_none(company: Mapping[str, pd.DataFrame]) -> None:
    """Four CSMs share the book; 2 to 7 % of it is nobody's."""
    owned = newest(company)["owner"].value_counts(normalize=True, dropna=False)
    assert owned[list(OWNERS)].between(0.2, 0.28).all()
    assert 0.02 <= newest(company)["owner"].isna().mean() <= 0.07


def test_money_is_in_the_currency_of_the_country(company: Mapping[str, pd.DataFrame]) -> None:
    """Every account pays in its own country's currency, on contracts and invoices alike."""
    accounts = newest(company)
    expected = accounts["country"].map(lambda country: CURRENCIES.get(country, "EUR"))
    assert (accounts["currency"] == expected).all()
    for name in ("subscriptions", "invoices"):
        assert (company[name]["currency"].to_numpy() == expected[company[name]["account_id"]].to_numpy()).all()


def test_five_percent_of_the_accounts_lack_a_table(company: Mapping[str, pd.DataFrame]) -> None:
    """The sources of 4 to 8 % of the accounts never delivered one table, which then has none of their rows."""
    draws = Draws(7, np.arange(ACCOUNTS))
    traits = population(span_of(SampleSpec(accounts=ACCOUNTS, until=UNTIL)), draws, ACCOUNTS)
    lacking = traits[traits["missing"] != ""]
    present = [
        account in set(company[name]["account_id"])
        for account, name in zip(lacking["account_id"], lacking["missing"], strict=True)
    ]
    assert 0.04 <= len(lacking) / ACCOUNTS <= 0.08
    assert set(lacking["missing"]) == set(MISSABLE)
    assert not any(present)


@pytest.mark.parametrize(
    ("name", "own_day"),
    [("usage", "period_start"), ("tickets", "opened_at"), ("touchpoints", "at"), ("invoices", "issued_date")],
)
def test_some_rows_arrive_late(company: Mapping[str, pd.DataFrame], name: str, own_day: str) -> None:
    """One to eight percent of the rows became known days after their own date."""
    late = company[name].dropna(subset=["known_at"])
    assert (late["known_at"] > late[own_day]).all()
    assert 0.005 <= len(late) / len(company[name]) <= 0.08


def test_contracts_are_annual_and_monthly_with_notice_periods(company: Mapping[str, pd.DataFrame]) -> None:
    """Both kinds are common, some run longer, and most have notice days."""
    shares = paid_lines(company).groupby("account_id")["term_months"].first().value_counts(normalize=True)
    assert shares[12] > 0.35
    assert shares[1] > 0.2
    assert shares[[3, 24, 36]].min() > 0.005
    assert set(paid_lines(company)["notice_days"]) == {0, 14, 30, 60, 90}


def test_notice_comes_before_the_end(company: Mapping[str, pd.DataFrame]) -> None:
    """Whoever gives notice is served until the contract ends, at least the notice days later."""
    noticed = paid_lines(company).dropna(subset=["notice_date", "end_date"])
    left = (noticed["end_date"] - noticed["notice_date"]).dt.days
    assert len(noticed) > 20
    assert (left + 1 >= noticed["notice_days"]).all()


def test_annual_customers_leave_at_their_decision_points(company: Mapping[str, pd.DataFrame]) -> None:
    """Notice on annual contracts falls into the seven weeks before the deadline, never after it."""
    noticed = paid_lines(company).query("term_months >= 12").dropna(subset=["notice_date", "end_date"])
    ahead = (noticed["end_date"] - noticed["notice_date"]).dt.days + 1 - noticed["notice_days"]
    assert ahead.between(0, 49).mean() > 0.95


def test_trials_convert_or_end(company: Mapping[str, pd.DataFrame]) -> None:
    """Both happen often; what converts goes on paying the day after."""
    trials = company["subscriptions"].query("is_trial")
    assert set(trials["end_reason"].dropna()) == {"converted", "trial_ended"}
    first = paid_lines(company).groupby("account_id")["start_date"].min()
    won = trials.query("end_reason == 'converted'")
    assert ((first[won["account_id"]].to_numpy() - won["end_date"].to_numpy()) == np.timedelta64(1, "D")).all()


def test_pauses_stop_use_and_invoices(company: Mapping[str, pd.DataFrame]) -> None:
    """In a pause nothing is used and nothing is billed."""
    paused = company["subscriptions"].dropna(subset=["paused_from"]).drop_duplicates("account_id")
    assert len(paused) >= 5
    pauses = paused.set_index("account_id")[["paused_from", "paused_until"]]
    for name, day in (("usage", "period_start"), ("invoices", "issued_date")):
        rows = company[name].query("feature == '*'") if name == "usage" else company[name]
        own = rows.join(pauses, on="account_id", how="inner")
        assert not ((own[day] >= own["paused_from"]) & (own[day] < own["paused_until"])).any()


def test_parents_have_children_and_no_grandchildren(company: Mapping[str, pd.DataFrame]) -> None:
    """Three to ten percent of the accounts belong to another that belongs to none."""
    parents = newest(company)["parent_id"].dropna()
    assert 0.03 <= len(parents) / ACCOUNTS <= 0.10
    assert not set(parents) & set(parents.index)
    assert set(parents) <= set(newest(company).index)


def test_some_accounts_have_two_products(company: Mapping[str, pd.DataFrame]) -> None:
    """Both products are sold and used."""
    products = paid_lines(company).groupby("account_id")["product"].nunique()
    assert 0.05 <= (products == 2).mean() <= 0.25
    assert set(company["usage"]["product"]) == {"desk", "insight"}


def test_seats_are_counted_in_four_ways(company: Mapping[str, pd.DataFrame]) -> None:
    """Only named seats have a number; the others say how many people are expected."""
    lines = paid_lines(company)
    named = lines["seat_model"] == "named"
    assert set(lines["seat_model"]) == {"named", "concurrent", "unlimited", "consumption"}
    assert (lines["seats"].notna() == named).all()
    assert (lines["expected_active_users"].notna() == ~named).all()


def test_comments_are_english_and_chinese(company: Mapping[str, pd.DataFrame]) -> None:
    """Customers in China write Chinese, the others English."""
    comments = company["responses"].dropna(subset=["comment"])
    chinese = ~comments["comment"].map(str.isascii)
    country = newest(company)["country"][comments["account_id"]].to_numpy()
    assert (chinese.to_numpy() == (country == "CN")).all()
    assert 0.03 < chinese.mean() < 0.3


def test_contracts_grow_shrink_rise_in_price_and_renew(company: Mapping[str, pd.DataFrame]) -> None:
    """Every movement of revenue occurs, and a loss has its reason."""
    ended = company["subscriptions"]["end_reason"].value_counts()
    expected = {"upgrade", "downgrade", "price_change", "renewal", "churn", "nonpayment", "converted", "trial_ended"}
    assert set(ended.index) == expected
    assert ended.min() >= 5


def test_some_renewals_are_signed_late(company: Mapping[str, pd.DataFrame]) -> None:
    """Some lines start 3 to 25 days after the one before; none is later, that would be a loss."""
    lines = paid_lines(company).sort_values(["account_id", "product", "start_date"])
    gaps = (lines["start_date"] - lines.groupby(["account_id", "product"])["end_date"].shift()).dt.days.dropna() - 1
    assert gaps.max() <= 25
    assert (gaps >= 3).sum() >= 10
    assert gaps.min() == 0


def test_some_losses_are_involuntary(company: Mapping[str, pd.DataFrame]) -> None:
    """Some customers just stop paying: no notice, open invoices, their own reason."""
    gone = company["churn_events"]
    unpaid = gone[gone["involuntary"]]
    assert 0.03 <= len(unpaid) / len(gone) <= 0.25
    assert set(unpaid["reason"]) == {"nonpayment"}
    open_invoices = company["invoices"][company["invoices"]["paid_date"].isna()]["account_id"]
    assert set(unpaid["account_id"]) & set(company["invoices"]["account_id"]) <= set(open_invoices)


def test_some_losses_come_in_silence(company: Mapping[str, pd.DataFrame]) -> None:
    """Contracts without auto-renewal may end without notice."""
    lost = paid_lines(company).query("end_reason == 'churn' and notice_date.isna()")
    assert len(lost) >= 3
    assert not lost["auto_renew"].any()


def test_loss_reasons_are_few_and_varied(company: Mapping[str, pd.DataFrame]) -> None:
    """At most twelve reasons, none of them behind half of the losses."""
    reasons = company["churn_events"]["reason"].value_counts(normalize=True)
    assert 5 <= len(reasons) <= 12
    assert reasons.max() < 0.5


def test_some_invoices_are_disputed_and_paid_later(company: Mapping[str, pd.DataFrame]) -> None:
    """One or two in a hundred; they are paid weeks after the others."""
    paid = company["invoices"].dropna(subset=["paid_date"])
    late = (paid["paid_date"] - paid["due_date"]).dt.days.groupby(paid["disputed"]).median()
    assert 0.005 <= company["invoices"]["disputed"].mean() <= 0.03
    assert late[True] > late[False] + 30


def test_most_surveys_are_never_answered(company: Mapping[str, pd.DataFrame]) -> None:
    """About a third of the delivered surveys come back, of all three kinds."""
    answered = company["responses"].groupby("survey")["score"].agg(lambda scores: scores.notna().mean())
    assert answered.between(0.25, 0.5).all()
    assert set(answered.index) == {"nps", "csat", "ces"}


def test_some_tickets_are_reopened_before_they_close(company: Mapping[str, pd.DataFrame]) -> None:
    """A reopened ticket closes after its reopening, and no ticket closes before it was opened."""
    tickets = company["tickets"]
    again = tickets.dropna(subset=["reopened_at", "closed_at"])
    assert 0.04 <= len(again) / len(tickets) <= 0.10
    assert (again["closed_at"] > again["reopened_at"]).all()
    assert not (tickets["closed_at"] < tickets["opened_at"]).any()


def test_champions_leave_and_some_are_followed(company: Mapping[str, pd.DataFrame]) -> None:
    """Five to a third of the champions have left; some of their accounts have a new one since."""
    champions = company["contacts"].query("role == 'champion'")
    left = champions.dropna(subset=["left_on"])
    assert 0.05 <= len(left) / len(champions) <= 0.33
    since = champions.groupby("account_id")["since"].max()
    followed = since[left["account_id"]].to_numpy() > left["left_on"].to_numpy()
    assert 0.2 < followed.mean() < 0.8


def test_new_customers_have_milestones_and_some_miss_them(company: Mapping[str, pd.DataFrame]) -> None:
    """Most milestones are reached, a tenth or more of them late."""
    due = company["milestones"].query("due_date < '2026-05-01'")
    done = due.dropna(subset=["done_date"])
    assert len(done) / len(due) > 0.8
    assert (done["done_date"] > done["due_date"]).mean() > 0.1


def test_nothing_happens_outside_the_time_of_the_account(company: Mapping[str, pd.DataFrame]) -> None:
    """No use, ticket or touch before sign-up or after the service has ended."""
    ends = company["subscriptions"].groupby("account_id")["end_date"].agg(lambda days: days.max(skipna=False))
    begins = newest(company)["signup_date"]
    for name, day in (("usage", "period_start"), ("tickets", "opened_at"), ("touchpoints", "at")):
        rows = company[name]
        own = rows["period_start"] + pd.to_timedelta(rows["period_days"] - 1, "D") if name == "usage" else rows[day]
        assert (own >= begins[rows["account_id"]].to_numpy()).all(), name
        gone = rows["account_id"].isin(company["churn_events"]["account_id"])
        over = ends[rows["account_id"]].to_numpy() + np.timedelta64(1, "D")
        assert (own[gone] - pd.to_timedelta(7, "D") <= over[gone]).all(), name


def test_history_tells_status_changes_in_their_order(company: Mapping[str, pd.DataFrame]) -> None:
    """Every account begins as trial or onboarding, and nobody comes back from left."""
    versions = company["accounts"].sort_values(["account_id", "valid_from"])
    first = versions.groupby("account_id")["status"].first()
    before = versions.groupby("account_id")["status"].shift()
    assert set(first) == {"trial", "onboarding"}
    assert set(versions["status"][before == "left"]) <= {"left"}
    assert set(versions["status"]) == {"trial", "onboarding", "active", "paused", "notice_given", "left"}


def test_christmas_and_chinese_new_year_show_in_the_use(company: Mapping[str, pd.DataFrame]) -> None:
    """The West rests at the end of December, China in the middle of February."""
    daily = company["usage"].query("feature == '*'")
    country = newest(company)["country"][daily["account_id"]].to_numpy()
    west, china = daily[country == "GB"], daily[country == "CN"]
    assert share(west, "2025-12-22", "2026-01-02") < 0.5 * share(west, "2025-12-01", "2025-12-12")
    assert share(china, "2026-02-14", "2026-02-25") < 0.4 * share(china, "2026-03-09", "2026-03-20")
    assert share(china, "2025-12-22", "2025-12-26") > 0.9 * share(china, "2025-12-08", "2025-12-12")


def share(usage: pd.DataFrame, first: str, last: str) -> float:
    """Return people active per day from the first to the last day."""
    return float(usage["active_users"][usage["period_start"].between(first, last)].sum())


def test_each_product_is_used_through_several_features(company: Mapping[str, pd.DataFrame]) -> None:
    """Accounts use one to seven features a product, most of them four or more of desk's."""
    weekly = company["usage"].query("feature != '*'")
    used = weekly.groupby(["product", "account_id"])["feature"].nunique()
    assert used.between(1, 7).all()
    assert 4 <= used.groupby("product").median()["desk"] <= 7
    assert (weekly["period_start"].dt.day_of_week == 0).all()
    assert set(weekly["period_days"]) == {7}
