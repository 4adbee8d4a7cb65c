"""The named accounts are there and their tales can be read from the tables."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from cs_engine.sample.company import write_company
from cs_engine.sample.spec import SampleSpec
from cs_engine.sample.stories import AWKWARD, LEO, MIA, NOAH, STORIES, STORY_IDS, Story
from tests.unit.sample.builders import UNTIL

Company = Mapping[str, pd.DataFrame]
NOW = pd.Timestamp(UNTIL)


def rows(company: Company, table: str, name: str) -> pd.DataFrame:
    """Return the rows of a named account in a table."""
    return company[table][company[table]["account_id"] == STORY_IDS[name]]


def latest(company: Company, name: str) -> pd.Series:
    """Return the newest version of a named account."""
    return rows(company, "accounts", name).sort_values("valid_from").iloc[-1]


def line(company: Company, name: str, product: str = "desk") -> pd.Series:
    """Return the newest contract line of a product of a named account."""
    return rows(company, "subscriptions", name).query("product == @product").iloc[-1]


def users(company: Company, name: str, product: str = "desk") -> pd.Series:
    """Return people active per day, by day."""
    daily = rows(company, "usage", name).query("feature == '*' and product == @product")
    return pd.Series(daily["active_users"].astype(int).to_numpy(), pd.to_datetime(daily["period_start"]))


def trend(company: Company, name: str, product: str = "desk") -> float:
    """Return people active in the last four weeks against the twelve before."""
    active = users(company, name, product)
    recent = active[active.index > NOW - timedelta(days=28)]
    prior = active[(active.index <= NOW - timedelta(days=28)) & (active.index > NOW - timedelta(days=112))]
    return float((recent.sum() / 28) / (prior.sum() / 84))


def next_renewal(company: Company, name: str) -> pd.Timestamp:
    """Return the renewal day as agreed, rolled forward by whole terms."""
    own = line(company, name)
    renewal = pd.Timestamp(own["renewal_date"])
    while renewal <= NOW:
        renewal += pd.DateOffset(months=int(own["term_months"]))
    return renewal


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.tale)
def test_every_named_account_is_there_under_its_name(company: Company, story: Story) -> None:
    """Names arrive in the file as they are, quotes, emoji, marks and all."""
    assert story.name in set(company["accounts"]["name"])


def test_a_small_company_has_no_tales(tmp_path: Path) -> None:
    """Below 60 accounts the named ones would be most of the company, so they stay away."""
    write_company(SampleSpec(accounts=59, months=2, until=UNTIL), tmp_path)
    names = pd.read_csv(tmp_path / "accounts.csv")["name"]
    assert not set(names) & set(STORY_IDS)


def test_three_accounts_share_the_word_acme(company: Company) -> None:
    """Acme is exact, Acme Corp and ACME GmbH are the ones it may be mistaken for."""
    names = company["accounts"]["name"].drop_duplicates()
    assert set(names[names.str.lower().str.startswith("acme")]) == {"Acme", "Acme Corp", "ACME GmbH"}


def test_acme_decides_in_40_to_60_days(company: Company) -> None:
    """Its notice deadline is near enough to matter and far enough to act."""
    decision = next_renewal(company, "Acme") - timedelta(days=int(line(company, "Acme")["notice_days"]))
    assert 40 <= (decision - NOW).days <= 60


def test_acme_is_used_less_each_week_for_five_weeks(company: Company) -> None:
    """The last four weeks have less than 85 % of the use of the twelve before."""
    assert 0.55 < trend(company, "Acme") < 0.85


def test_acme_has_an_urgent_ticket_open_and_a_passive_champion(company: Company) -> None:
    """One urgent ticket is open and the champion's last NPS answer was a 7."""
    tickets = rows(company, "tickets", "Acme").query("closed_at == '' and priority == 'urgent'")
    answer = (
        rows(company, "responses", "Acme").query("survey == 'nps' and score != ''").sort_values("responded_at").iloc[-1]
    )
    champion = rows(company, "contacts", "Acme").query("role == 'champion' and left_on == ''")
    assert len(tickets) == 1
    assert (answer["score"], answer["contact_id"]) == ("7", champion.iloc[0]["contact_id"])
    assert latest(company, "Acme")["owner"] == MIA


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Bluefin Trial", "trial"),
        ("Winterpause Resorts", "paused"),
        ("Farewell Freight", "notice_given"),
        ("Gone Fishing Gear", "left"),
        ("Tenday Tools", "onboarding"),
        ("Lindenhof School", "active"),
    ],
)
def test_statuses_are_as_told(company: Company, name: str, status: str) -> None:
    """Trial, paused, notice given, left and onboarding accounts say so in their newest version."""
    assert latest(company, name)["status"] == status


def test_the_trial_pays_nothing(company: Company) -> None:
    """A trial line has no revenue and ends within the month."""
    own = line(company, "Bluefin Trial")
    assert (own["is_trial"], own["mrr"]) == ("true", "0.0")


