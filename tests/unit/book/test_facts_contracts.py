"""Contract terms, status and loss of small books, worked out by hand."""

from datetime import UTC, date, datetime

import pytest

from tests.builders import Row, SmallBooks

NOW = datetime(2026, 3, 2, tzinfo=UTC)
"""The end of 2026-03-01."""


def line(subscription_id: object = "s", **fields: object) -> Row:
    """Return an annual contract line over 100 a month that began on 2025-01-15."""
    terms = {
        "subscription_id": subscription_id,
        "start_date": "2025-01-15",
        "term_months": 12,
        "mrr": 100.0,
        "currency": "EUR",
    }
    return {**terms, **fields}


def test_open_lines_of_all_products_add_up(books: SmallBooks) -> None:
    """Revenue and seats are sums, the terms are those of the largest line."""
    lines = [
        line("a", product="desk", mrr=100.0, seats=10, plan="team"),
        line("b", product="chat", mrr=300.0, seats=5, plan="pro", term_months=1, start_date="2026-02-20"),
    ]
    facts = books.one(NOW, subscriptions=lines)
    assert (facts["mrr"], facts["arr"], facts["seats"], facts["products"]) == (400.0, 4800.0, 15, "chat,desk")
    assert (facts["plan"], facts["term_months"], facts["renewal_date"]) == ("pro", 1, date(2026, 3, 20))


def test_other_currencies_are_left_out_of_the_sum(books: SmallBooks) -> None:
    """Amounts of different currencies cannot be added; the largest line decides which one is shown."""
    lines = [line("a", mrr=300.0), line("b", mrr=50.0), line("c", mrr=80.0, currency="USD")]
    facts = books.one(NOW, subscriptions=lines)
    assert (facts["mrr"], facts["currency"]) == (350.0, "EUR")


def test_a_trial_counts_no_revenue(books: SmallBooks) -> None:
    """Its price is what might be paid later."""
    facts = books.one(NOW, subscriptions=[line(is_trial=True, seats=7)])
    assert (facts["status"], facts["mrr"], facts["seats"]) == ("trial", 0.0, 7)


def test_a_trial_beside_a_paid_line_changes_nothing(books: SmallBooks) -> None:
    """Who pays for one product and tries another is an active customer."""
    facts = books.one(NOW, subscriptions=[line("a", seats=10), line("b", is_trial=True, mrr=900.0, seats=90)])
    assert (facts["status"], facts["mrr"], facts["seats"]) == ("active", 100.0, 10)


def test_unknown_revenue_is_not_zero(books: SmallBooks) -> None:
    """A contract without a price has an unknown one."""
    facts = books.one(NOW, subscriptions=[line(mrr=None)])
    assert (facts["mrr"], facts["arr"]) == (None, None)


@pytest.mark.parametrize(
    ("terms", "renewal"),
    [
        ({"renewal_date": "2026-01-15"}, date(2027, 1, 15)),
        ({"renewal_date": "2026-09-01"}, date(2026, 9, 1)),
        ({}, date(2027, 1, 15)),
        ({"start_date": "2026-03-01"}, date(2027, 3, 1)),
        ({"start_date": "2025-08-31", "term_months": 1}, date(2026, 3, 31)),
        ({"renewal_date": "2026-02-20", "auto_renew": False}, date(2026, 2, 20)),
        ({"renewal_date": "2025-02-20", "auto_renew": False}, date(2026, 2, 20)),
        ({"term_months": None}, None),
    ],
)
def test_the_renewal_rolls_forward(books: SmallBooks, terms: dict[str, object], renewal: date | None) -> None:
    """Auto-renewed terms repeat; without auto-renewal a line still served 30 days later has been renewed."""
    assert books.one(NOW, subscriptions=[line(**terms)])["renewal_date"] == renewal


