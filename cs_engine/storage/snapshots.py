"""Snapshots in and out of the memory; the table ``current`` follows in the same transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, select, tuple_
from sqlalchemy.sql.schema import Table

from cs_engine.policy import SEVERITY
from cs_engine.records.account import Basis
from cs_engine.records.bands import Band
from cs_engine.records.sight import Sight
from cs_engine.storage.database import Insert, upserting
from cs_engine.storage.names import fold, fold_domain
from cs_engine.storage.rows import FROM_BOOK, MONTHLY, Mark, Rate, SnapshotRow
from cs_engine.storage.sight import in_sight
from cs_engine.storage.tables import CURRENT, SNAPSHOTS

_FIELDS = tuple(field.name for field in fields(SnapshotRow))
_FINDING = _FIELDS[:-1]
_KEY = ("account_id", "as_of")
COLUMNS = tuple(SNAPSHOTS.c[name] for name in _FIELDS)
"""What makes a ``SnapshotRow``, in its order."""
IS_CURRENT = (CURRENT.c.account_id == SNAPSHOTS.c.account_id) & (CURRENT.c.as_of == SNAPSHOTS.c.as_of)

NO_BAND = len(SEVERITY)
"""Behind every band; such accounts are in no list."""

_CURRENT_OF = (
    select(*COLUMNS)
    .select_from(CURRENT.join(SNAPSHOTS, IS_CURRENT))
    .where(CURRENT.c.account_id == bindparam("account"))
)
_OF_ACCOUNT = select(*COLUMNS).where(SNAPSHOTS.c.account_id == bindparam("account"))
_CHILDREN_OF = (
    select(*COLUMNS)
    .select_from(CURRENT.join(SNAPSHOTS, IS_CURRENT))
    .where(CURRENT.c.parent_id == bindparam("parent"))
    .order_by(CURRENT.c.account_id)
)


def write(connection: Connection, rows: Sequence[SnapshotRow]) -> None:
    """Add the snapshots, replacing those of the same account and instant.

    ``current`` keeps the latest of each account.
    """
    if not rows:
        return
    connection.execute(_upsert(connection, SNAPSHOTS, _FIELDS), [_values(row, _FIELDS) for row in rows])
    names = (*_FINDING, "name_key", "domain_key", "owner_key", "backup_key", "severity")
    statement = _upsert(connection, CURRENT, names, only_if_not_older=True)
    connection.execute(statement, [_values(row, _FINDING) | _keys(row) for row in rows])


def current(connection: Connection, account_id: str, sight: Sight) -> SnapshotRow | None:
    """Return the latest snapshot of the account, or ``None`` when there is none in sight."""
    record = connection.execute(_CURRENT_OF.where(*in_sight(sight)), {"account": account_id}).first()
    return None if record is None else SnapshotRow(*record)


def children(connection: Connection, parent_id: str) -> list[SnapshotRow]:
    """Return the latest snapshots of the accounts below a parent, by account."""
    return [SnapshotRow(*record) for record in connection.execute(_CHILDREN_OF, {"parent": parent_id})]


def of_account(
    connection: Connection, account_id: str, since: datetime | None, until: datetime | None
) -> list[SnapshotRow]:
    """Return the account's snapshots in ``[since, until)``, oldest first; an open end is ``None``."""
    wanted = _OF_ACCOUNT.where(*_within(since, until))
    found = connection.execute(wanted.order_by(SNAPSHOTS.c.as_of), {"account": account_id})
    return [SnapshotRow(*record) for record in found]


def page_between(
    connection: Connection, start: datetime, end: datetime, after: SnapshotRow | None, limit: int
) -> list[SnapshotRow]:
    """Return the next snapshots in ``[start, end)`` behind ``after``, by instant and account."""
    wanted = select(*COLUMNS).where(*_within(start, end))
    if after is not None:
        wanted = wanted.where(tuple_(SNAPSHOTS.c.as_of, SNAPSHOTS.c.account_id) > (after.as_of, after.account_id))
    ordered = wanted.order_by(SNAPSHOTS.c.as_of, SNAPSHOTS.c.account_id).limit(limit)
    return [SnapshotRow(*record) for record in connection.execute(ordered)]


