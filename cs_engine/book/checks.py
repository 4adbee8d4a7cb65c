"""Contradictions and gaps of a book as Ibis expressions: which rows are doubtful, out of which."""

from datetime import date

import ibis
import ibis.expr.types as ir

from cs_engine.book.doubt import Doubt, named, newest_accounts
from cs_engine.book.opened import Book
from cs_engine.book.summary import day_of
from cs_engine.frames.activity import ALL_FEATURES
from cs_engine.frames.tables import TABLES

FACT_TABLES = tuple(name for name in TABLES if name not in ("accounts", "prospects", "campaigns"))
ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"
"""One @, something before it, and a host with a dot."""
PLANNED = frozenset({"milestones", "invoices"})
"""Tables whose rows may lie ahead."""


def usage_before_subscription(book: Book) -> Doubt:
    """Usage events dated before the start of the contract line that they name."""
    lines = book.table("subscriptions").select("subscription_id", "start_date")
    events = book.table("usage_events").join(lines, "subscription_id")
    return Doubt(named(events.filter(events.day < events.start_date), "event_id"), events)


def usage_before_contract(book: Book) -> Doubt:
    """Usage whose period had ended before the account's first contract line starts."""
    lines = book.table("subscriptions")
    first = lines.group_by("account_id").aggregate(first=lines.start_date.min())
    usage = book.table("usage").filter(lambda row: row.feature == ALL_FEATURES).join(first, "account_id")
    before = usage.filter(usage.period_start + usage.period_days.as_interval("D") <= usage["first"])
    return Doubt(named(before, "account_id"), usage)


def tickets_before_signup(book: Book) -> Doubt:
    """Tickets opened before the day the account signed up."""
    accounts = book.table("accounts")
    signed = accounts.group_by("account_id").aggregate(signup=accounts.signup_date.min())
    tickets = book.table("tickets").join(signed, "account_id")
    return Doubt(named(tickets.filter(tickets.opened_at.date() < tickets.signup), "ticket_id"), tickets)


def tickets_closed_before_opened(book: Book) -> Doubt:
    """Tickets closed before they were opened."""
    tickets = book.table("tickets")
    return Doubt(named(tickets.filter(tickets.closed_at < tickets.opened_at), "ticket_id"), tickets)


def repeated_usage_ids(book: Book) -> Doubt:
    """Ids of usage events that stand more than once in one file."""
    repeats = book.table("repeats")
    return Doubt(named(repeats.filter(repeats.table_name == "usage_events"), "row_key"), book.table("usage_events"))


def repeated_keys(book: Book) -> Doubt:
    """Keys of other tables that stand more than once in one file."""
    repeats = book.table("repeats")
    others = repeats.filter(repeats.table_name != "usage_events")
    known = [book.table(name).select(row=ibis.literal(1)) for name in TABLES if name != "usage_events"]
    return Doubt(others.select(example=others.table_name + ": " + others.row_key), ibis.union(*known))


def flagged_without_churn_event(book: Book) -> Doubt:
    """Accounts that the source marks as churned without having recorded a loss."""
    flagged = newest_accounts(book).filter(lambda row: row.flagged_churned)
    return Doubt(named(flagged.anti_join(book.table("churn_events"), "account_id"), "account_id"), flagged)


def churn_event_without_flag(book: Book) -> Doubt:
    """Accounts with a recorded loss that the source does not mark as churned."""
    unflagged = newest_accounts(book).filter(lambda row: ~row.flagged_churned)
    return Doubt(named(unflagged.semi_join(book.table("churn_events"), "account_id"), "account_id"), unflagged)


def accounts_without_owner(book: Book) -> Doubt:
    """Accounts nobody looks after."""
    accounts = newest_accounts(book)
    return Doubt(named(accounts.filter(accounts.owner.isnull()), "account_id"), accounts)


def owners_without_address(book: Book) -> Doubt:
    """Owners who are no e-mail address, so no person in Slack can be matched with them."""
    owners = newest_accounts(book).filter(lambda row: row.owner.notnull()).select("owner").distinct()
    return Doubt(named(owners.filter(~owners.owner.contains("@")), "owner"), owners)


def malformed_addresses(book: Book) -> Doubt:
    """Owners with an address that no mail server takes."""
    owners = newest_accounts(book).filter(lambda row: row.owner.contains("@")).select("owner").distinct()
    return Doubt(named(owners.filter(~owners.owner.re_search(ADDRESS)), "owner"), owners)


def same_names(book: Book) -> Doubt:
    """Accounts that are called like another, whatever the case."""
    return _shared(book, "name")


def same_domains(book: Book) -> Doubt:
    """Accounts that have the domain of another."""
    return _shared(book, "domain")


def accounts_without_usage(book: Book) -> Doubt:
    """Accounts without a single row of usage."""
    accounts = newest_accounts(book)
    return Doubt(named(accounts.anti_join(book.table("usage"), "account_id"), "account_id"), accounts)


def unknown_accounts(book: Book) -> Doubt:
    """Rows of accounts that the book does not know."""
    rows = ibis.union(*[_owned(book, name) for name in FACT_TABLES])
    lost = rows.anti_join(book.table("accounts"), "account_id")
    return Doubt(named(lost, "account_id"), rows)


def future_dates(book: Book, today: date) -> Doubt:
    """Rows of things that happened, dated after today."""
    names = [name for name in FACT_TABLES if name not in PLANNED]
    rows = ibis.union(*[_dated(book, name) for name in names])
    return Doubt(named(rows.filter(rows.day > today), "place"), rows)


def subscriptions_ending_before_start(book: Book) -> Doubt:
    """Contract lines that end before they start."""
    lines = book.table("subscriptions")
    return Doubt(named(lines.filter(lines.end_date < lines.start_date), "subscription_id"), lines)


def overlapping_subscriptions(book: Book) -> Doubt:
    """Contract lines of one account and product that start while an earlier one still runs."""
    lines = book.table("subscriptions").mutate(runs_until=ibis.coalesce(ibis._.end_date, ibis.date("9999-12-31")))
    one = ibis.window(
        group_by=["account_id", "product"], order_by=["start_date", "subscription_id"], preceding=(None, 1)
    )
    earlier = lines.mutate(busy_until=lines.runs_until.max().over(one))
    return Doubt(named(earlier.filter(earlier.busy_until > earlier.start_date), "subscription_id"), lines)


def quarantined_rows(book: Book) -> Doubt:
    """Rows that wait in quarantine."""
    rows = book.table("quarantine").select("table_name", "file", "line").distinct()
    named = rows.select(example=rows.table_name + " line " + rows.line.cast("string"))
    known = [book.table(name).select(row=ibis.literal(1)) for name in TABLES]
    return Doubt(named, ibis.union(*known, rows.select(row=ibis.literal(1))))


def _shared(book: Book, column: str) -> Doubt:
    accounts = newest_accounts(book).filter(lambda row: row[column].notnull())
    accounts = accounts.mutate(key=accounts[column].strip().lower())
    shared = accounts.mutate(times=accounts.count().over(group_by="key")).filter(lambda row: row.times > 1)
    return Doubt(named(shared, column), accounts)


def _owned(book: Book, name: str) -> ir.Table:
    return book.table(name).select("account_id")


def _dated(book: Book, name: str) -> ir.Table:
    table = book.table(name)
    first_key = table[TABLES[name].key[0]]
    return table.select(day=day_of(table, name), place=ibis.literal(f"{name} ") + first_key)