@pytest.mark.parametrize(
    ("before", "renewal"),
    [
        ({}, date(2027, 1, 15)),
        ({"end_date": "2025-06-30"}, date(2027, 1, 15)),
        ({"end_date": "2025-06-01"}, date(2026, 7, 1)),
        ({"end_date": None}, date(2026, 7, 1)),
        ({"product": "other"}, date(2026, 7, 1)),
        ({"term_months": 1}, date(2026, 7, 1)),
        ({"term_months": None}, date(2026, 7, 1)),
        ({"is_trial": True}, date(2026, 7, 1)),
    ],
)
def test_an_upgrade_within_the_term_leaves_the_renewal_where_it_was(
    books: SmallBooks, before: dict[str, object], renewal: date
) -> None:
    """What follows on the same product and term is the same contract; anything else has terms of its own."""
    old = line("old", **({"end_date": "2025-07-01", "end_reason": "upgrade"} | before))
    facts = books.one(NOW, subscriptions=[old, line("new", start_date="2025-07-01", mrr=150.0)])
    assert facts["renewal_date"] == renewal


def test_an_agreed_renewal_wins_over_the_start_of_the_contract(books: SmallBooks) -> None:
    """Who agreed on a new term with the upgrade has it."""
    old = line("old", end_date="2025-07-01", end_reason="upgrade")
    new = line("new", start_date="2025-07-01", renewal_date="2026-07-01")
    assert books.one(NOW, subscriptions=[old, new])["renewal_date"] == date(2026, 7, 1)


def test_an_end_in_the_future_is_unknown(books: SmallBooks) -> None:
    """It may still be rewritten."""
    facts = books.one(NOW, subscriptions=[line(end_date="2026-03-02", end_reason="churn")])
    assert (facts["status"], facts["mrr"], facts["lost_on"]) == ("active", 100.0, None)


def test_a_line_serves_through_its_last_day(books: SmallBooks) -> None:
    """On the day after, it is over."""
    ended = [line(end_date="2026-03-01", end_reason="churn")]
    assert books.one(NOW, subscriptions=ended)["status"] == "active"
    after = books.one(datetime(2026, 3, 3, tzinfo=UTC), subscriptions=ended)
    assert (after["status"], after["mrr"], after["status_since"]) == ("left", 0.0, date(2026, 3, 2))


@pytest.mark.parametrize("start", ["2026-03-01", "2026-03-02"])
@pytest.mark.parametrize("day", [1, 2, 3, 4])
def test_an_upgrade_never_counts_twice_or_not_at_all(books: SmallBooks, start: str, day: int) -> None:
    """Whether the new line begins on the last day of the old one or the day after, one of the two serves."""
    lines = [line("old", end_date="2026-03-01", end_reason="upgrade"), line("new", start_date=start, mrr=150.0)]
    facts = books.one(datetime(2026, 3, day, tzinfo=UTC), subscriptions=lines)
    assert facts["status"] == "active"
    assert facts["mrr"] in {100.0, 150.0}


def test_notice_is_known_from_its_day_and_names_the_last_day_of_service(books: SmallBooks) -> None:
    """The customer leaves at the renewal that follows."""
    facts = books.one(NOW, subscriptions=[line(notice_date="2026-02-10", notice_days=30, end_date="2027-01-14")])
    assert (facts["status"], facts["notice_date"]) == ("notice_given", date(2026, 2, 10))
    assert (facts["leaves_on"], facts["lost_on"]) == (date(2027, 1, 14), None)


def test_notice_on_one_of_two_products_is_not_leaving(books: SmallBooks) -> None:
    """The customer stays with the other."""
    lines = [line("a", product="desk", notice_date="2026-02-10"), line("b", product="chat")]
    facts = books.one(NOW, subscriptions=lines)
    assert (facts["status"], facts["notice_date"]) == ("active", None)


@pytest.mark.parametrize(("until", "status"), [("2026-04-01", "paused"), (None, "paused"), ("2026-03-01", "active")])
def test_a_pause_holds_until_its_end(books: SmallBooks, until: str | None, status: str) -> None:
    """A paused customer has a status of its own."""
    facts = books.one(NOW, subscriptions=[line(paused_from="2026-02-01", paused_until=until)])
    assert facts["status"] == status
    assert facts["paused_until"] == (date(2026, 4, 1) if until == "2026-04-01" else None)


@pytest.mark.parametrize("column", ["notice_date", "paused_from"])
def test_what_begins_later_is_unknown(books: SmallBooks, column: str) -> None:
    """Notice and pauses count from their day."""
    facts = books.one(NOW, subscriptions=[line(**{column: "2026-03-02"})])
    assert (facts["status"], facts["notice_date"]) == ("active", None)


