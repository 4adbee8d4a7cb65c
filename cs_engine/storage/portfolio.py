"""Finding, listing and counting accounts by their latest snapshots."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from cs_engine.policy import SEVERITY
from cs_engine.records.bands import Band
from cs_engine.records.portfolio import BandTotal
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.storage.names import fold, fold_domain
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.sight import in_sight
from cs_engine.storage.snapshots import COLUMNS
from cs_engine.storage.tables import CURRENT, SNAPSHOTS

_ORDER = ("rank", "severity", "arr", "account_id")


@dataclass(frozen=True, slots=True)
class Newest:
    """How new the memory is: the latest snapshot's instant and the last day its data covers."""

    as_of: datetime
    data_ends: date


def _finding(sight: Sight) -> CompoundSelect[int, str, str]:
    keys = (("exact", CURRENT.c.account_id), ("name_key", CURRENT.c.name_key), ("domain_key", CURRENT.c.domain_key))
    found = (_looked_up(tier, column == bindparam(key), sight) for tier, (key, column) in enumerate(keys))
    return union_all(*found).order_by("tier", "account_id")


def _looked_up(tier: int, condition: ColumnElement[bool], sight: Sight) -> Select[int, str, str]:
    wanted = select(literal(tier).label("tier"), CURRENT.c.account_id, CURRENT.c.name)
    return wanted.where(condition, *in_sight(sight))


_FIND = _finding(EVERYTHING)
"""Built once for those who may see everything, who are most."""


def find(connection: Connection, query: str, sight: Sight) -> list[tuple[str, str]]:
    """Return ``(account_id, name)`` of the accounts in sight that ``query`` names exactly.

    An id wins over names, names win over domains; of the first kind that fits, every account is returned.
    """
    keys = {"exact": query.strip(), "name_key": fold(query), "domain_key": fold_domain(query)}
    finding = _FIND if sight == EVERYTHING else _finding(sight)
    found = [(tier, (account_id, name)) for tier, account_id, name in connection.execute(finding, keys)]
    return [account for tier, account in found if tier == found[0][0]]


def names(connection: Connection, sight: Sight) -> list[tuple[str, str]]:
    """Return ``(account_id, name)`` of every account in sight, by name."""
    wanted = select(CURRENT.c.account_id, CURRENT.c.name).where(*in_sight(sight))
    ordered = wanted.order_by(CURRENT.c.name_key, CURRENT.c.account_id)
    return [(account_id, name) for account_id, name in connection.execute(ordered)]


def newest(connection: Connection) -> Newest | None:
    """Return how new the memory is, or ``None`` when it holds no snapshot."""
    latest = select(CURRENT.c.as_of, CURRENT.c.data_ends).order_by(CURRENT.c.as_of.desc()).limit(1)
    record = connection.execute(latest).first()
    return None if record is None else Newest(*record)


def page(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], offset: int, limit: int
) -> tuple[list[SnapshotRow], int]:
    """Return one page of the accounts that have a band, worst first, and how many there are in all.

    Order: expected revenue at risk x urgency, then the band, then ARR (unknown last), then the id.
    """
    total = connection.scalar(select(func.count()).select_from(CURRENT).where(*conditions)) or 0
    wanted = select(CURRENT).where(*conditions).order_by(*_ordered(CURRENT.c)).offset(offset).limit(limit).subquery()
    this = (wanted.c.account_id == SNAPSHOTS.c.account_id) & (wanted.c.as_of == SNAPSHOTS.c.as_of)
    rows = select(*COLUMNS).select_from(wanted.join(SNAPSHOTS, this)).order_by(*_ordered(wanted.c))
    return [SnapshotRow(*record) for record in connection.execute(rows)], total


def band_totals(connection: Connection, owner: str | None, sight: Sight) -> tuple[BandTotal, ...]:
    """Return accounts and ARR per currency of every band that has accounts in sight, worst band first."""
    wanted = (
        select(CURRENT.c.band, CURRENT.c.currency, func.count(), func.count(CURRENT.c.arr), func.sum(CURRENT.c.arr))
        .where(*listed(owner, sight=sight))
        .group_by(CURRENT.c.band, CURRENT.c.currency)
        .order_by(CURRENT.c.currency)
    )
    accounts: dict[Band, int] = defaultdict(int)
    arr: dict[Band, list[tuple[str, float]]] = defaultdict(list)
    for band, currency, count, priced, total in connection.execute(wanted):
        accounts[band] += count
        if priced and currency is not None:
            arr[band].append((currency, round(total, 2)))
    return tuple(BandTotal(band, accounts[band], tuple(arr[band])) for band in SEVERITY if band in accounts)


def status_counts(connection: Connection, owner: str | None, sight: Sight) -> tuple[tuple[str, int], ...]:
    """Return how many accounts in sight have a status instead of a band, by status."""
    conditions = (CURRENT.c.band.is_(None), *_owned(owner), *in_sight(sight))
    wanted = select(CURRENT.c.status, func.count()).where(*conditions)
    grouped = wanted.group_by(CURRENT.c.status).order_by(CURRENT.c.status)
    return tuple((status, count) for status, count in connection.execute(grouped))


def unassigned(connection: Connection, sight: Sight) -> int:
    """Return how many accounts in sight have a band and no owner."""
    conditions = (*listed(None, sight=sight), CURRENT.c.owner_key.is_(None))
    return connection.scalar(select(func.count()).select_from(CURRENT).where(*conditions)) or 0


def csm(connection: Connection, email: str) -> str | None:
    """Return the address as the book writes it when this person owns accounts or is their backup, else ``None``."""
    key = fold(email)
    mine = or_(CURRENT.c.owner_key == key, CURRENT.c.backup_key == key)
    spelled = case((CURRENT.c.owner_key == key, CURRENT.c.owner), else_=CURRENT.c.backup)
    found: str | None = connection.scalar(select(func.min(spelled)).where(mine))
    return found


def owners(connection: Connection) -> list[str]:
    """Return everybody who owns an account, as the book writes them, by name."""
    wanted = select(func.min(CURRENT.c.owner)).where(CURRENT.c.owner_key.is_not(None)).group_by(CURRENT.c.owner_key)
    return list(connection.scalars(wanted.order_by(CURRENT.c.owner_key)))


def listed(
    owner: str | None, bands: Sequence[Band] = (), segment: str | None = None, sight: Sight = EVERYTHING
) -> tuple[ColumnElement[bool], ...]:
    """Return what makes an account part of a list: it has a band, fits what was asked for, and may be seen."""
    in_band = CURRENT.c.band.in_(bands) if bands else CURRENT.c.band.is_not(None)
    in_segment = () if segment is None else (CURRENT.c.segment == segment,)
    return (in_band, *in_segment, *_owned(owner), *in_sight(sight))


def _owned(owner: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if owner is None else (CURRENT.c.owner_key == fold(owner),)


def _ordered(columns: ReadOnlyColumnCollection[str, Any]) -> tuple[ColumnElement[object], ...]:
    rank, severity, arr, account_id = (columns[name] for name in _ORDER)
    return (rank.desc(), severity, arr.desc().nulls_last(), account_id)
