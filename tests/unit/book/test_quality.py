"""The book says what is wrong with its own data."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from cs_engine.book.checklist import Owner, Severity
from cs_engine.book.door import SCHEMA, Book, open_book
from cs_engine.book.quality import Finding, findings, load_next
from cs_engine.book.summary import summarize
from cs_engine.frames.columns import Table
from cs_engine.frames.ledger import LEDGER
from cs_engine.frames.tables import TABLES
from tests.builders import arrow_rows

Row = Mapping[str, object]

TODAY = date(2026, 11, 22)
ALL = {table.name: table for table in LEDGER} | dict(TABLES)
ACCOUNT: Row = {"account_id": "a", "name": "A", "owner": "ana@example.com", "signup_date": "2026-01-10"}
USED: Row = {"account_id": "a", "feature": "*", "period_start": "2026-11-16", "period_days": 7}
TICKET: Row = {"ticket_id": "t", "account_id": "a", "opened_at": "2026-11-20T00:00:00"}
LINE: Row = {
    "subscription_id": "s",
    "account_id": "a",
    "start_date": "2026-01-10",
    "mrr": 100.0,
    "currency": "EUR",
}
FREE: Row = {**LINE, "mrr": 0.0}
LOGGED: Row = {"load_id": "l", "loaded_at": "2026-11-22T00:00:00", "file": "f.csv"}


@contextmanager
def _book(folder: Path, tables: Mapping[str, Sequence[Row]]) -> Iterator[Book]:
    with open_book(f"duckdb://{folder}/book.duckdb", write=True) as book:
        for name, rows in tables.items():
            table: Table = ALL[name]
            book.backend.insert(name, arrow_rows(table, rows), database=(book.backend.current_catalog, SCHEMA))
        yield book


def _found(folder: Path, **tables: Sequence[Row]) -> dict[str, Finding]:
    good: dict[str, Sequence[Row]] = {"accounts": [ACCOUNT], "usage": [USED]}
    with _book(folder, good | tables) as book:
        return {finding.key: finding for finding in findings(book, TODAY)}


def test_an_empty_book_has_nothing_to_say(tmp_path: Path) -> None:
    """Nothing loaded is not a finding."""
    with _book(tmp_path, {}) as book:
        assert findings(book, TODAY) == ()


def test_accounts_alone_are_no_reason_to_complain(tmp_path: Path) -> None:
    """One message says what to load next and why; it goes as soon as there is more."""
    strange = {**ACCOUNT, "owner": None}
    with _book(tmp_path, {"accounts": [strange, strange]}) as book:
        assert findings(book, TODAY) == ()
        assert "Load usage next" in str(load_next(book))
    with _book(tmp_path, {"usage": [USED]}) as book:
        assert load_next(book) is None
        assert findings(book, TODAY) != ()


def test_a_good_book_has_no_findings(tmp_path: Path) -> None:
    """Data that agrees with itself is left in peace."""
    assert _found(tmp_path, tickets=[TICKET], subscriptions=[LINE]) == {}


@pytest.mark.parametrize(
    ("key", "tables", "count", "of", "examples"),
    [
        (
            "usage_before_subscription",
            {
                "subscriptions": [LINE],
                "usage_events": [
                    {"event_id": "e1", "account_id": "a", "subscription_id": "s", "day": "2026-01-09"},
                    {"event_id": "e2", "account_id": "a", "subscription_id": "s", "day": "2026-01-10"},
                    {"event_id": "e3", "account_id": "a", "day": "2026-01-09"},
                ],
            },
            1,
            2,
            ("e1",),
        ),
        (
            "usage_before_contract",
            {
                "subscriptions": [{**LINE, "start_date": "2026-11-12"}],
                "usage": [USED, {**USED, "period_start": "2026-11-05"}],
            },
            1,
            2,
            ("a",),
        ),
        (
            "tickets_before_signup",
            {"tickets": [TICKET, {**TICKET, "ticket_id": "old", "opened_at": "2026-01-09T23:00:00"}]},
            1,
            2,
            ("old",),
        ),
        (
            "tickets_closed_before_opened",
            {"tickets": [TICKET, {**TICKET, "ticket_id": "odd", "closed_at": "2026-11-19T00:00:00"}]},
            1,
            2,
            ("odd",),
        ),
        (
            "repeated_usage_ids",
            {
                "usage_events": [{"event_id": "e", "account_id": "a", "day": "2026-11-20"}],
                "repeats": [{**LOGGED, "table_name": "usage_events", "row_key": "e", "times": 2}],
            },
            1,
            1,
            ("e",),
        ),
        (
            "repeated_keys",
            {"repeats": [{**LOGGED, "table_name": "accounts", "row_key": "a", "times": 3}]},
            1,
            2,
            ("accounts: a",),
        ),
        (
            "flagged_without_churn_event",
            {"accounts": [{**ACCOUNT, "flagged_churned": True}]},
            1,
            1,
            ("a",),
        ),
        (
            "churn_event_without_flag",
            {
                "accounts": [{**ACCOUNT, "flagged_churned": False}],
                "churn_events": [{"churn_event_id": "c", "account_id": "a", "churn_date": "2026-10-01"}],
            },
            1,
            1,
            ("a",),
        ),
        (
            "unknown_accounts",
            {"tickets": [TICKET, {**TICKET, "ticket_id": "t2", "account_id": "ghost"}]},
            1,
            3,
            ("ghost",),
        ),
        (
            "future_dates",
            {"tickets": [TICKET, {**TICKET, "ticket_id": "t9", "opened_at": "2026-11-23T00:00:00"}]},
            1,
            3,
            ("tickets t9",),
        ),
        (
            "subscriptions_ending_before_start",
            {"subscriptions": [{**LINE, "end_date": "2026-01-09"}]},
            1,
            1,
            ("s",),
        ),
        (
            "overlapping_subscriptions",
            {
                "subscriptions": [
                    {**LINE, "end_date": "2026-06-01"},
                    {**LINE, "subscription_id": "follows", "start_date": "2026-06-01", "product": None},
                    {**LINE, "subscription_id": "within", "start_date": "2026-07-01"},
                    {**LINE, "subscription_id": "other", "start_date": "2026-07-01", "product": "second"},
                ]
            },
            1,
            4,
            ("within",),
        ),
        (
            "quarantined_rows",
            {
                "quarantine": [
                    {**LOGGED, "table_name": "tickets", "line": 7, "column_name": "csat", "reason": "is above 5"},
                    {**LOGGED, "table_name": "tickets", "line": 7, "column_name": "priority", "reason": "is none"},
                ]
            },
            1,
            3,
            ("tickets line 7",),
        ),
        ("accounts_without_owner", {"accounts": [{**ACCOUNT, "owner": None}]}, 1, 1, ("a",)),
        ("owners_without_address", {"accounts": [{**ACCOUNT, "owner": "Ana"}]}, 1, 1, ("Ana",)),
        (
            "accounts_without_usage",
            {"accounts": [ACCOUNT, {**ACCOUNT, "account_id": "quiet", "name": "Q"}]},
            1,
            2,
            ("quiet",),
        ),
        (
            "usage_holes",
            {"usage": [USED, {**USED, "period_start": "2026-11-01"}, {**USED, "period_start": "2026-10-26"}]},
            1,
            3,
            ("2026-11-08 to 2026-11-16",),
        ),
        (
            "lines_without_mrr",
            {
                "subscriptions": [
                    {**LINE, "mrr": None},
                    {**LINE, "subscription_id": "trial", "is_trial": True, "mrr": None, "product": "x"},
                    {**LINE, "subscription_id": "over", "end_date": "2026-02-01", "mrr": None, "product": "y"},
                ]
            },
            1,
            1,
            ("s",),
        ),
        ("lines_without_currency", {"subscriptions": [{**LINE, "currency": None}]}, 1, 1, ("s",)),
        (
            "accounts_without_contract",
            {
                "accounts": [ACCOUNT, {**ACCOUNT, "account_id": "b", "name": "B"}],
                "usage": [USED, {**USED, "account_id": "b"}],
                "subscriptions": [LINE],
            },
            1,
            2,
            ("b",),
        ),
        (
            "renewals_passed",
            {
                "subscriptions": [
                    {**LINE, "renewal_date": "2026-10-10"},
                    {**LINE, "subscription_id": "r", "renewal_date": "2026-10-10", "auto_renew": True, "product": "x"},
                    {**LINE, "subscription_id": "ahead", "renewal_date": "2027-01-10", "product": "y"},
                ]
            },
            1,
            3,
            ("s",),
        ),
        ("malformed_addresses", {"accounts": [{**ACCOUNT, "owner": "ana@@example"}]}, 1, 1, ("ana@@example",)),
        (
            "mixed_currencies",
            {"subscriptions": [LINE, {**LINE, "subscription_id": "t", "currency": "USD", "product": "x"}]},
            1,
            1,
            ("a",),
        ),
        ("lines_for_nothing", {"subscriptions": [FREE]}, 1, 1, ("s",)),
        (
            "same_names",
            {
                "accounts": [ACCOUNT, {**ACCOUNT, "account_id": "b", "name": " a"}],
                "usage": [USED, {**USED, "account_id": "b"}],
            },
            2,
            2,
            (" a", "A"),
        ),
        (
            "same_domains",
            {
                "accounts": [
                    {**ACCOUNT, "domain": "a.example"},
                    {**ACCOUNT, "account_id": "b", "name": "B", "domain": "A.example"},
                ],
                "usage": [USED, {**USED, "account_id": "b"}],
            },
            2,
            2,
            ("A.example", "a.example"),
        ),
    ],
)
def test_a_doubt_is_counted_and_named(
    tmp_path: Path, key: str, tables: dict[str, Sequence[Row]], count: int, of: int, examples: tuple[str, ...]
) -> None:
    """Each finding says how many rows of how many, and names some of them."""
    found = _found(tmp_path, **tables)
    assert list(found) == [key]
    assert (found[key].count, found[key].of, found[key].examples) == (count, of, examples)
    assert found[key].share == count / of
    assert found[key].sentence.startswith(f"{count} of {of} ")
    assert found[key].advice
    assert isinstance(found[key].owner, Owner)


def test_old_data_is_a_finding_with_its_last_day(tmp_path: Path) -> None:
    """Fifteen days without a new row are too many for a table that grows every week."""
    found = _found(tmp_path, usage=[{**USED, "period_start": "2026-11-07"}], tickets=[TICKET])
    assert found["stale_data"].examples == ("usage ends 2026-11-07",)
    assert "the newest row is of 2026-11-20" in found["stale_data"].sentence


def test_contradictions_come_before_gaps(tmp_path: Path) -> None:
    """The worst is read first."""
    found = _found(
        tmp_path, accounts=[{**ACCOUNT, "owner": None}], tickets=[{**TICKET, "opened_at": "2026-01-01T00:00:00"}]
    )
    assert [finding.severity for finding in found.values()] == [Severity.CONTRADICTION, Severity.GAP, Severity.GAP]


def test_only_the_newest_version_of_an_account_is_judged(tmp_path: Path) -> None:
    """An owner who came later is an owner."""
    versions = [
        {**ACCOUNT, "owner": None, "valid_from": "2026-01-10T00:00:00"},
        {**ACCOUNT, "valid_from": "2026-02-10T00:00:00"},
    ]
    assert _found(tmp_path, accounts=versions) == {}


def test_the_summary_counts_rows_days_and_accounts(tmp_path: Path) -> None:
    """Coverage is the share of known accounts with rows; rows of unknown accounts do not raise it."""
    accounts = [ACCOUNT, {**ACCOUNT, "account_id": "b"}]
    tickets = [TICKET, {**TICKET, "ticket_id": "u", "account_id": "ghost", "opened_at": "2026-11-01T00:00:00"}]
    with _book(tmp_path, {"accounts": accounts, "tickets": tickets}) as book:
        summary = summarize(book, TODAY)
    table = next(table for table in summary.tables if table.name == "tickets")
    assert summary.accounts == 2
    assert (table.rows, table.first, table.last) == (2, date(2026, 11, 1), date(2026, 11, 20))
    assert (table.freshness_days, table.accounts, table.coverage) == (2, 1, 0.5)


def test_an_empty_book_is_summarized_without_dates(tmp_path: Path) -> None:
    """Unknown stays unknown: no coverage of no accounts, no age of no data."""
    with _book(tmp_path, {}) as book:
        summary = summarize(book, TODAY)
    assert {(table.rows, table.first, table.freshness_days, table.coverage) for table in summary.tables} == {
        (0, None, None, None)
    }
    assert (summary.accounts, summary.quarantined, summary.last_loaded_at) == (0, 0, None)
