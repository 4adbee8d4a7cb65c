"""Which version of an account counts, and which accounts are known at all."""

from datetime import UTC, date, datetime

import pytest

from tests.builders import Row, SmallBooks

NOW = datetime(2026, 3, 2, tzinfo=UTC)
USE: Row = {"account_id": "A", "feature": "*", "period_start": "2026-04-06", "period_days": 7, "active_users": 3}
"""Activity after ``NOW``: the book's data does not end before the instant."""


def account(**fields: object) -> Row:
    """Return an account that signed up long ago."""
    return {"account_id": "A", "name": "Acme", "signup_date": "2020-01-01", **fields}


def test_the_latest_version_before_the_instant_counts(books: SmallBooks) -> None:
    """Later versions are unknown."""
    versions = [
        account(valid_from="2025-01-01", owner="mia@example.com", plan="team"),
        account(valid_from="2026-01-01", owner="noah@example.com", plan="pro"),
        account(valid_from="2026-03-02", owner="later@example.com", plan="max"),
    ]
    facts = books.one(NOW, accounts=versions)
    assert (facts["owner"], facts["plan"], facts["history_known"]) == ("noah@example.com", "pro", True)


def test_an_account_as_loaded_shows_nothing_mutable_in_the_past(books: SmallBooks) -> None:
    """Today's owner, plan and status say nothing about an earlier day; name and country do not change."""
    loaded = account(owner="mia@example.com", status="left", segment="mid", plan="pro", seats=9, country="DE")
    facts = books.one(NOW, accounts=[loaded], usage=[USE])
    assert (facts["name"], facts["country"], facts["history_known"]) == ("Acme", "DE", False)
    assert [facts[name] for name in ("owner", "segment", "plan", "seats")] == [None] * 4
    assert facts["status"] == "active"


def test_an_account_as_loaded_is_the_newest_state_after_the_last_day_with_data(books: SmallBooks) -> None:
    """After the data ends, what was loaded is what is known."""
    loaded = account(owner="mia@example.com", status="paused", seats=9)
    facts = books.one(datetime(2026, 4, 13, tzinfo=UTC), accounts=[loaded], usage=[USE])
    assert [facts[name] for name in ("owner", "status", "seats")] == ["mia@example.com", "paused", 9]


def test_an_account_that_signs_up_later_is_unknown(books: SmallBooks) -> None:
    """The instant comes before the sign-up."""
    later = {"account_id": "B", "name": "Later", "signup_date": "2026-03-02"}
    assert set(books.facts({"accounts": [account(), later], "usage": [USE]}, NOW)) == {"A"}


@pytest.mark.parametrize(("started", "known"), [("2026-03-01", {"A", "B"}), ("2026-03-02", {"A"})])
def test_without_sign_up_the_first_contract_tells_when_an_account_became_known(
    books: SmallBooks, started: str, known: set[str]
) -> None:
    """A contract shows that the account was there."""
    nameless: Row = {"account_id": "B", "name": "Bare"}
    line: Row = {"subscription_id": "s", "account_id": "B", "start_date": started}
    tables = {"accounts": [account(), nameless], "subscriptions": [line], "usage": [USE]}
    assert set(books.facts(tables, NOW)) == known


def test_a_bare_list_of_accounts_is_enough(books: SmallBooks) -> None:
    """Every other table is optional: what is missing is unknown."""
    facts = books.facts({"accounts": [{"account_id": "A", "name": "Acme"}]}, NOW)["A"]
    assert (facts["status"], facts["mrr"], facts["tickets"], facts["tenure_days"]) == ("active", None, None, None)


def test_tenure_counts_days_since_sign_up(books: SmallBooks) -> None:
    """Signed up on the first, asked at the end of the tenth: ten days."""
    facts = books.one(datetime(2026, 2, 11, tzinfo=UTC), accounts=[account(signup_date="2026-02-01")])
    assert (facts["tenure_days"], facts["signup_date"]) == (10, date(2026, 2, 1))


def test_accounts_come_sorted_by_id(books: SmallBooks) -> None:
    """The order never depends on the order of loading."""
    rows = [account(account_id=name) for name in ("b", "C", "a")]
    assert list(books.facts({"accounts": rows}, NOW)) == ["C", "a", "b"]


def test_an_instant_without_zone_is_refused(books: SmallBooks) -> None:
    """Without a zone nobody knows which day it is."""
    with pytest.raises(ValueError, match="time zone"):
        books.one(datetime(2026, 3, 2))  # noqa: DTZ001 - the missing zone is the point