def test_the_paused_account_comes_back_and_is_not_used_meanwhile(company: Company) -> None:
    """The pause has an end 40 days off, and no use since it began."""
    own = line(company, "Winterpause Resorts")
    assert pd.Timestamp(own["paused_until"]) == NOW + timedelta(days=40)
    assert users(company, "Winterpause Resorts").index.max() < pd.Timestamp(own["paused_from"])


def test_notice_was_given_before_the_end(company: Company) -> None:
    """Notice lies twelve days back and the service still runs."""
    own = line(company, "Farewell Freight")
    assert (pd.Timestamp(own["notice_date"]), own["end_date"]) == (NOW - timedelta(days=12), "")


def test_the_lost_account_has_left_no_trace_since(company: Company) -> None:
    """It ended 40 days ago with a recorded loss, and nothing was used afterwards."""
    own = line(company, "Gone Fishing Gear")
    assert pd.Timestamp(own["end_date"]) == NOW - timedelta(days=40)
    assert own["end_reason"] == "churn"
    assert users(company, "Gone Fishing Gear").index.max() <= pd.Timestamp(own["end_date"])
    assert len(rows(company, "churn_events", "Gone Fishing Gear")) == 1


def test_unlimited_seats_are_unknown_and_people_expected_are_told(company: Company) -> None:
    """Without a number of seats the contract says how many people should use it."""
    own = line(company, "Openfloor Studios")
    assert (own["seat_model"], own["seats"], own["expected_active_users"]) == ("unlimited", "", "150")


def test_the_school_is_quiet_in_july_and_august(company: Company) -> None:
    """Quiet months are declared and use nearly stops in them."""
    active = users(company, "Lindenhof School")
    months = active.groupby(pd.DatetimeIndex(active.index).month).mean()
    assert latest(company, "Lindenhof School")["quiet_months"] == "7,8"
    assert months[[7, 8]].max() < 0.25 * months[[5, 6]].min()


def test_the_bad_child_has_more_than_a_fifth_of_the_group(company: Company) -> None:
    """Three children have one parent, and the bad one's money cannot be averaged away."""
    group = ["Halden Group", "Halden Benelux", "Halden Nordics", "Halden Iberia"]
    money = {name: float(line(company, name)["mrr"]) for name in group}
    assert {latest(company, name)["parent_id"] for name in group[1:]} == {STORY_IDS["Halden Group"]}
    assert money["Halden Benelux"] / sum(money.values()) >= 0.2
    assert trend(company, "Halden Benelux") < 0.85 < trend(company, "Halden Nordics")


def test_one_of_two_products_is_falling(company: Company) -> None:
    """Desk is used as ever, insight by less than two thirds."""
    assert trend(company, "Twinpeak Analytics", "insight") < 0.67
    assert trend(company, "Twinpeak Analytics", "desk") > 0.9


def test_the_young_account_is_ten_days_old_with_milestones_ahead(company: Company) -> None:
    """It signed up ten days ago; the kick-off is done, the rest is not due."""
    steps = rows(company, "milestones", "Tenday Tools")
    assert pd.Timestamp(latest(company, "Tenday Tools")["signup_date"]) == NOW - timedelta(days=10)
    assert [done != "" for done in steps.sort_values("due_date")["done_date"]] == [True, False, False, False]


def test_the_late_payer_always_pays_about_25_days_late(company: Company) -> None:
    """Its habit is a fact, not an alarm: the median delay is 22 to 28 days with little spread."""
    paid = rows(company, "invoices", "Paylater Print").query("paid_date != ''")
    late = (pd.to_datetime(paid["paid_date"]) - pd.to_datetime(paid["due_date"])).dt.days
    assert 22 <= late.median() <= 28
    assert late.std() < 5
    assert len(late) >= 12


def test_one_account_has_no_owner_and_one_a_stand_in(company: Company) -> None:
    """Nobody's Nursery is unowned; Holiday Harbour's CSM has a backup."""
    harbour = latest(company, "Holiday Harbour")
    assert latest(company, "Nobody's Nursery")["owner"] == ""
    assert (harbour["owner"], harbour["backup"]) == (LEO, NOAH)


def test_all_twelve_awkward_accounts_are_told(company: Company) -> None:
    """Each awkward name has a tale and an account; the parent brings its three children."""
    assert len(AWKWARD) == 12 + 3
    assert set(AWKWARD) <= set(company["accounts"]["name"])


def test_nothing_else_befalls_the_named_accounts(company: Company) -> None:
    """Only the two whose tale it is have given notice."""
    told = company["subscriptions"]["account_id"].isin(STORY_IDS.values()) & (
        company["subscriptions"]["notice_date"] != ""
    )
    noticed = set(company["subscriptions"][told]["account_id"])
    assert noticed == {STORY_IDS["Farewell Freight"], STORY_IDS["Gone Fishing Gear"]}
