"""Where all accounts stood at two instants, counted without opening a document."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, String, and_, case, func, select, type_coerce

from cs_engine.records.flows import Flow, Place
from cs_engine.storage.rows import FROM_BOOK
from cs_engine.storage.tables import SNAPSHOTS


def scored_instants(connection: Connection) -> list[datetime]:
    """Return the instants at which the whole book was scored, ascending."""
    wanted = select(SNAPSHOTS.c.as_of).where(SNAPSHOTS.c.cause.in_(FROM_BOOK)).distinct()
    return list(connection.scalars(wanted.order_by(SNAPSHOTS.c.as_of)))


def flows(connection: Connection, start: datetime, end: datetime) -> list[Flow]:
    """Return how many accounts went from where to where between two instants, in the order of places."""
    before, after = (SNAPSHOTS.alias() for _ in range(2))
    then = and_(after.c.account_id == before.c.account_id, after.c.as_of == end)
    gone = before.outerjoin(after, then)
    counts = {}
    for joined, condition in (
        (gone, before.c.as_of == start),
        (_newcomers(before, after, start), and_(after.c.as_of == end, before.c.account_id.is_(None))),
    ):
        places = _place(before), _place(after)
        wanted = select(*places, func.count()).select_from(joined).where(condition).group_by(*places)
        for one, other, accounts in connection.execute(wanted):
            counts[Place(one), Place(other)] = accounts
    order = list(Place)
    known = sorted(counts.items(), key=lambda each: (order.index(each[0][0]), order.index(each[0][1])))
    return [Flow(one, other, accounts) for (one, other), accounts in known]


def formulas(connection: Connection, instant: datetime) -> set[str]:
    """Return the formulas that scores of an instant were made by."""
    wanted = select(SNAPSHOTS.c.formula_version).where(SNAPSHOTS.c.as_of == instant).distinct()
    return set(connection.scalars(wanted))


def _newcomers(before: FromClause, after: FromClause, start: datetime) -> FromClause:
    return after.outerjoin(before, and_(before.c.account_id == after.c.account_id, before.c.as_of == start))


def _place(snapshot: FromClause) -> ColumnElement[str]:
    known = snapshot.c
    return case(
        (known.account_id.is_(None), Place.ABSENT.value),
        (known.status == Place.LEFT.value, Place.LEFT.value),
        (known.band.is_(None), Place.UNSCORED.value),
        else_=_word(known.band),
    )


def _word(band: ColumnElement[object]) -> ColumnElement[str]:
    """Return a band as the word it is kept as."""
    return type_coerce(band, String)
