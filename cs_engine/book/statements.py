"""The SQL by which staged rows enter the book; every name in it comes from the table declarations."""

from collections.abc import Iterable
from string import Template

from cs_engine.frames.columns import Column, Kind, Table

REPEATS = Template("""
    INSERT INTO $repeats
    SELECT '$load_id', '$table', $now, s.source_file, $key_text, count(*)
    FROM $staged AS s GROUP BY s.source_file, $key HAVING count(*) > 1
""")
KEEP_LAST = Template("""
    DELETE FROM $staged AS s
    USING (SELECT $key, max(source_row) AS last_row FROM $staged AS s GROUP BY $key HAVING count(*) > 1) AS b
    WHERE $same_key AND s.source_row < b.last_row
""")
TOUCHED = Template("""
    CREATE TABLE $touched AS
    WITH changed AS (
        SELECT s.account_id, s.day, b.account_id AS account_before, b.day AS day_before
        FROM $staged AS s LEFT JOIN $book AS b ON $same_key
        WHERE b.event_id IS NULL OR $different
    )
    SELECT account_id, day FROM changed
    UNION SELECT account_before, day_before FROM changed WHERE account_before IS NOT NULL
""")
DELETE_CHANGED = Template("DELETE FROM $book AS b USING $staged AS s WHERE $same_key AND ($different)")
INSERT_MISSING = Template("""
    INSERT INTO $book ($names)
    SELECT $values FROM $staged AS s WHERE NOT EXISTS (SELECT 1 FROM $book AS b WHERE $same_key)
    ORDER BY s.source_row
""")
REBUILD = Template("""
    CREATE TABLE $rebuilt AS
    WITH e AS (SELECT e.* FROM $events AS e JOIN $touched AS t ON e.account_id = t.account_id AND e.day = t.day),
    per_feature AS (
        SELECT e.*, e.feature AS counted_as FROM e WHERE e.feature <> '*'
        UNION ALL SELECT e.*, '*' AS counted_as FROM e
    )
    SELECT account_id, product, counted_as AS feature, day AS period_start, 1 AS period_days,
        CAST(sum(COALESCE(events, 1)) AS BIGINT) AS events,
        NULLIF(count(DISTINCT user_id), 0) AS active_users,
        CAST(sum(CAST(minutes AS DECIMAL(28, 6))) AS DOUBLE PRECISION) AS minutes,
        CAST(sum(errors) AS BIGINT) AS errors,
        max(known_at) AT TIME ZONE 'UTC' AS known_at,
        row_number() OVER (ORDER BY account_id, day, product, counted_as) AS source_row
    FROM per_feature GROUP BY account_id, product, counted_as, day
""")
"""An event that does not say how much was done counts as one; minutes add up as decimals, which is exact."""
DELETE_VANISHED = Template("""
    DELETE FROM $book AS b USING $touched AS t
    WHERE b.account_id = t.account_id AND b.period_start = t.day AND b.period_days = 1
        AND NOT EXISTS (SELECT 1 FROM $rebuilt AS s WHERE $same_key)
""")
FORGET_FILE = Template("DELETE FROM $ledger WHERE table_name = ? AND file = ?")
QUARANTINE = Template("""
    INSERT INTO $quarantine
    SELECT '$load_id', s.table_name, $now, s.file, s.line, s.column_name, s.value, s.reason FROM $staged AS s
""")
LOADS = Template("INSERT INTO $loads VALUES ('$load_id', ?, $now, ?, ?, ?, ?, ?, ?)")
DIGEST = Template("SELECT count(*), sum(CAST(md5_number_lower(CAST(t AS VARCHAR)) AS HUGEINT)) FROM $book AS t")
"""The same for the same rows, in whatever order they lie."""
STAGING_SCHEMAS = """
    SELECT schema_name FROM duckdb_schemas()
    WHERE database_name = current_database() AND starts_with(schema_name, 'staging_')
"""
NOW = "CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP)"


def words(table: Table) -> dict[str, str]:
    """Return what a table's declaration puts into the statements; ``s`` is a staged row, ``b`` one of the book."""
    keys = [table.column(name) for name in table.key]
    others = [column for column in table.columns if column.name not in table.key]
    return {
        "table": table.name,
        "now": NOW,
        "key": ", ".join(f's."{column.name}"' for column in keys),
        "key_text": "concat_ws(' / ', {})".format(", ".join(f's."{column.name}"' for column in keys)),
        "names": ", ".join(f'"{column.name}"' for column in table.columns),
        "values": ", ".join(_value(column) for column in table.columns),
        "same_key": " AND ".join(_same(column) for column in keys),
        "different": _different(others),
    }


def _value(column: Column) -> str:
    """Return a staged value as the book stores it: staged instants carry their zone, the book's do not."""
    return f"s.\"{column.name}\" AT TIME ZONE 'UTC'" if column.kind is Kind.INSTANT else f's."{column.name}"'


def _same(column: Column) -> str:
    """Compare a part of the key; plain equality where it is never empty lets the database skip what cannot match."""
    return f'b."{column.name}" {"=" if column.required else "IS NOT DISTINCT FROM"} {_value(column)}'


def _different(columns: Iterable[Column]) -> str:
    return " OR ".join(f'b."{column.name}" IS DISTINCT FROM {_value(column)}' for column in columns)
