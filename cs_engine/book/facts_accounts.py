"""Accounts: the version of each account that was valid at the instant."""

import ibis
import ibis.expr.types as ir

from cs_engine.book.facts_first import is_first


def account_versions(accounts: ir.Table) -> ir.Table:
    """Return one row per account known before the instant.

    The latest version that had begun wins; a row without ``valid_from`` ("as loaded") serves where none had.

    Args:
        accounts: the as-of view of ``accounts``.

    Returns:
        The canonical columns, and ``versioned``: the row is from the account's own history.
    """
    rows = accounts.mutate(versioned=accounts.valid_from.notnull())
    newest = is_first(rows, ["account_id"], [rows.versioned.desc(), rows.valid_from.desc()])
    return rows.mutate(newest=newest).filter(ibis._.newest).drop("newest", "valid_from")
