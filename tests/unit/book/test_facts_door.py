"""What the door to the facts hands out."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from cs_engine.book.facts import account_facts, data_ends, fact_rows, subscription_lines
from cs_engine.frames.contracts import contract, facts_contract
from cs_engine.frames.facts import FACTS
from cs_engine.frames.tables import TABLES
from tests.builders import Row, book_with

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ACCOUNT: Row = {"account_id": "A", "name": "Acme", "signup_date": "2020-01-01"}
LINE: Row = {"subscription_id": "s", "account_id": "A", "start_date": "2025-01-15", "mrr": 100.0, "term_months": 12}


def test_the_frame_keeps_its_contract() -> None:
    """Whatever is empty, the columns, their order and their kinds stay."""
    facts_contract().validate(account_facts(book_with({}), NOW))
    facts_contract().validate(account_facts(book_with({"accounts": [ACCOUNT], "subscriptions": [LINE]}), NOW))


def test_rows_are_plain_python_values() -> None:
    """Days are days, whole numbers are whole, and unknown is None."""
    (row,) = fact_rows(account_facts(book_with({"accounts": [ACCOUNT], "subscriptions": [LINE]}), NOW))
    assert list(row) == [fact.name for fact in FACTS]
    assert [type(row[name]) for name in ("account_id", "tenure_days", "mrr", "signup_date", "history_known")] == [
        str,
        int,
        float,
        date,
        bool,
    ]
    assert not any(value is pd.NaT or value is pd.NA or value != value for value in row.values())  # noqa: PLR0124 - NaN


@pytest.mark.parametrize(
    ("tables", "last"),
    [
        ({}, None),
        ({"accounts": [ACCOUNT], "subscriptions": [LINE]}, None),
        ({"touchpoints": [{"touch_id": "t", "account_id": "A", "at": "2026-02-03T23:00"}]}, date(2026, 2, 3)),
        (
            {"usage": [{"account_id": "A", "feature": "*", "period_start": "2026-02-02", "period_days": 7}]},
            date(2026, 2, 8),
        ),
        (
            {
                "invoices": [
                    {"invoice_id": "i", "account_id": "A", "issued_date": "2026-02-01", "due_date": "2026-03-01"}
                ]
            },
            date(2026, 2, 1),
        ),
    ],
)
def test_data_ends_on_the_last_day_with_activity(tables: dict[str, list[Row]], last: date | None) -> None:
    """Contracts and due dates reach into the future; activity does not."""
    assert data_ends(book_with(tables)) == last


def test_subscription_lines_are_as_they_were_known() -> None:
    """A line to come is left out, and an end to come is empty."""
    lines = [
        {**LINE, "subscription_id": "b", "end_date": "2026-05-01", "end_reason": "churn"},
        {**LINE, "subscription_id": "a", "end_date": "2025-05-01", "end_reason": "upgrade"},
        {**LINE, "subscription_id": "c", "start_date": "2026-03-02"},
    ]
    found = subscription_lines(book_with({"subscriptions": lines}), NOW)
    contract(TABLES["subscriptions"]).validate(found)
    assert list(found["subscription_id"]) == ["a", "b"]
    assert list(found["end_reason"].isna()) == [False, True]