def marks(connection: Connection, accounts: Sequence[str], start: datetime, end: datetime) -> list[Mark]:
    """Return which snapshots in ``[start, end)`` these accounts have, by account and instant."""
    wanted = select(*(SNAPSHOTS.c[field.name] for field in fields(Mark)))
    between = wanted.where(SNAPSHOTS.c.account_id.in_(accounts), *_within(start, end))
    ordered = between.order_by(SNAPSHOTS.c.account_id, SNAPSHOTS.c.as_of)
    return [Mark(*record) for record in connection.execute(ordered)]


def at_instant(connection: Connection, instant: datetime, accounts: Sequence[str]) -> list[SnapshotRow]:
    """Return the snapshots that these accounts have at one instant, by account."""
    wanted = select(*COLUMNS).where(SNAPSHOTS.c.as_of == instant, SNAPSHOTS.c.account_id.in_(accounts))
    return [SnapshotRow(*record) for record in connection.execute(wanted.order_by(SNAPSHOTS.c.account_id))]


def formula_versions(connection: Connection, start: datetime, end: datetime) -> set[str]:
    """Return the formula versions of the snapshots in ``[start, end)``."""
    return set(connection.scalars(select(SNAPSHOTS.c.formula_version).where(*_within(start, end)).distinct()))


def instants(connection: Connection, after: datetime | None) -> list[datetime]:
    """Return the instants that have snapshots, ascending, later than ``after`` if given."""
    wanted = select(SNAPSHOTS.c.as_of).distinct().order_by(SNAPSHOTS.c.as_of)
    if after is not None:
        wanted = wanted.where(SNAPSHOTS.c.as_of > after)
    return list(connection.scalars(wanted))


def is_from_book(connection: Connection, as_of: datetime) -> bool:
    """Tell whether any snapshot at an instant came from the book, and not all from what people did."""
    found = select(SNAPSHOTS.c.account_id).where(SNAPSHOTS.c.as_of == as_of, SNAPSHOTS.c.cause.in_(FROM_BOOK))
    return connection.execute(found.limit(1)).first() is not None


def rate(connection: Connection, band: Band, *, monthly: bool) -> Rate | None:
    """Return a chance of loss that accounts of a band were last judged by, ``None`` when that was assumed."""
    columns = CURRENT.c
    term = columns.term_months == MONTHLY if monthly else columns.term_months != MONTHLY
    wanted = select(columns.probability, columns.probability_n).where(
        columns.band == band, columns.probability_basis == Basis.BASE_RATE, term
    )
    found = connection.execute(wanted.limit(1)).first()
    return None if found is None else Rate(*found)


def digest(connection: Connection, as_of: datetime) -> str:
    """Return the SHA-256 over ``account_id digest`` lines of all snapshots at ``as_of``, by account."""
    wanted = select(SNAPSHOTS.c.account_id, SNAPSHOTS.c.digest).where(SNAPSHOTS.c.as_of == as_of)
    lines = sorted(f"{account_id} {found}\n" for account_id, found in connection.execute(wanted))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _within(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    conditions = []
    if since is not None:
        conditions.append(SNAPSHOTS.c.as_of >= since)
    if until is not None:
        conditions.append(SNAPSHOTS.c.as_of < until)
    return conditions


def _upsert(connection: Connection, table: Table, names: Sequence[str], *, only_if_not_older: bool = False) -> Insert:
    statement = upserting(connection, table)
    key = [column.name for column in table.primary_key]
    return statement.on_conflict_do_update(
        index_elements=key,
        set_={name: statement.excluded[name] for name in names if name not in key},
        where=statement.excluded.as_of >= table.c.as_of if only_if_not_older else None,
    )


def _values(row: SnapshotRow, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


def _keys(row: SnapshotRow) -> dict[str, object]:
    return {
        "name_key": fold(row.name),
        "domain_key": fold_domain(row.domain) if row.domain else None,
        "owner_key": fold(row.owner) if row.owner else None,
        "backup_key": fold(row.backup) if row.backup else None,
        "severity": NO_BAND if row.band is None else SEVERITY.index(row.band),
    }
