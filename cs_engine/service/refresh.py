"""Score every account as of one or several instants and keep the snapshots."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import FactsQuery, fact_rows
from cs_engine.errors import NothingToShow
from cs_engine.health.assess import Context, assess
from cs_engine.health.portfolio import Distribution, distribution
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.service.base_rates import base_rates
from cs_engine.service.memories import LOOK_BACK, Recent, snapshot_rows
from cs_engine.service.rebuilding import rebuild_later
from cs_engine.service.scorecards import archived
from cs_engine.storage.rows import Run, ScorecardVersion
from cs_engine.storage.store import Store

Step = Callable[[int, int], None]

PIECE = 5_000
"""Accounts assessed at once. What a piece needs is read and forgotten with it, so memory does not grow with the
company; smaller companies keep their recent snapshots at hand from instant to instant."""

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
    """How accounts are scored: the scorecards in their order, the threads DuckDB may use, the accounts at once."""

    scorecards: tuple[Scorecard, ...]
    threads: int | None = None
    piece: int = PIECE


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
        work = _Work(store, query, scoring, _former_scorecards(store, scoring.scorecards, instants[0]))
        for done, as_of in enumerate(instants):
            progress(done, len(instants))
            picture = distribution(work.score(as_of))
        progress(len(instants), len(instants))
    rebuilt = rebuild_later(store, instants)
    digest = store.digest(instants[-1])
    accounts = picture.accounts
    store.record_run(Run("refresh", instants[-1], started, datetime.now(UTC), accounts, digest))
    return Refreshed(accounts, instants, query.data_ends, digest, picture, rebuilt)


class _Work:
    """Scoring at one instant after another."""

    def __init__(self, store: Store, query: FactsQuery, scoring: Scoring, archive: tuple[Scorecard, ...]) -> None:
        self._store = store
        self._query = query
        self._scoring = scoring
        self._archive = archive
        self._at_hand: Recent | None = None

    def score(self, as_of: datetime) -> Iterator[Snapshot]:
        """Score every account known at one instant, write the snapshots, and yield them piece by piece.

        Parents are shown in the band of their worst child, so families are written last.
        """
        frame = self._query.at(as_of)
        context = Context(as_of, self._query.data_ends or as_of.date(), connected_at(frame), self._archive)
        rates = base_rates(self._store, _losses(frame), as_of)
        kin = _kin(frame)
        families: list[Snapshot] = []
        restated = _Restated(self._query)
        for start in range(0, len(frame), self._scoring.piece):
            piece = frame.iloc[start : start + self._scoring.piece]
            recent = self._recent(piece, as_of, whole=len(piece) == len(frame))
            taken = self._assess(piece, context, recent, restated.facts(recent, as_of))
            self._store.write_snapshots(snapshot_rows([each for each in taken if each.account_id not in kin], rates))
            families += [each for each in taken if each.account_id in kin]
            if self._at_hand is not None:
                self._at_hand.add(taken)
            yield from taken
        self._store.write_snapshots(snapshot_rows(families, rates))

    def _recent(self, piece: pd.DataFrame, as_of: datetime, *, whole: bool) -> Recent:
        """Return the snapshots that a piece is compared with: those at hand, if the piece is the whole company."""
        if not whole:
            self._at_hand = None
            return Recent.needed(self._store, piece.index.tolist(), as_of)
        if self._at_hand is None:
            self._at_hand = Recent.before(self._store, as_of)
        return self._at_hand

    def _assess(
        self, piece: pd.DataFrame, context: Context, recent: Recent, restated: Mapping[str, Mapping[str, object]]
    ) -> list[Snapshot]:
        rows = ((str(row["account_id"]), row) for row in fact_rows(piece))
        return [
            assess(row, self._scoring.scorecards, context, recent.of(name), restated.get(name)) for name, row in rows
        ]


class _Restated:
    """Last week's facts as today's book knows them, asked once per earlier instant."""

    def __init__(self, query: FactsQuery) -> None:
        self._query = query
        self._frames: dict[datetime, pd.DataFrame] = {}

    def facts(self, recent: Recent, as_of: datetime) -> dict[str, Mapping[str, object]]:
        """Return them by account: asked again where an earlier run took the snapshot, else as just taken."""
        restated: dict[str, Mapping[str, object]] = dict(recent.taken_now(as_of))
        for before, accounts in recent.taken_earlier(as_of).items():
            if before not in self._frames:
                self._frames[before] = self._query.at(before)
            frame = self._frames[before]
            restated |= {str(row["account_id"]): row for row in fact_rows(frame[frame.index.isin(accounts)])}
        return restated


def connected_at(frame: pd.DataFrame) -> frozenset[str]:
    """Return the sources that had anything to say about any account at the frame's instant."""
    return frozenset(source for source, facts in EVIDENCE.items() if frame[list(facts)].notna().any(axis=None))


def _kin(frame: pd.DataFrame) -> frozenset[str]:
    """Return the accounts that have a parent or are one."""
    parents = frame["parent_id"].dropna()
    return frozenset(parents.index) | frozenset(parents)


def _losses(frame: pd.DataFrame) -> dict[str, date]:
    return {str(account_id): lost_on.date() for account_id, lost_on in frame["lost_on"].dropna().items()}


def _keep_scorecards(store: Store, scorecards: Sequence[Scorecard], at: datetime) -> None:
    store.put_scorecards([ScorecardVersion(card.formula_version, card.name, card.text, at) for card in scorecards])


def _former_scorecards(store: Store, scorecards: Sequence[Scorecard], as_of: datetime) -> tuple[Scorecard, ...]:
    """Return the scorecards of the five weeks before an instant that are no longer in use."""
    in_use = {card.formula_version for card in scorecards}
    return archived(store, store.formula_versions(as_of - LOOK_BACK, as_of) - in_use)
