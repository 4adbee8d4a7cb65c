"""What every check of the book returns: doubtful rows, out of which."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from cs_engine.book.opened import Book


@dataclass(frozen=True, slots=True)
class Doubt:
    """Doubtful ``rows``, and the rows ``of`` which they are a part.

    ``rows`` have one column, ``example``: what names the doubtful row to a person.
    """

    rows: ir.Table
    of: ir.Table


def named(rows: ir.Table, column: str) -> ir.Table:
    """Return the rows by what names them."""
    return rows.select(example=rows[column])


def newest_accounts(book: Book) -> ir.Table:
    """Return the newest version of every account."""
    accounts = book.table("accounts")
    newest = ibis.row_number().over(group_by=accounts.account_id, order_by=accounts.valid_from.desc())
    return accounts.mutate(version=newest).filter(lambda row: row.version == 0)
