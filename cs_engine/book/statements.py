"""The SQL by which staged rows enter the book, in DuckDB and PostgreSQL alike.

Every name in it comes from the table declarations. ``s`` is a staged row, ``b`` a row of the book.
"""

from collections.abc import Iterable
from string import Template

from cs_engine.frames.columns import Column, Kind, Table

REPEATED = Template("""
    CREATE TABLE $repeated AS
    SELECT $key, max(s.source_row) AS last_row FROM $staged AS s GROUP BY $key HAVING count(*) > 1
""")
"""One pass over all keys, and usually an empty table; only if it is not do the next two statements run."""
REPEATS = Template("""
    INSERT INTO $repeats (load_id, table_name, loaded_at, file, row_key, times)
    SELECT '$load_id', '$table', $now, s.source_file, $key_text, count(*)
    FROM $staged AS s JOIN $repeated AS r ON $repeated_key GROUP BY s.source_file, $key HAVING count(*) > 1
""")
KEEP_LAST = Template("DELETE FROM $staged AS s USING $repeated AS r WHERE $repeated_key AND s.source_row < r.last_row")
MATCHED = Template("""
    CREATE TABLE $matched AS
    SELECT s.source_row, ($different) AS changed FROM $staged AS s JOIN $book AS b ON $same_key
""")
"""Which staged rows the book has already, and whether they differ from its own."""
COUNT_MATCHED = Template("SELECT count(*), COALESCE(sum(CASE WHEN changed THEN 1 ELSE 0 END), 0) FROM $matched")
DELETE_CHANGED = Template("""
    DELETE FROM $book AS b
    USING (SELECT s.* FROM $staged AS s JOIN $matched AS m ON s.source_row = m.source_row WHERE m.changed) AS s
    WHERE $same_key
""")
INSERT_ALL = Template("INSERT INTO $book ($names) SELECT $values FROM $staged AS s")
INSERT_MISSING = Template("""
    INSERT INTO $book ($names) SELECT $values FROM $staged AS s
    WHERE NOT EXISTS (SELECT 1 FROM $matched AS m WHERE m.source_row = s.source_row AND NOT m.changed)
""")
TOUCHED_BY_NEW = Template("CREATE TABLE $touched AS SELECT DISTINCT account_id, day FROM $staged")
TOUCHED = Template("""
    CREATE TABLE $touched AS
    SELECT s.account_id, s.day FROM $staged AS s
    WHERE NOT EXISTS (SELECT 1 FROM $matched AS m WHERE m.source_row = s.source_row AND NOT m.changed)
    UNION
    SELECT b.account_id, b.day FROM $book AS b JOIN $staged AS s ON $same_key
    JOIN $matched AS m ON m.source_row = s.source_row WHERE m.changed
""")
"""Days on which an event is new, has changed, or stood until now."""
DAYS = Template("""
    SELECT e.account_id, e.product, CASE WHEN GROUPING(e.feature) = 1 THEN '*' ELSE e.feature END AS feature,
        e.day AS period_start, 1 AS period_days,
        CAST(sum(COALESCE(e.events, 1)) AS BIGINT) AS events,
        NULLIF(count(DISTINCT e.user_id), 0) AS active_users,
        CAST(sum(CAST(floor(e.minutes * 1000000 + 0.5) AS BIGINT)) AS DOUBLE PRECISION) / 1000000 AS minutes,
        CAST(sum(e.errors) AS BIGINT) AS errors, max(e.known_at) AS known_at
    FROM $events AS e $which
    GROUP BY GROUPING SETS ((e.account_id, e.product, e.day, e.feature), (e.account_id, e.product, e.day))
    HAVING GROUPING(e.feature) = 1 OR e.feature <> '*'
""")
"""One row per day, product and feature, and one for the whole product.

An event that does not say how much was done counts as one. Minutes add up as whole millionths, which is exact.
"""
ON_TOUCHED_DAYS = Template(
    "WHERE EXISTS (SELECT 1 FROM $touched AS t WHERE t.account_id = e.account_id AND t.day = e.day)"
)
AS_IN_BOOK = Template("(SELECT $named_values FROM $staged AS s)")
"""Staged rows in the form of the book's."""
INSERT_DAYS = Template("INSERT INTO $book ($names) $days")
DELETE_DAYS = Template("""
    DELETE FROM $book AS b USING $touched AS t
    WHERE b.account_id = t.account_id AND b.period_start = t.day AND b.period_days = 1
""")
FORGET_FILE = Template("DELETE FROM $ledger WHERE table_name = $$1 AND file = $$2")
QUARANTINE = Template("""
    INSERT INTO $quarantine (load_id, table_name, loaded_at, file, line, column_name, value, reason, "row")
    SELECT '$load_id', s.table_name, $now, s.file, s.line, s.column_name, s.value, s.reason, s."row" FROM $staged AS s
""")
LOADS = Template("""
    INSERT INTO $loads (load_id, table_name, loaded_at, rows_read, rows_new, rows_updated, rows_unchanged,
        rows_quarantined, rows_repeated, reading)
    VALUES ('$load_id', $$1, $now, $$2, $$3, $$4, $$5, $$6, $$7, $$8)
""")
ANY_ROW = Template("SELECT 1 FROM $book LIMIT 1")
NOW = "CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP)"


def words(table: Table) -> dict[str, str]:
    """Return what a table's declaration puts into the statements."""
    keys = [table.column(name) for name in table.key]
    others = [column for column in table.columns if column.name not in table.key]
    return {
        "table": table.name,
        "now": NOW,
        "key": ", ".join(f's."{column.name}"' for column in keys),
        "key_text": "concat_ws(' / ', {})".format(", ".join(f's."{column.name}"' for column in keys)),
        "names": ", ".join(f'"{column.name}"' for column in table.columns),
        "values": ", ".join(_value(column) for column in table.columns),
        "named_values": ", ".join(f'{_value(column)} AS "{column.name}"' for column in table.columns),
        "same_key": " AND ".join(_same(column, _value(column)) for column in keys),
        "repeated_key": " AND ".join(_equal(column, f'r."{column.name}"', f's."{column.name}"') for column in keys),
        "different": _different(others),
    }


def _value(column: Column) -> str:
    """Return a staged value as the book stores it: staged instants carry their zone, the book's do not."""
    return f"s.\"{column.name}\" AT TIME ZONE 'UTC'" if column.kind is Kind.INSTANT else f's."{column.name}"'


def _same(column: Column, value: str) -> str:
    return _equal(column, f'b."{column.name}"', value)


def _equal(column: Column, left: str, right: str) -> str:
    """Compare a part of the key; plain equality where it is never empty lets the database skip what cannot match."""
    return f"{left} {'=' if column.required else 'IS NOT DISTINCT FROM'} {right}"


def _different(columns: Iterable[Column]) -> str:
    return " OR ".join(f'b."{column.name}" IS DISTINCT FROM {_value(column)}' for column in columns)
