"""A desk with a real book and a real memory, both files, and small customers to put on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from cs_engine.book.door import open_book
from cs_engine.frames.tables import TABLES
from cs_engine.health.reading import load_presets
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.metrics.stake import BaseRates
from cs_engine.records.account import HealthReport
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.memory import open_memory
from cs_engine.service.scoring.instants import end_of
from cs_engine.service.scoring.memories import snapshot_row
from cs_engine.service.scoring.refresh import PIECE, Refreshed, Scoring, refresh
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store
from tests.builders import Row, arrow_rows
from tests.unit.health.accounts import BALANCED, an_account, assessed

ZONE = ZoneInfo("Europe/Berlin")
SUNDAY = date(2026, 11, 15)
"""The last day of the small books."""
MONDAY = end_of(SUNDAY, ZONE)
WEEK = timedelta(days=7)
TUESDAY = MONDAY + timedelta(days=1, hours=9)
"""When people ask."""
PRESETS = load_presets()
Tables = Mapping[str, Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Desk:
    """A book and a memory in a folder."""

    folder: Path
    store: Store

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> Iterator[Self]:
        """Open an empty desk."""
        with open_memory(f"sqlite:///{folder}/steward.db") as store:
            yield cls(folder, store)

    @property
    def book_url(self) -> str:
        """Where the book is."""
        return f"duckdb://{self.folder}/book.duckdb"

    def put(self, tables: Tables) -> None:
        """Replace what the book holds in these tables."""
        with open_book(self.book_url, write=True) as book:
            connection = book.backend.con
            for name, rows in tables.items():
                connection.register("rows", arrow_rows(TABLES[name], rows))
                connection.execute(f"DELETE FROM {book.sql_name(name)}")
                connection.execute(f"INSERT INTO {book.sql_name(name)} SELECT * FROM rows")

    def refresh(
        self, *instants: datetime, cards: Sequence[Scorecard] = PRESETS, threads: int | None = None, piece: int = PIECE
    ) -> Refreshed:
        """Score everybody at these instants."""
        return refresh(self.store, self.book_url, lambda _data_ends: instants, Scoring(tuple(cards), threads, piece))

    def at(self, as_of: datetime, account_id: str = "A") -> Snapshot:
        """Return one stored snapshot."""
        row = next(row for row in self.store.snapshots(account_id) if row.as_of == as_of)
        return Snapshot.from_document(row.document)

    def rows(self) -> list[SnapshotRow]:
        """Return every stored snapshot."""
        return [row for account_id, _ in self.store.names() for row in self.store.snapshots(account_id)]

    def answers(self, now: datetime = TUESDAY) -> CustomerSuccess:
        """Return who answers questions at a moment."""
        return CustomerSuccess(self.store, lambda: now)

    def report(self, account_id: str = "A") -> HealthReport:
        """Return an account's health."""
        found = self.answers().report(account_id)
        assert found is not None
        return found


def account(account_id: str = "A", **changes: object) -> dict[str, object]:
    """Return an account that signed up long ago and whose history is known."""
    row = {
        "account_id": account_id,
        "name": f"Customer {account_id}",
        "status": "active",
        "signup_date": "2024-01-01",
        "valid_from": "2024-01-01",
        "segment": "mid",
        "owner": "ana@ours.example",
        "country": "DE",
        "currency": "EUR",
        "seats": 50,
    }
    return row | changes


def contract(account_id: str = "A", **changes: object) -> dict[str, object]:
    """Return an annual contract line over 12,000 a year, which renews in summer."""
    row = {
        "subscription_id": f"S-{account_id}",
        "account_id": account_id,
        "start_date": "2024-07-01",
        "renewal_date": "2027-07-01",
        "term_months": 12,
        "seats": 50,
        "seat_model": "named",
        "mrr": 1000.0,
        "currency": "EUR",
    }
    return row | changes


def usage(users: Sequence[int], account_id: str = "A", last: date = SUNDAY) -> list[Row]:
    """Return one row a week for the whole product; the last number of users is for the week that ends on ``last``."""
    starts = [last - WEEK * back - timedelta(days=6) for back in range(len(users) - 1, -1, -1)]
    fixed = {"account_id": account_id, "feature": "*", "period_days": 7, "errors": 0}
    return [
        {**fixed, "period_start": start, "active_users": count, "events": count * 50}
        for start, count in zip(starts, users, strict=True)
    ]


def small_book(**more: Iterable[Row]) -> dict[str, Iterable[Row]]:
    """Return one account with steady use and one two-way talk, with other tables beside or instead."""
    tables: dict[str, Iterable[Row]] = {
        "accounts": [account()],
        "subscriptions": [contract()],
        "usage": usage([40] * 30),
        "touchpoints": [talk("2026-11-10T09:00:00")],
    }
    return tables | more


def talk(at: str, account_id: str = "A", **changes: object) -> dict[str, object]:
    """Return a call in which both sides spoke."""
    row = {"touch_id": f"T-{account_id}-{at}", "account_id": account_id, "at": at, "direction": "two_way"}
    return row | changes


def kept(account_id: str, name: str, as_of: datetime = MONDAY, /, **changes: object) -> SnapshotRow:
    """Return a stored snapshot of an ordinary customer, with some of its facts changed."""
    return assessed_row(an_account(as_of, account_id=account_id, name=name, **changes), as_of)


def assessed_row(facts: dict[str, object], as_of: datetime = MONDAY, card: Scorecard = BALANCED) -> SnapshotRow:
    """Return the stored snapshot of facts."""
    return snapshot_row(assessed(facts, as_of, card), BaseRates(), "refresh")
