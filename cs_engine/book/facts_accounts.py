"""Accounts: the version of each account that was valid at the instant."""

import ibis
import ibis.expr.types as ir


def account_versions(accounts: ir.Table) -> ir.Table:
    """Return one row per account known before the instant.

    The latest version that had begun wins; a row without ``valid_from`` ("as loaded") serves where none had.

    Args:
        accounts: the as-of view of ``accounts``.

    Returns:
        The canonical columns, and ``versioned``: the row is from the account's own history.
    """
    rows = accounts.mutate(versioned=accounts.valid_from.notnull())
    newest_first = ibis.window(group_by="account_id", order_by=[rows.versioned.desc(), rows.valid_from.desc()])
    placed = rows.mutate(place=ibis.row_number().over(newest_first))
    return placed.filter(placed.place == 0).drop("place", "valid_from")