def test_the_first_two_months_with_milestones_are_onboarding(books: SmallBooks) -> None:
    """Without milestones nobody is onboarding this customer."""
    new = [{"name": "Acme", "signup_date": "2026-02-01"}]
    lines = [line(start_date="2026-02-01")]
    plan = [{"milestone_id": "m", "name": "Go live", "due_date": "2026-04-01"}]
    assert books.one(NOW, accounts=new, subscriptions=lines, milestones=plan)["status"] == "onboarding"
    assert books.one(NOW, accounts=new, subscriptions=lines)["status"] == "active"


@pytest.mark.parametrize(
    ("ending", "lost_on"),
    [
        ({"end_date": "2026-01-14", "notice_date": "2025-11-20"}, date(2025, 11, 20)),
        ({"end_date": "2026-01-14"}, date(2026, 1, 15)),
        ({"end_date": "2025-10-20", "end_reason": "unpaid"}, date(2025, 10, 20)),
    ],
)
def test_a_loss_is_dated_by_notice_else_missed_renewal_else_last_paid_day(
    books: SmallBooks, ending: dict[str, object], lost_on: date
) -> None:
    """The day the customer decided, as well as we know it."""
    facts = books.one(NOW, subscriptions=[line(**ending)])
    assert (facts["status"], facts["lost_on"]) == ("left", lost_on)


def test_unpaid_is_involuntary(books: SmallBooks) -> None:
    """Who did not pay did not decide to leave; of others the reason alone does not tell."""
    unpaid = books.one(NOW, subscriptions=[line(end_date="2025-10-20", end_reason="unpaid")])
    churn = books.one(NOW, subscriptions=[line(end_date="2025-10-20", end_reason="churn")])
    assert (unpaid["involuntary"], churn["involuntary"]) == (True, None)
    assert (unpaid["loss_reason"], churn["loss_reason"]) == ("unpaid", "churn")


def test_a_recorded_loss_tells_the_reason(books: SmallBooks) -> None:
    """It says more than the end of a line."""
    event = {"churn_event_id": "c", "churn_date": "2025-10-21", "reason": "Price", "involuntary": False}
    facts = books.one(NOW, subscriptions=[line(end_date="2025-10-20", end_reason="churn")], churn_events=[event])
    assert (facts["loss_reason"], facts["involuntary"], facts["lost_on"]) == ("Price", False, date(2025, 10, 20))


def test_without_contracts_a_recorded_loss_ends_the_account_until_it_returns(books: SmallBooks) -> None:
    """A return makes it active again."""
    lost = {"churn_event_id": "c", "churn_date": "2025-10-21", "reason": "Price"}
    back = {"churn_event_id": "d", "churn_date": "2026-02-01", "is_reactivation": True}
    gone = books.one(NOW, churn_events=[lost])
    assert (gone["status"], gone["lost_on"]) == ("left", date(2025, 10, 21))
    assert books.one(NOW, churn_events=[lost, back])["status"] == "active"


def test_who_comes_back_is_active_again(books: SmallBooks) -> None:
    """The earlier loss is history."""
    lines = [line("a", end_date="2025-06-30", end_reason="churn"), line("b", start_date="2025-12-01", mrr=40.0)]
    facts = books.one(NOW, subscriptions=lines)
    assert (facts["status"], facts["mrr"], facts["lost_on"]) == ("active", 40.0, None)


def test_an_accounts_own_status_wins_where_it_has_a_history(books: SmallBooks) -> None:
    """Contracts only stand in where the account itself does not say."""
    own = [{"name": "Acme", "valid_from": "2025-01-01", "status": "left", "status_since": "2026-02-01"}]
    facts = books.one(NOW, accounts=own, subscriptions=[line()])
    assert (facts["status"], facts["status_since"], facts["lost_on"]) == ("left", date(2026, 2, 1), date(2026, 2, 1))


def test_notice_of_the_accounts_own_status_begins_with_it(books: SmallBooks) -> None:
    """Where the contract holds no notice date, the status does."""
    own = [{"name": "Acme", "valid_from": "2025-01-01", "status": "notice_given", "status_since": "2026-02-01"}]
    facts = books.one(NOW, accounts=own, subscriptions=[line()])
    assert (facts["notice_date"], facts["leaves_on"]) == (date(2026, 2, 1), date(2027, 1, 14))
