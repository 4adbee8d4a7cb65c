"""What journeys are read from beside whole tables: accounts as they were then, and the errors that users met."""

from datetime import datetime

import pandas as pd

from cs_engine.book import asof
from cs_engine.book.facts_accounts import account_versions
from cs_engine.book.facts_prepared import prepare
from cs_engine.book.opened import Book
from cs_engine.frames.contracts import DTYPES
from cs_engine.frames.tables import TABLES


def known_accounts(book: Book, as_of: datetime) -> pd.DataFrame:
    """Return the accounts known before an instant, in the version valid then, one row each, sorted by id.

    Raises:
        ValueError: ``as_of`` has no time zone.
    """
    found = prepare(book.backend, account_versions(asof.view(book.table("accounts"), "accounts"))).at(as_of)
    columns = (column for column in TABLES["accounts"].columns if column.name in found)
    kinds = {column.name: DTYPES[column.kind] for column in columns}
    return found[list(kinds)].astype(kinds).sort_values("account_id", ignore_index=True)


def usage_errors(book: Book, as_of: datetime) -> pd.DataFrame:
    """Return the errors that users met, one row per account, feature and period with any.

    Returns:
        Columns ``account_id``, ``feature``, ``period_start`` and ``errors`` (above zero), sorted.

    Raises:
        ValueError: ``as_of`` has no time zone.
    """
    usage = asof.view(book.table("usage"), "usage")
    met = usage.filter(usage.errors > 0)
    summed = met.group_by("account_id", "feature", "period_start").agg(errors=met.errors.sum())
    found = prepare(book.backend, summed).at(as_of)
    return found.astype({"errors": "int64"}).sort_values(["account_id", "feature", "period_start"], ignore_index=True)
