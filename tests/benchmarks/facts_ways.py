"""The usage facts of a large book in three ways: ours, hand-written SQL, and pandas.

``python -m tests.benchmarks.facts_ways WAY BOOK`` prints a digest of its answer, by which the three are seen to be
equal; then it answers once more for every line it reads, and prints the seconds and its peak
memory in bytes.
"""

import hashlib
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import FactsQuery
from cs_engine.book.facts_rounding import round_significant
from cs_engine.book.facts_workdays import Workdays

AS_OF = datetime(2026, 11, 22, tzinfo=UTC)
TODAY = AS_OF.date()
RECENT = 28
WINDOWS = {"active_users": (0, 28), "active_users_prior": (28, 112), "active_users_last_year": (364, 392)}
FACTS = [
    *WINDOWS,
    *("peer_trend", "active_days", "business_days", "events", "events_per_user", "features_used"),
    *("features_known", "worst_product_trend", "usage_age_days", "usage_history_weeks"),
]
USED = ("account_id", "product", "feature", "period_start", "period_days", "events", "active_users", "known_at")
Way = Callable[[], pd.DataFrame]


@contextmanager
def ours(book: Path) -> Iterator[Way]:
    """All facts of the book, usage among them, as a refresh asks for them: compiled once, asked for many instants."""
    with open_book(f"duckdb://{book}") as opened:
        query = FactsQuery.prepare(opened)
        yield lambda: query.at(AS_OF)


@contextmanager
def by_hand(book: Path) -> Iterator[Way]:
    """Hand-written SQL for DuckDB; business days are a table."""
    with duckdb.connect(str(book), read_only=True) as connection:
        connection.register("workdays", workdays())
        yield lambda: connection.execute(SQL).df().set_index("account_id")


@contextmanager
def in_pandas(book: Path) -> Iterator[Way]:
    """Rows read from the book into pandas, as every refresh would have to, and grouped there."""
    with duckdb.connect(str(book), read_only=True) as connection:

        def ask() -> pd.DataFrame:
            usage = connection.execute(f"SELECT {', '.join(USED)} FROM book.usage").df()
            accounts = connection.execute("SELECT account_id, country, segment FROM book.accounts").df()
            return pandas_facts(usage, accounts.set_index("account_id"))

        yield ask


WAYS: Mapping[str, Callable[[Path], AbstractContextManager[Way]]] = {"ours": ours, "sql": by_hand, "pandas": in_pandas}


def workdays() -> pd.DataFrame:
    """Return one row per country and business day among the last 28."""
    calendar = Workdays()
    rows = [
        (country, TODAY - timedelta(days=age + 1))
        for country in ("DE", "US", "GB", "CN", "FR")
        for age in range(RECENT)
        if calendar.bits(country, TODAY) >> age & 1
    ]
    return pd.DataFrame(rows, columns=["country", "day"]).astype({"day": "datetime64[us]"})


SQL = f"""
WITH known AS NOT MATERIALIZED (
    SELECT account_id, product, feature, period_start, period_days, events, active_users, feature = '*' AS whole,
           date_diff('day', period_start, DATE '{TODAY}') - period_days AS age
    FROM book.usage
    WHERE period_start < DATE '{TODAY}' AND (known_at IS NULL OR known_at < TIMESTAMP '{TODAY}')
), weeks AS (
    SELECT account_id, product, CASE WHEN age < 112 OR age BETWEEN 364 AND 391 THEN age // 7 ELSE -1 END AS week,
           max(active_users) FILTER (whole) AS whole_users, max(active_users) FILTER (NOT whole) AS part_users,
           sum(events) FILTER (whole) AS whole_events, sum(events) FILTER (NOT whole) AS part_events,
           min(period_start) AS first_day, min(age) AS age
    FROM known WHERE age >= 0 GROUP BY ALL
), per_product AS (
    SELECT account_id, product, min(first_day) AS first_day, min(age) AS age, count(whole_users) > 0 AS has_whole,
           CASE WHEN has_whole THEN avg(whole_users) FILTER (week BETWEEN 0 AND 3)
                ELSE avg(part_users) FILTER (week BETWEEN 0 AND 3) END AS now,
           CASE WHEN has_whole THEN avg(whole_users) FILTER (week BETWEEN 4 AND 15)
                ELSE avg(part_users) FILTER (week BETWEEN 4 AND 15) END AS prior,
           CASE WHEN has_whole THEN avg(whole_users) FILTER (week BETWEEN 52 AND 55)
                ELSE avg(part_users) FILTER (week BETWEEN 52 AND 55) END AS last_year,
           coalesce(sum(whole_events) FILTER (week BETWEEN 0 AND 3),
                    sum(part_events) FILTER (week BETWEEN 0 AND 3)) AS events
    FROM weeks GROUP BY ALL
), features AS (
    SELECT product, count(*) AS known FROM (
        SELECT DISTINCT product, feature FROM known
        WHERE NOT whole AND age >= 0 AND (events > 0 OR active_users > 0))
    GROUP BY ALL
), per_account AS (
    SELECT account_id, sum(now) AS active_users, sum(prior) AS active_users_prior, sum(events) AS events,
           sum(last_year) AS active_users_last_year, sum(features.known) AS features_known, min(age) AS usage_age_days,
           (date_diff('day', min(first_day), DATE '{TODAY}') - min(age)) // 7 AS usage_history_weeks,
           min(now / nullif(prior, 0)) AS worst_product_trend, arg_min(product, now / nullif(prior, 0)) AS worst_product
    FROM per_product LEFT JOIN features USING (product) GROUP BY ALL
), recent AS NOT MATERIALIZED (
    SELECT account_id, product, feature, whole, period_start, period_days FROM known
    WHERE period_start >= DATE '{TODAY}' - 35 AND age BETWEEN 0 AND 27 AND (events > 0 OR active_users > 0)
), breadth AS (
    SELECT account_id, count(*) AS features_used
    FROM (SELECT DISTINCT account_id, product, feature FROM recent WHERE NOT whole) GROUP BY ALL
), days AS (
    SELECT account_id, count(*) AS active_days
    FROM (SELECT DISTINCT account_id, period_start FROM recent WHERE period_days = 1)
    JOIN book.accounts USING (account_id)
    JOIN workdays ON workdays.country = accounts.country AND day = period_start GROUP BY ALL
), calendar AS (SELECT country, count(*) AS business_days FROM workdays GROUP BY ALL)
SELECT account_id, per_account.* EXCLUDE (account_id), active_days, features_used, business_days,
       events / nullif(active_users, 0) AS events_per_user,
       median(active_users / nullif(active_users_prior, 0)) OVER (PARTITION BY segment) AS peer_trend
FROM book.accounts LEFT JOIN per_account USING (account_id) LEFT JOIN breadth USING (account_id)
LEFT JOIN days USING (account_id)
LEFT JOIN calendar USING (country)
ORDER BY account_id
"""


