"""The memory: what the bot concluded and what it must not do twice."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Self

from cs_engine.records.bands import Band
from cs_engine.records.flows import Flow
from cs_engine.records.home import Source
from cs_engine.records.portfolio import BandTotal
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.storage import flows, ledger, portfolio, snapshots
from cs_engine.storage.database import Database, connect
from cs_engine.storage.imports import Imports
from cs_engine.storage.portfolio import Newest
from cs_engine.storage.rows import Mark, Rate, Run, ScorecardVersion, SnapshotRow, Teammate
from cs_engine.storage.transaction import Transaction
from cs_engine.storage.versions import upgrade

BATCH_ROWS = 500
"""Snapshots written in one transaction: a button that meets a refresh then waits well under 200 ms."""
READ_ROWS = 500
"""Snapshots read at once when walking through many: a few megabytes, and no long transaction."""


class Store:
    """One question or change per method; each runs in its own transaction. Safe to share between threads.

    Questions that a person asks take a ``sight``: accounts out of sight are not found, not listed and not counted.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.imports = Imports(database)
        """Files that somebody sent to be loaded."""

    @classmethod
    def open(cls, url: str) -> Self:
        """Prepare the memory at ``url`` without touching its tables; for SQLite the parent folder is made.

        Args:
            url: ``sqlite:///relative``, ``sqlite:////absolute`` or ``postgresql://…``.

        Raises:
            StoreUnavailable: the address cannot be used.
        """
        return cls(connect(url))

    def migrate(self) -> None:
        """Bring the tables to this program's version; nothing happens when they have it.

        Raises:
            StoreUnavailable: a newer program has changed the tables, or the database cannot be used.
        """
        with self._database.writing() as connection:
            upgrade(connection, self._database.address)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    @contextmanager
    def changing(self) -> Iterator[Transaction]:
        """Open a transaction that changes several things together: all of it is kept at the end, or nothing.

        Raises:
            StoreUnavailable: the database cannot be reached, or another process kept the lock too long.
        """
        with self._database.writing() as connection:
            yield Transaction(connection)

    @contextmanager
    def viewing(self) -> Iterator[Transaction]:
        """Open a transaction that sees one consistent state and changes nothing.

        Raises:
            StoreUnavailable: the database cannot be reached or used.
        """
        with self._database.reading() as connection:
            yield Transaction(connection)

    def write_snapshots(self, rows: Iterable[SnapshotRow]) -> int:
        """Write snapshots in batches, each one transaction that also keeps the accounts' current state true.

        A snapshot of the same account and instant is replaced; one older than the account's latest is
        kept without becoming current.

        Returns:
            How many were written.
        """
        waiting = iter(rows)
        written = 0
        while batch := list(islice(waiting, BATCH_ROWS)):
            with self._database.writing() as connection:
                snapshots.write(connection, batch)
            written += len(batch)
        return written

    def current(self, account_id: str, sight: Sight = EVERYTHING) -> SnapshotRow | None:
        """Return the account's latest snapshot, or ``None`` when there is none."""
        with self._database.reading() as connection:
            return snapshots.current(connection, account_id, sight)

    def children(self, parent_id: str) -> list[SnapshotRow]:
        """Return the latest snapshots of the accounts below a parent, by account."""
        with self._database.reading() as connection:
            return snapshots.children(connection, parent_id)

    def snapshots(
        self, account_id: str, since: datetime | None = None, until: datetime | None = None
    ) -> list[SnapshotRow]:
        """Return the account's snapshots in ``[since, until)``, oldest first; an open end is ``None``."""
        with self._database.reading() as connection:
            return snapshots.of_account(connection, account_id, since, until)

    def snapshots_between(self, start: datetime, end: datetime) -> Iterator[SnapshotRow]:
        """Walk through the snapshots of all accounts in ``[start, end)``, by instant and then by account.

        Read piece by piece, so memory stays small and no transaction stays open.
        """
        last: SnapshotRow | None = None
        while True:
            with self._database.reading() as connection:
                piece = snapshots.page_between(connection, start, end, last, READ_ROWS)
            yield from piece
            if len(piece) < READ_ROWS:
                return
            last = piece[-1]

    def snapshots_at(self, instant: datetime, accounts: Sequence[str]) -> list[SnapshotRow]:
        """Return the snapshots that some accounts (a few thousand at most) have at one instant, by account."""
        with self._database.reading() as connection:
            return snapshots.at_instant(connection, instant, accounts)

    def marks(self, accounts: Sequence[str], start: datetime, end: datetime) -> list[Mark]:
        """Return which snapshots in ``[start, end)`` some accounts (a few thousand at most) have, by account."""
        with self._database.reading() as connection:
            return snapshots.marks(connection, accounts, start, end)

    def formula_versions(self, start: datetime, end: datetime) -> set[str]:
        """Return the formula versions of the snapshots in ``[start, end)``."""
        with self._database.reading() as connection:
            return snapshots.formula_versions(connection, start, end)

    def instants(self, after: datetime | None = None) -> list[datetime]:
        """Return the instants that have snapshots, ascending, later than ``after`` if given."""
        with self._database.reading() as connection:
            return snapshots.instants(connection, after)

    def scored_instants(self) -> list[datetime]:
        """Return the instants at which the whole book was scored, ascending."""
        with self._database.reading() as connection:
            return flows.scored_instants(connection)

    def flows(self, start: datetime, end: datetime) -> tuple[list[Flow], bool]:
        """Return where accounts went between two instants, and whether their scores were made by other formulas."""
        with self._database.reading() as connection:
            changed = flows.formulas(connection, start) != flows.formulas(connection, end)
            return flows.flows(connection, start, end), changed

    def is_from_book(self, as_of: datetime) -> bool:
        """Tell whether any snapshot at an instant came from the book, and not all from what people did."""
        with self._database.reading() as connection:
            return snapshots.is_from_book(connection, as_of)

    def rate(self, band: Band, *, monthly: bool) -> Rate | None:
        """Return a chance of loss that accounts of a band were last judged by, ``None`` when that was assumed."""
        with self._database.reading() as connection:
            return snapshots.rate(connection, band, monthly=monthly)

    def digest(self, as_of: datetime) -> str:
        """Return one SHA-256 over all snapshots at ``as_of``: equal digests are equal results."""
        with self._database.reading() as connection:
            return snapshots.digest(connection, as_of)

    def newest(self) -> Newest | None:
        """Return the latest instant and the last day its data covers, or ``None`` when nothing was concluded yet."""
        with self._database.reading() as connection:
            return portfolio.newest(connection)

    def find(self, query: str, sight: Sight = EVERYTHING) -> list[tuple[str, str]]:
        """Return ``(account_id, name)`` of the accounts that ``query`` names exactly: by id, else name, else domain."""
        with self._database.reading() as connection:
            return portfolio.find(connection, query, sight)

    def names(self, sight: Sight = EVERYTHING) -> list[tuple[str, str]]:
        """Return ``(account_id, name)`` of every account, by name."""
        with self._database.reading() as connection:
            return portfolio.names(connection, sight)

    def portfolio(
        self,
        owner: str | None = None,
        bands: Sequence[Band] = (),
        segment: str | None = None,
        *,
        sight: Sight = EVERYTHING,
        offset: int = 0,
        limit: int = 10,
    ) -> tuple[list[SnapshotRow], int]:
        """Return one page of the accounts that have a band, worst first, and how many there are in all.

        Order: expected revenue at risk x urgency, then the band, then ARR (unknown last), then the id.

        Args:
            owner: the CSM's address in any case; ``None`` is everybody's accounts.
            bands: the bands wanted; empty is every band.
            segment: the segment wanted; ``None`` is every segment.
            sight: the accounts that may be seen.
            offset: rows to skip.
            limit: rows to return at most.
        """
        with self._database.reading() as connection:
            return portfolio.page(connection, portfolio.listed(owner, bands, segment, sight), offset, limit)

    def band_totals(self, owner: str | None = None, sight: Sight = EVERYTHING) -> tuple[BandTotal, ...]:
        """Return accounts and ARR per currency of every band that has accounts, worst band first."""
        with self._database.reading() as connection:
            return portfolio.band_totals(connection, owner, sight)

    def status_counts(self, owner: str | None = None, sight: Sight = EVERYTHING) -> tuple[tuple[str, int], ...]:
        """Return how many accounts have a status instead of a band, by status."""
        with self._database.reading() as connection:
            return portfolio.status_counts(connection, owner, sight)

    def unassigned(self, sight: Sight = EVERYTHING) -> int:
        """Return how many accounts have a band and no owner."""
        with self._database.reading() as connection:
            return portfolio.unassigned(connection, sight)

    def csm(self, email: str) -> str | None:
        """Return the address as the book writes it when this person owns accounts or is their backup, else ``None``."""
        with self._database.reading() as connection:
            return portfolio.csm(connection, email)

    def owners(self) -> list[str]:
        """Return everybody who owns an account, as the book writes them."""
        with self._database.reading() as connection:
            return portfolio.owners(connection)

    def put_scorecards(self, versions: Sequence[ScorecardVersion]) -> None:
        """Keep scorecard versions not yet known; a known one stays as first seen."""
        with self._database.writing() as connection:
            ledger.put_scorecards(connection, versions)

    def scorecard(self, formula_version: str) -> ScorecardVersion | None:
        """Return the scorecard behind a formula version, or ``None``."""
        with self._database.reading() as connection:
            return ledger.scorecard(connection, formula_version)

    def record_run(self, run: Run) -> None:
        """Keep a finished run."""
        with self._database.writing() as connection:
            ledger.record_run(connection, run)

    def last_run(self, kind: str) -> Run | None:
        """Return the run of this kind recorded last, or ``None``."""
        with self._database.reading() as connection:
            return ledger.last_run(connection, kind)

    def put_sources(self, sources: Sequence[Source]) -> None:
        """Keep when each table was last loaded; what was known before is forgotten."""
        with self._database.writing() as connection:
            ledger.put_sources(connection, sources)

    def sources(self) -> list[Source]:
        """Return when each table was last loaded, the latest first."""
        with self._database.reading() as connection:
            return ledger.sources(connection)

    def seen_event(self, event_id: str, at: datetime) -> bool:
        """Take an event at instant ``at``; of several takers at once, exactly one is told it is new.

        Returns:
            Whether it had been taken before, in the last week.
        """
        with self._database.writing() as connection:
            return ledger.claim_event(connection, event_id, at)

    def put_people(self, people: Sequence[Teammate]) -> None:
        """Add people, or replace what is known about them."""
        with self._database.writing() as connection:
            ledger.put_people(connection, people)

    def people(self) -> list[Teammate]:
        """Return everybody known, by Slack user id."""
        with self._database.reading() as connection:
            return ledger.people(connection)
