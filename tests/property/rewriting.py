"""A loaded book whose future can be rewritten, as views over its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import ibis

from cs_engine.book.door import SCHEMA, Book
from cs_engine.frames.tables import TABLES

DATES_BY_TABLE = {
    "contacts": "since",
    "subscriptions": "start_date",
    "tickets": "opened_at",
    "responses": "delivered_at",
    "orders": "ordered_at",
    "invoices": "issued_date",
    "touchpoints": "at",
    "milestones": "planned_on",
    "churn_events": "churn_date",
}
"""The column whose moment makes a row known."""


@dataclass(frozen=True, slots=True)
class Future:
    """What lies at or after an instant, as SQL text. It knows nothing of how the book looks at its own past."""

    as_of: datetime

    @property
    def instant(self) -> str:
        """The instant in UTC."""
        return f"TIMESTAMP '{self.as_of.astimezone(UTC).replace(tzinfo=None)}'"

    @property
    def day(self) -> str:
        """The first local day that has not begun before the instant."""
        midnight = self.as_of.timetz().replace(tzinfo=None) == time.min
        return f"DATE '{self.as_of.date() + timedelta(days=0 if midnight else 1)}'"

    def hidden(self, column: str) -> str:
        """Return whether the moment in ``column`` was still to come, or never came."""
        bound = self.instant if _is_instant(column) else self.day
        return f"({column} IS NULL OR {column} >= {bound})"

    def moved(self, column: str, key: str) -> str:
        """Return ``column`` with every moment to come replaced by another one to come, or by none."""
        bound = self.instant if _is_instant(column) else self.day
        other = f"{bound} + to_days(CAST(hash({key}, '{column}') % 300 AS INTEGER))"
        other = other if _is_instant(column) else f"CAST({other} AS DATE)"
        return (
            f"CASE WHEN NOT {self.hidden(column)} THEN {column} WHEN hash({key}) % 3 = 0 THEN NULL "
            f"ELSE {other} END AS {column}"
        )

    def replaced(self, column: str, known_by: str, value: str) -> str:
        """Return ``column`` with ``value`` wherever the moment in ``known_by`` was still to come."""
        return f"CASE WHEN {self.hidden(known_by)} THEN {value} ELSE {column} END AS {column}"


def _is_instant(column: str) -> bool:
    return column.endswith("_at") or column in {"valid_from", "at"}


@contextmanager
def rewritable(book: Path) -> Iterator[Book]:
    """Yield a book in memory whose tables are views over those of a loaded book."""
    backend = ibis.duckdb.connect()
    backend.raw_sql(f"ATTACH '{book}' AS loaded (READ_ONLY)")
    backend.create_database(SCHEMA)
    rewritten = Book(backend, "duckdb://rewritten")
    as_loaded(rewritten)
    yield rewritten
    backend.disconnect()


def as_loaded(book: Book) -> None:
    """Show the tables as they were loaded."""
    for name in TABLES:
        _show(book, name, f"SELECT * FROM loaded.book.{name}")


def rewrite_after(book: Book, as_of: datetime) -> None:
    """Rewrite whatever became known at or after ``as_of``, and add rows that became known then."""
    future = Future(as_of)
    for name, changes in _rewritten_values(future).items():
        old = f"SELECT * REPLACE ({', '.join(changes)}) FROM loaded.book.{name}" if changes else _all(name)
        _show(book, name, " UNION ALL BY NAME ".join([old, *_later_rows(name, future)]))
    _show(book, "accounts", _accounts(future))
    _show(book, "usage", _usage(future))


def _all(name: str) -> str:
    return f"SELECT * FROM loaded.book.{name}"


def _show(book: Book, name: str, query: str) -> None:
    book.backend.raw_sql(f"CREATE OR REPLACE VIEW book.{name} AS {query}")


def _rewritten_values(future: Future) -> dict[str, list[str]]:
    """Return, per table, the columns whose values became known after their row."""
    hours = f"date_diff('second', opened_at, {future.instant}) / 3600.0"
    answered_later = f"CASE WHEN first_response_hours < {hours} THEN first_response_hours ELSE {hours} + 5 END"
    return {
        "contacts": [future.moved("left_on", "contact_id")],
        "subscriptions": [
            future.moved("end_date", "subscription_id"),
            future.replaced("end_reason", "end_date", "'rewritten'"),
            future.moved("notice_date", "subscription_id"),
            future.moved("paused_from", "subscription_id"),
            future.replaced("paused_until", "paused_from", f"{future.day} + 40"),
        ],
        "tickets": [
            future.moved("closed_at", "ticket_id"),
            future.moved("reopened_at", "ticket_id"),
            future.replaced("csat", "closed_at", "1.0"),
            f"{answered_later} AS first_response_hours",
        ],
        "responses": [
            future.moved("responded_at", "response_id"),
            future.replaced("score", "responded_at", "0.0"),
            future.replaced("comment", "responded_at", "'rewritten'"),
        ],
        "orders": [],
        "invoices": [future.moved("paid_date", "invoice_id")],
        "touchpoints": [],
        "milestones": [future.moved("done_date", "milestone_id")],
        "churn_events": [],
    }


def _later_rows(name: str, future: Future) -> Iterator[str]:
    """Yield copies of rows: some dated later, some dated as before that arrived later."""
    key, dated = TABLES[name].key[0], DATES_BY_TABLE[name]
    bound = future.instant if _is_instant(dated) else future.day
    yield f"""SELECT * REPLACE ('later-' || {key} AS {key}, {bound} AS "{dated}") FROM loaded.book.{name}"""
    yield f"SELECT * REPLACE ('late-' || {key} AS {key}, {future.instant} AS known_at) FROM loaded.book.{name}"


def _accounts(future: Future) -> str:
    """Versions to come say something else; so does a row without history, which is the newest state."""
    changes = (
        "'left' AS status, DATE '2020-01-01' AS status_since, 'rewritten@example.com' AS owner, "
        "'rewritten@example.com' AS backup, 'rewritten' AS segment, 'rewritten' AS plan, 1 AS seats, "
        "'rewritten' AS parent_id, '1,2,3' AS quiet_months, 'XXX' AS currency"
    )
    known, loaded = f"valid_from < {future.instant}", "FROM loaded.book.accounts WHERE"
    newcomer = "'later-' || account_id AS account_id"
    parts = (
        f"SELECT * {loaded} {known}",
        f"SELECT * REPLACE ({changes}) {loaded} ({known}) IS NOT TRUE",
        f"SELECT * REPLACE ({changes}, {future.instant} AS valid_from) {loaded} {known}",
        f"SELECT * REPLACE ({newcomer}, {future.instant} AS valid_from) {loaded} {known}",
        f"SELECT * REPLACE ({newcomer}, {future.day} AS signup_date) {loaded} valid_from IS NULL",
    )
    return " UNION ALL ".join(parts)


def _usage(future: Future) -> str:
    """Periods that end later, periods to come, and old periods that arrived later, all with far more use."""
    more = "active_users + 1000 AS active_users, events + 1000 AS events"
    running = f"CAST({future.day} - CAST(hash(account_id) % 6 AS INTEGER) AS DATE) AS period_start, 7 AS period_days"
    some = "FROM loaded.book.usage WHERE hash(account_id, period_start) % 10 = 0"
    return (
        f"{_all('usage')} UNION ALL SELECT * REPLACE ({more}, {running}) {some} "
        f"UNION ALL SELECT * REPLACE ({more}, {future.day} AS period_start) {some} "
        f"UNION ALL SELECT * REPLACE ({more}, 'late' AS feature, {future.instant} AS known_at) {some}"
    )
