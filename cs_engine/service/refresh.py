"""Score every account as of one or several instants and keep the snapshots."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import FactsQuery, fact_rows
from cs_engine.errors import NothingToShow
from cs_engine.health.assess import Context, assess
from cs_engine.health.facts import day
from cs_engine.health.portfolio import Distribution, distribution
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.service.base_rates import base_rates
from cs_engine.service.memories import Recent, snapshot_rows
from cs_engine.service.rebuilding import rebuild_later
from cs_engine.service.scorecards import archived
from cs_engine.storage.rows import Run, ScorecardVersion
from cs_engine.storage.store import Store

Step = Callable[[int, int], None]

EVIDENCE: Mapping[str, tuple[str, ...]] = {
    "usage": ("usage_last_day",),
    "tickets": ("last_ticket_at",),
    "responses": ("nps_at", "csat_at", "ces_at", "surveys_delivered"),
    "touchpoints": ("last_touch_at",),
    "contacts": ("champion", "sponsor"),
    "invoices": ("last_invoice_on",),
    "milestones": ("milestones_due",),
    "subscriptions": ("mrr",),
}
"""Facts of which one is known for some account when a source was connected: seen at that instant, not from today."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did. ``digest`` is over all snapshots of the last instant; equal digests are equal results."""

    accounts: int
    instants: tuple[datetime, ...]
    data_ends: date
    digest: str
    picture: Distribution
    rebuilt: int
    """Later snapshots whose bands and changes were rebuilt, because an earlier one changed."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """How accounts are scored: the scorecards in their order, and the threads DuckDB may use."""

    scorecards: tuple[Scorecard, ...]
    threads: int | None = None


def refresh(
    store: Store,
    book_url: str,
    choose_instants: Callable[[date], Sequence[datetime]],
    scoring: Scoring,
    progress: Step = lambda _done, _total: None,
) -> Refreshed:
    """Score every account and write one snapshot per account and instant.

    Args:
        store: the memory.
        book_url: the book; it is only read.
        choose_instants: from the last day with data to the aware instants to score at, oldest first.
        scoring: the scorecards and how to compute.
        progress: told how many instants of how many are done.

    Raises:
        NothingToShow: the book is missing or holds no dated facts.
    """
    started = datetime.now(UTC)
    with open_book(book_url, threads=scoring.threads) as book:
        query = FactsQuery.prepare(book)
        if query.data_ends is None:
            raise NothingToShow("The book holds no dated facts; load usage, tickets or invoices with `steward load`.")
        instants = tuple(choose_instants(query.data_ends))
        _keep_scorecards(store, scoring.scorecards, started)
        recent = Recent.before(store, instants[0])
        in_use = {card.formula_version for card in scoring.scorecards}
        archive = archived(store, recent.formula_versions() - in_use)
        work = _Work(store, query, query.data_ends, scoring.scorecards, recent, archive)
        taken: list[Snapshot] = []
        for done, as_of in enumerate(instants):
            progress(done, len(instants))
            taken = work.score(as_of)
        progress(len(instants), len(instants))
    rebuilt = rebuild_later(store, instants)
    digest = store.digest(instants[-1])
    store.record_run(Run("refresh", instants[-1], started, datetime.now(UTC), len(taken), digest))
    return Refreshed(len(taken), instants, query.data_ends, digest, distribution(taken), rebuilt)


@dataclass(frozen=True, slots=True)
class _Work:
    store: Store
    query: FactsQuery
    data_ends: date
    scorecards: tuple[Scorecard, ...]
    recent: Recent
    archive: tuple[Scorecard, ...]

    def score(self, as_of: datetime) -> list[Snapshot]:
        """Score every account known at one instant, and write the snapshots."""
        frame = self.query.at(as_of)
        facts = list(fact_rows(frame))
        context = Context(as_of, self.data_ends, connected_at(frame), self.archive)
        restated = self._restated(as_of)
        taken = [
            assess(
                row,
                self.scorecards,
                context,
                self.recent.of(str(row["account_id"])),
                restated.get(str(row["account_id"])),
            )
            for row in facts
        ]
        rates = base_rates(self.store, _losses(taken), as_of)
        self.store.write_snapshots(snapshot_rows(taken, rates, "refresh"))
        self.recent.add(taken)
        return taken

    def _restated(self, as_of: datetime) -> dict[str, Mapping[str, object]]:
        """Return last week's facts as today's book knows them: asked again where an earlier run took the snapshot."""
        restated: dict[str, Mapping[str, object]] = dict(self.recent.taken_now(as_of))
        for before, accounts in self.recent.taken_earlier(as_of).items():
            rows = {str(row["account_id"]): row for row in fact_rows(self.query.at(before))}
            restated |= {account_id: rows[account_id] for account_id in accounts if account_id in rows}
        return restated


def connected_at(frame: pd.DataFrame) -> frozenset[str]:
    """Return the sources that had anything to say about any account at the frame's instant."""
    return frozenset(source for source, facts in EVIDENCE.items() if frame[list(facts)].notna().any(axis=None))


def _losses(taken: Sequence[Snapshot]) -> dict[str, date]:
    lost = {snapshot.account_id: day(snapshot.facts, "lost_on") for snapshot in taken}
    return {account_id: lost_on for account_id, lost_on in lost.items() if lost_on is not None}


def _keep_scorecards(store: Store, scorecards: Sequence[Scorecard], at: datetime) -> None:
    store.put_scorecards([ScorecardVersion(card.formula_version, card.name, card.text, at) for card in scorecards])
