"""A large book for benchmarks: 20,000 accounts, 18 million usage rows, made inside DuckDB in seconds."""

from pathlib import Path

import duckdb

from cs_engine.book.door import open_book

ACCOUNTS = 20_000
DAYS = 100
"""Daily rows per account and feature; with as many weekly rows before them a year and a quarter is covered."""
WEEKS = 50
FEATURES = 6
ROWS = ACCOUNTS * FEATURES * (DAYS + WEEKS)
"""18 million."""
LAST_DAY = "2026-11-21"


def write_large_book(path: Path) -> None:
    """Write the book to ``path``: usage by account, product, feature and period, ordered by period as loads leave it.

    The recent days are daily rows, the time before them weekly ones; feature 0 is the whole product, and every
    fourth account has a second product.
    """
    with open_book(f"duckdb://{path}", write=True):
        pass
    with duckdb.connect(str(path)) as connection:
        connection.execute(_ACCOUNTS)
        connection.execute(_USAGE)


_ACCOUNTS = f"""
INSERT INTO book.accounts BY NAME
SELECT printf('ACC-%05d', a) AS account_id, 'Account ' || a AS name, DATE '2024-01-01' AS signup_date,
       ['DE', 'US', 'GB', 'CN', 'FR'][1 + a % 5] AS country, ['mid', 'enterprise', 'digital'][1 + a % 3] AS segment,
       TIMESTAMP '2024-01-01' AS valid_from
FROM range({ACCOUNTS}) t(a)
"""
_USAGE = f"""
INSERT INTO book.usage BY NAME
WITH periods AS (
    SELECT p,
           CASE WHEN p < {WEEKS} THEN DATE '{LAST_DAY}' - {DAYS} - 7 * ({WEEKS} - p)::INTEGER + 1
                ELSE DATE '{LAST_DAY}' - ({WEEKS + DAYS} - p)::INTEGER + 1 END AS period_start,
           CASE WHEN p < {WEEKS} THEN 7 ELSE 1 END AS period_days
    FROM range({WEEKS + DAYS}) t(p)
)
SELECT printf('ACC-%05d', a) AS account_id,
       CASE WHEN a % 4 = 0 AND f >= 3 THEN 'chat' ELSE 'desk' END AS product,
       CASE WHEN f % 3 = 0 THEN '*' ELSE 'feature ' || f END AS feature,
       period_start, period_days,
       (hash(a, f, p) % 200)::BIGINT AS events,
       (hash(p, a, f) % 40)::BIGINT AS active_users,
       (hash(f, p, a) % 600)::DOUBLE AS minutes,
       (hash(a, p) % 3)::BIGINT AS errors
FROM periods, range({ACCOUNTS}) t(a), range({FEATURES}) u(f)
ORDER BY p
"""
