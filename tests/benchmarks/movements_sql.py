"""The same movements and cohorts as ours in hand-written DuckDB SQL, and the large book both are asked about."""

from pathlib import Path

from cs_engine.book.door import open_book
from cs_engine.frames.customers import SUBSCRIPTIONS

ACCOUNTS = 100_000
MONTHS = 60
FIRST = "2021-11-01"
END = "2026-11-01"
"""Five years of closed months."""

FILL = f"""
INSERT INTO {{table}} ({{columns}})
WITH accounts AS (
    SELECT i, hash(i) AS h, DATE '{FIRST}' - 200 + CAST(hash(i, 1) % 1700 AS INTEGER) AS began,
           1 + CAST(hash(i, 2) % 8 AS INTEGER) AS years
    FROM range({ACCOUNTS}) AS t(i)
),
lines AS (
    SELECT *, hash(i, 3, y) AS r,
           CAST(began + CAST(y AS INTEGER) * INTERVAL 1 YEAR AS DATE)
             + CASE WHEN y > 0 AND hash(i, 4, y) % 20 = 0 THEN 5 + CAST(hash(i, 5, y) % 60 AS INTEGER) ELSE 0 END AS f,
           CAST(began + CAST(y + 1 AS INTEGER) * INTERVAL 1 YEAR AS DATE) - 1 AS l
    FROM accounts, range(6) AS u(y)
    WHERE y < years AND CAST(began + CAST(y AS INTEGER) * INTERVAL 1 YEAR AS DATE) < DATE '{END}'
)
SELECT 'S' || i || '-' || y, 'A' || lpad(CAST(i AS VARCHAR), 6, '0'),
       CASE WHEN h % 5 = 0 AND y % 2 = 1 THEN 'suite' ELSE 'app' END,
       CASE WHEN h % 3 = 0 THEN 'pro' ELSE 'team' END,
       f, CASE WHEN l < DATE '{END}' OR h % 2 = 0 THEN l END,
       5 + (h + y * 3) % 40, CAST((5 + (h + y * 3) % 40) * (20 + y) * 100 + r % 100 AS DOUBLE) / 100, 'EUR',
       CASE WHEN r % 30 = 0 THEN f + 60 END, CASE WHEN r % 30 = 0 THEN f + 60 + CAST(r % 180 AS INTEGER) END
FROM lines
"""
COLUMNS = (
    "subscription_id, account_id, product, plan, start_date, end_date, seats, mrr, currency, paused_from, paused_until"
)
PERIODS = """
CREATE OR REPLACE TEMP TABLE periods AS
WITH accounts AS (SELECT account_id, row_number() OVER () AS who FROM {table} GROUP BY account_id),
offers AS (
    SELECT account_id, coalesce(product, '') AS product, coalesce(plan, '') AS plan, row_number() OVER () AS offer
    FROM {table} GROUP BY ALL
),
paid AS (
    SELECT subscription_id, who AS account_id, offers.product, offer,
           CASE WHEN seats > 0 THEN seats END AS seats, CAST(round(mrr * 100) AS BIGINT) AS cents,
           start_date AS f, coalesce(end_date, DATE '2200-01-01') AS l, paused_from AS pf,
           CASE WHEN paused_from IS NOT NULL THEN coalesce(paused_until, DATE '2200-01-01') - 1 END AS pl
    FROM {table} AS line JOIN accounts ON accounts.account_id = line.account_id
    JOIN offers ON offers.account_id = line.account_id AND offers.product = coalesce(line.product, '')
     AND offers.plan = coalesce(line.plan, '')
    WHERE NOT coalesce(is_trial, false) AND mrr > 0 AND start_date < DATE '{end}'
),
starts AS (SELECT DISTINCT account_id, product, f FROM paid),
handed AS (
    SELECT paid.* REPLACE (CASE WHEN starts.f IS NOT NULL AND paid.f < paid.l THEN paid.l - 1 ELSE paid.l END AS l)
    FROM paid LEFT JOIN starts
      ON starts.account_id = paid.account_id AND starts.product = paid.product AND starts.f = paid.l
),
ordered AS (
    SELECT *, max(l) OVER (PARTITION BY account_id ORDER BY f, subscription_id
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered
    FROM handed WHERE l >= f
),
gaps AS (SELECT account_id, covered AS l, f AS resumed FROM ordered WHERE f - covered - 1 BETWEEN 1 AND 30),
bridged AS (
    SELECT ordered.* EXCLUDE (covered) REPLACE (coalesce(gaps.resumed - 1, ordered.l) AS l)
    FROM ordered LEFT JOIN gaps USING (account_id, l)
),
cut AS (
    SELECT * REPLACE (CASE WHEN pl - pf >= 90 THEN least(l, pf + 89) ELSE l END AS l,
                      CASE WHEN pl - pf >= 90 THEN least(pl, pf + 89) ELSE pl END AS pl) FROM bridged
    UNION ALL
    SELECT * REPLACE (pl + 1 AS f, NULL AS pf, NULL AS pl) FROM bridged WHERE pl - pf >= 90 AND f <= pl
),
again AS (
    SELECT *, max(l) OVER w AS covered FROM cut WHERE f <= l
    WINDOW w AS (PARTITION BY account_id ORDER BY f, subscription_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT *, sum(CASE WHEN covered IS NULL OR f > covered + 1 THEN 1 ELSE 0 END) OVER (
    PARTITION BY account_id ORDER BY f, subscription_id) AS spell
FROM again
"""
MOVEMENTS = """
WITH ends AS (
    SELECT m, CAST(DATE '{first}' + CAST(m AS INTEGER) * INTERVAL 1 MONTH AS DATE) - 1 AS b
    FROM range({months} + 1) AS t(m)
),
held AS (
    SELECT m, account_id, offer, any_value(spell) AS spell, sum(cents) AS cents,
           CASE WHEN count(seats) = count(*) THEN sum(seats) END AS seats,
           sum(CASE WHEN b BETWEEN pf AND pl THEN cents ELSE 0 END) AS paused
    FROM periods JOIN ends ON f <= b AND l >= b
    GROUP BY m, account_id, offer
),
turned AS (
    SELECT m, account_id, offer, 0 AS was_cents, 0 AS was_paused, 0 AS was_spell, NULL AS was_seats,
           cents AS now_cents, paused AS now_paused, spell AS now_spell, seats AS now_seats FROM held
    UNION ALL
    SELECT m + 1, account_id, offer, cents, paused, spell, seats, 0, 0, 0, NULL FROM held
),
priced AS (
    SELECT m, account_id, sum(was_cents) AS was_cents, sum(was_paused) AS was_paused, max(was_spell) AS was_spell,
           sum(now_cents) AS now_cents, sum(now_paused) AS now_paused, max(now_spell) AS now_spell,
           CASE WHEN sum(was_cents) > 0 AND sum(now_cents) > 0 THEN coalesce(greatest(sum(now_cents)
             - round_even(sum(now_seats) * sum(was_cents) / sum(was_seats), 0), 0), 0) ELSE 0 END AS higher
    FROM turned GROUP BY m, account_id, offer
),
sides AS (
    SELECT m, account_id, sum(was_cents) AS s, sum(was_paused) AS sp, max(was_spell) AS ss, sum(now_cents) AS e,
           sum(now_paused) AS ep, max(now_spell) AS es, sum(higher) AS higher
    FROM priced WHERE m BETWEEN 1 AND {months} GROUP BY m, account_id
),
seen AS (SELECT account_id, min(f) AS first_day FROM periods GROUP BY ALL),
told AS (
    SELECT m, s, sp, e, ep, ss = es AND ss > 0 AS stayed, first_day > b AS is_new,
           CASE WHEN ss = es AND ss > 0 THEN higher ELSE 0 END AS price
    FROM sides JOIN seen USING (account_id) JOIN (SELECT m + 1 AS m, b FROM ends) USING (m)
)
SELECT m, sum(s - sp), sum(CASE WHEN NOT stayed AND is_new THEN e ELSE 0 END),
       sum(CASE WHEN NOT stayed AND NOT is_new THEN e ELSE 0 END),
       sum(CASE WHEN stayed THEN greatest(e - s - price, 0) ELSE 0 END), sum(price),
       sum(CASE WHEN stayed THEN least(e - s - price, 0) ELSE 0 END),
       -sum(CASE WHEN stayed THEN 0 ELSE s END), sum(sp - ep), sum(e - ep)
FROM told GROUP BY m ORDER BY m
"""
COHORTS = """
WITH ends AS (
    SELECT m, CAST(DATE '{first}' + CAST(m + 1 AS INTEGER) * INTERVAL 1 MONTH AS DATE) - 1 AS b
    FROM range({months}) AS t(m)
),
seen AS (
    SELECT account_id, datediff('month', DATE '{first}', min(f)) AS started FROM periods GROUP BY ALL
    HAVING min(f) >= DATE '{first}' AND min(f) < DATE '{end}'
),
spells AS (SELECT account_id, min(f) AS f, max(l) AS l FROM periods GROUP BY account_id, spell)
SELECT started, m - started AS k, count(*) AS active
FROM spells JOIN seen USING (account_id) JOIN ends ON f <= b AND l >= b
GROUP BY ALL ORDER BY ALL
"""


def write_large_book(path: Path) -> int:
    """Write five years of contracts of 100,000 customers, and return how many lines that is."""
    with open_book(f"duckdb://{path}", write=True) as book:
        book.change(FILL.format(table=book.sql_name(SUBSCRIPTIONS.name), columns=COLUMNS))
        return int(book.ask(f"SELECT count(*) FROM {book.sql_name(SUBSCRIPTIONS.name)}")[0][0])
