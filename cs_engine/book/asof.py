"""What was known at an instant: the view of a canonical table that every fact is computed from.

Which rows and values count is derived from the declarations in ``frames`` and nowhere else, so that no fact can
look into its own future. The instant itself is a placeholder in the expression: an expression is compiled to SQL
once and asked about many instants.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

import ibis
import ibis.expr.types as ir

from cs_engine.frames.columns import Column, Kind, Table
from cs_engine.frames.tables import TABLES

PLACEHOLDER = re.compile(r"\{(instant|today|limit)(-\d+)?\}")
SECONDS_PER_HOUR = 3600


def instant(days_ago: int = 0) -> ir.TimestampScalar:
    """Return the placeholder of the instant in UTC, or of the one so many times 24 hours earlier."""
    return _placeholder("instant", days_ago).cast("timestamp")


def today(days_ago: int = 0) -> ir.DateScalar:
    """Return the placeholder of the calendar day at the instant; the days before it are over."""
    return _placeholder("today", days_ago).cast("date")


def limit(days_ago: int = 0) -> ir.DateScalar:
    """Return the placeholder of the first calendar day that has not begun before the instant."""
    return _placeholder("limit", days_ago).cast("date")


def local_days(as_of: datetime) -> tuple[date, date]:
    """Return the calendar day at ``as_of`` and the first day that has not begun before it, both local.

    Raises:
        ValueError: ``as_of`` has no time zone.
    """
    if as_of.tzinfo is None:
        raise ValueError("as_of has no time zone")
    day = as_of.date()
    return day, day if as_of.time() == time.min else day + timedelta(days=1)


def fill(sql: str, as_of: datetime) -> str:
    """Return ``sql`` with its placeholders filled for one aware instant."""
    day, first_not_begun = local_days(as_of)
    bases = {"instant": as_of.astimezone(UTC).replace(tzinfo=None), "today": day, "limit": first_not_begun}

    def moment(found: re.Match[str]) -> str:
        return str(bases[found[1]] + timedelta(days=int(found[2] or 0)))

    return PLACEHOLDER.sub(moment, sql)


def view(rows: ir.Table, name: str) -> ir.Table:
    """Return the rows of canonical table ``name`` known before the instant, with later values taken out.

    Args:
        rows: the table as it stands in the book.
        name: its canonical name; the declaration of that name decides.

    Returns:
        One row per known row. A value that became known later is empty. ``usage`` gains ``age``: whole days
        from the end of the period to the instant, never negative.
    """
    table = TABLES[name]
    rows = rows.mutate(age=today().delta(rows.period_start, unit="day") - rows.period_days) if name == "usage" else rows
    known = rows.filter(_known_row(rows, table))
    if "known_at" in rows.columns:
        known = known.filter(known.known_at.isnull() | (known.known_at < instant()))
    hidden = {column.name: _known_value(known, table, column) for column in table.columns if column.known_by}
    if name == "tickets":
        hidden["first_response_hours"] = _known_first_response(known)
    return known.mutate(**hidden) if hidden else known


def _placeholder(name: str, days_ago: int) -> ir.StringScalar:
    return ibis.literal(f"{{{name}-{days_ago}}}" if days_ago else f"{{{name}}}")


def _known_row(rows: ir.Table, table: Table) -> ir.BooleanValue:
    if table.name == "usage":
        return (rows.period_start < today()) & (rows.age >= 0)
    known = _before(rows[table.known_by], table.column(table.known_by))
    if table.column(table.known_by).required:
        return known
    if table.known_else is None:
        return rows[table.known_by].isnull() | known
    instead = rows[table.known_by].isnull() & _before(rows[table.known_else], table.column(table.known_else))
    return known | instead | (rows[table.known_by].isnull() & rows[table.known_else].isnull())


def _known_value(rows: ir.Table, table: Table, column: Column) -> ir.Value:
    decider = table.column(column.known_by or column.name)
    return ibis.cases((_before(rows[decider.name], decider), rows[column.name]))


def _before(moment: ir.Value, column: Column) -> ir.BooleanValue:
    """Days count once they have begun, instants once they have passed."""
    return moment < (limit() if column.kind is Kind.DATE else instant())


def _known_first_response(tickets: ir.Table) -> ir.Value:
    waited = instant().epoch_seconds() - tickets.opened_at.epoch_seconds()
    return ibis.cases((tickets.first_response_hours * SECONDS_PER_HOUR < waited, tickets.first_response_hours))
