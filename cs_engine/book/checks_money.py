"""Doubts about contracts and prices."""

from datetime import date

import ibis
import ibis.expr.types as ir

from cs_engine.book.doubt import Doubt, named, newest_accounts
from cs_engine.book.opened import Book

WITHOUT_CONTRACT = ("trial", "left")
"""Statuses in which an account need not have a contract line."""


def lines_without_mrr(book: Book, today: date) -> Doubt:
    """Running contract lines without a price; trials have none."""
    lines = _running(book, today)
    return Doubt(named(lines.filter(lines.mrr.isnull()), "subscription_id"), lines)


def lines_for_nothing(book: Book, today: date) -> Doubt:
    """Running contract lines at a price of zero or less that are no trial."""
    lines = _running(book, today)
    return Doubt(named(lines.filter(lines.mrr <= 0), "subscription_id"), lines)


def lines_without_currency(book: Book) -> Doubt:
    """Contract lines with a price whose currency neither they nor their account names."""
    accounts = newest_accounts(book).filter(lambda row: row.currency.notnull())
    priced = book.table("subscriptions").filter(lambda row: row.mrr > 0)
    lost = priced.filter(priced.currency.isnull()).anti_join(accounts, "account_id")
    return Doubt(named(lost, "subscription_id"), priced)


def mixed_currencies(book: Book) -> Doubt:
    """Accounts whose priced contract lines are in more than one currency."""
    priced = book.table("subscriptions").filter(lambda row: row.mrr > 0)
    accounts = priced.group_by("account_id").aggregate(currencies=priced.currency.nunique())
    return Doubt(named(accounts.filter(accounts.currencies > 1), "account_id"), accounts)


def accounts_without_contract(book: Book) -> Doubt:
    """Accounts without any contract line, in a book that has lines of others."""
    lines = book.table("subscriptions")
    anybody = lines.aggregate(lines=lines.count()).filter(lambda row: row.lines > 0).select(any=ibis.literal(1))
    accounts = newest_accounts(book)
    paying = accounts.filter(accounts.status.fill_null("").notin(WITHOUT_CONTRACT)).cross_join(anybody)
    return Doubt(named(paying.anti_join(lines, "account_id"), "account_id"), accounts)


def renewals_passed(book: Book, today: date) -> Doubt:
    """Contract lines past their renewal that neither ended, nor renew by themselves, nor were followed by another."""
    lines = book.table("subscriptions")
    open_ended = lines.filter(lines.end_date.isnull(), ~lines.auto_renew.fill_null(False), lines.renewal_date < today)
    last = lines.group_by("account_id").aggregate(latest=lines.start_date.max())
    passed = open_ended.join(last, "account_id").filter(lambda row: row.latest < row.renewal_date)
    return Doubt(named(passed, "subscription_id"), lines)


def _running(book: Book, today: date) -> ir.Table:
    """Return contract lines that are paid for today."""
    lines = book.table("subscriptions")
    begun = lines.filter(lines.start_date <= today, lines.end_date.isnull() | (lines.end_date >= today))
    return begun.filter(~begun.is_trial.fill_null(False))