def pandas_facts(usage: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the same facts with group-bys of pandas."""
    today = pd.Timestamp(TODAY)
    age = (today - usage["period_start"]).dt.days - usage["period_days"]
    known = (age >= 0) & (usage["known_at"].isna() | (usage["known_at"] < today))
    whole = usage["feature"] == "*"
    rows = usage.assign(
        age=age,
        week=np.where((age < 112) | age.between(364, 391), age // 7, -1),
        whole_users=usage["active_users"].where(whole),
        part_users=usage["active_users"].where(~whole),
        whole_events=usage["events"].where(whole),
        part_events=usage["events"].where(~whole),
        whole=whole,
        used=(usage["events"] > 0) | (usage["active_users"] > 0),
    )[known]
    found = _pandas_accounts(_pandas_products(rows), today).join(_pandas_recent(rows, accounts), how="left")
    found = accounts.join(found, how="left").sort_index()
    trend = found["active_users"] / found["active_users_prior"].where(found["active_users_prior"] != 0)
    return found.assign(
        business_days=found["country"].map(workdays().groupby("country").size()),
        events_per_user=found["events"] / found["active_users"].where(found["active_users"] != 0),
        peer_trend=trend.groupby(found["segment"]).transform("median"),
    )


def _pandas_products(rows: pd.DataFrame) -> pd.DataFrame:
    weeks = rows.groupby(["account_id", "product", "week"], as_index=False).agg(
        whole_users=("whole_users", "max"),
        part_users=("part_users", "max"),
        whole_events=("whole_events", "sum"),
        part_events=("part_events", "sum"),
        first_day=("period_start", "min"),
        age=("age", "min"),
    )
    keys = ["account_id", "product"]
    products = weeks.groupby(keys).agg(
        first_day=("first_day", "min"), age=("age", "min"), has_whole=("whole_users", "count")
    )
    for name, (start, end) in WINDOWS.items():
        window = weeks[weeks["week"].between(start // 7, end // 7 - 1)].groupby(keys)
        products[name] = window["whole_users"].mean().where(products["has_whole"] > 0, window["part_users"].mean())
    recent = weeks[weeks["week"].between(0, 3)].groupby(keys)
    products["events"] = recent["whole_events"].sum()
    features = rows[~rows["whole"] & rows["used"]].groupby("product")["feature"].nunique()
    return products.reset_index().merge(features.rename("features_known"), on="product", how="left")


def _pandas_accounts(products: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    products = products.assign(trend=products["active_users"] / products["active_users_prior"])
    accounts = products.groupby("account_id").agg(
        **{name: (name, "sum") for name in (*WINDOWS, "events", "features_known")},
        usage_age_days=("age", "min"),
        first_day=("first_day", "min"),
        worst_product_trend=("trend", "min"),
    )
    covered = (today - accounts["first_day"]).dt.days - accounts["usage_age_days"]
    return accounts.assign(usage_history_weeks=covered // 7)


def _pandas_recent(rows: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    recent = rows[(rows["age"] < RECENT) & rows["used"]]
    parts = recent[~recent["whole"]].drop_duplicates(["account_id", "product", "feature"])
    days = recent[recent["period_days"] == 1].drop_duplicates(["account_id", "period_start"])
    days = days.assign(country=days["account_id"].map(accounts["country"]))
    days = days.merge(workdays(), left_on=["country", "period_start"], right_on=["country", "day"])
    used = parts.groupby("account_id").size().rename("features_used")
    return pd.concat([used, days.groupby("account_id").size().rename("active_days")], axis="columns")


def digest(facts: pd.DataFrame) -> str:
    """Return what two equal answers share: the hash of all numbers, rounded as facts are."""
    ordered = facts.sort_index()
    numbers = [round_significant(ordered[name].to_numpy(np.float64, na_value=np.nan)) for name in FACTS]
    return hashlib.sha256(np.column_stack(numbers).tobytes()).hexdigest()


def main(way: str, book: Path) -> None:
    """Answer once to warm up and tell the digest; then once per line read, and tell the cost."""
    with WAYS[way](book) as ask:
        _tell(digest(ask()))
        for _ in sys.stdin:
            start = time.perf_counter()
            ask()
            _tell(f"{time.perf_counter() - start} {peak_memory()}")


def peak_memory() -> int:
    """Return the most memory this process has ever held, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
