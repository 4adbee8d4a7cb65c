"""Purchases and names as known at an instant, for what is computed over all accounts at once."""

from datetime import datetime

import pandas as pd

from cs_engine.book import asof
from cs_engine.book.facts_accounts import account_versions
from cs_engine.book.facts_prepared import prepare
from cs_engine.book.opened import Book


def order_lines(book: Book, as_of: datetime) -> pd.DataFrame:
    """Return the purchases before an instant.

    Returns:
        One row per order, sorted: ``account_id``, ``ordered_at`` (UTC, without zone), ``amount``, ``currency``.

    Raises:
        ValueError: ``as_of`` has no time zone.
    """
    known = asof.view(book.table("orders"), "orders").select("account_id", "ordered_at", "amount", "currency")
    found = prepare(book.backend, known).at(as_of)
    return found.sort_values(["account_id", "ordered_at", "amount"], ignore_index=True)


def account_names(book: Book, as_of: datetime) -> pd.DataFrame:
    """Return who the accounts are: one row each, sorted: ``account_id``, ``name``, ``domain`` (empty if unknown).

    Raises:
        ValueError: ``as_of`` has no time zone.
    """
    known = account_versions(asof.view(book.table("accounts"), "accounts")).select("account_id", "name", "domain")
    return prepare(book.backend, known).at(as_of).sort_values("account_id", ignore_index=True)
