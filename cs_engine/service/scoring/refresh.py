"""Score every account as of one or several instants and keep the snapshots."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import FactsQuery, fact_rows
from cs_engine.book.summary import last_loads
from cs_engine.errors import NothingToShow
from cs_engine.health.assess import Context, assess
from cs_engine.health.facts import Facts, day, plain_facts
from cs_engine.health.portfolio import Distribution, distribution
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.service.scoring.base_rates import base_rates
from cs_engine.service.scoring.instants import data_is_old
from cs_engine.service.scoring.memories import LOOK_BACK, Recent, snapshot_rows
from cs_engine.service.scoring.model_chances import model_chances
from cs_engine.service.scoring.parents import shown_bands
from cs_engine.service.scoring.rebuilding import rebuild_later
from cs_engine.service.scoring.rescoring import with_book
from cs_engine.service.scoring.scorecards import archived
from cs_engine.service.scoring.signals import Noted, noted_before
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
    """How accounts are scored.

    Attributes:
        scorecards: in their order.
        threads: how many DuckDB may use.
        piece: accounts at once.
        as_then: whether snapshots know no later day with data than their own, as in a past that is lived again.
    """

    scorecards: tuple[Scorecard, ...]
    threads: int | None = None
    piece: int = PIECE
    as_then: bool = False


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
    with open_scorer(store, book_url, scoring) as scorer:
        instants = tuple(choose_instants(scorer.data_ends))
        picture = scorer.score(instants, started, progress)
    return _finished(store, instants, scorer.data_ends, picture, started)


@contextmanager
def open_scorer(store: Store, book_url: str, scoring: Scoring) -> Iterator["Scorer"]:
    """Open the book for one refresh after another, while nobody loads anything into it.

    Raises:
        NothingToShow: the book is missing or holds no dated facts.
    """
    with open_book(book_url, threads=scoring.threads) as book:
        query = FactsQuery.prepare(book)
        if query.data_ends is None:
            raise NothingToShow("The book holds no dated facts; load usage, tickets or invoices with `steward load`.")
        yield Scorer(store, query, query.data_ends, scoring)
        store.put_sources(last_loads(book))


def _finished(
    store: Store, instants: tuple[datetime, ...], data_ends: date, picture: Distribution, started: datetime
) -> Refreshed:
    """Rebuild what follows from the new snapshots, and keep that they were taken."""
    rebuilt = rebuild_later(store, instants, started.astimezone(instants[-1].tzinfo))
    digest = store.digest(instants[-1])
    store.record_run(Run("refresh", instants[-1], started, datetime.now(UTC), picture.accounts, digest))
    return Refreshed(picture.accounts, instants, data_ends, digest, picture, rebuilt)


class Scorer:
    """Scoring at one instant after another, from a book that stays open."""

    def __init__(self, store: Store, query: FactsQuery, data_ends: date, scoring: Scoring) -> None:
        """Score from the questions of an open book whose last day with any activity is ``data_ends``."""
        self.data_ends = data_ends
        self._store = store
        self._query = query
        self._scoring = scoring
        self._archive: tuple[Scorecard, ...] = ()
        self._at_hand: Recent | None = None

    def refresh(self, instants: Sequence[datetime]) -> Refreshed:
        """Score as ``refresh`` does, at instants after all that were scored before."""
        started = datetime.now(UTC)
        picture = self.score(instants, started)
        return _finished(self._store, tuple(instants), self.data_ends, picture, started)

    def score(
        self, instants: Sequence[datetime], started: datetime, progress: Step = lambda _done, _total: None
    ) -> Distribution:
        """Write the snapshots of every instant, oldest first, and return the picture at the last."""
        cards = self._scoring.scorecards
        _keep_scorecards(self._store, cards, started)
        self._archive = _former_scorecards(self._store, cards, instants[0])
        for done, as_of in enumerate(instants):
            progress(done, len(instants))
            until = started if as_of == instants[-1] and data_is_old(self.data_ends, started.date()) else as_of
            picture = distribution(self._score(as_of, noted_before(self._store, until)))
        progress(len(instants), len(instants))
        return picture

    def _score(self, as_of: datetime, noted: Noted) -> Iterator[Snapshot]:
        """Score every account known at one instant, write the snapshots, and yield them in the band they are shown in.

        What people noted counts beside the book; where the data ended long ago, all that they have noted since.
        Parents are shown in the band of their worst child, so families come last.
        """
        frame = self._query.at(as_of)
        context = Context(as_of, self._known_until(as_of), connected_at(frame), self._archive)
        known = _with_noted(frame, noted, as_of)
        rates = base_rates(self._store, _losses(frame) | _losses_noted(known), as_of)
        models = model_chances(self._store, as_of)
        kin = _kin(frame)
        families: list[Snapshot] = []
        restated = _Restated(self._query)
        for start in range(0, len(frame), self._scoring.piece):
            piece = frame.iloc[start : start + self._scoring.piece]
            recent = self._recent(piece, as_of, whole=len(piece) == len(frame))
            told = restated.facts(recent, as_of)
            taken = [self._assess(row, known.get(name), context, recent, told) for name, row in _named(piece)]
            alone = [each for each in taken if each.account_id not in kin]
            self._store.write_snapshots(snapshot_rows(alone, rates, models=models))
            families += [each for each in taken if each.account_id in kin]
            if self._at_hand is not None:
                self._at_hand.add(taken)
            yield from alone
        self._store.write_snapshots(snapshot_rows(families, rates, models=models))
        shown = shown_bands(families)
        yield from (replace(each, band=shown.get(each.account_id, each.band)) for each in families)

    def _known_until(self, as_of: datetime) -> date:
        """Return the last day with data; who lives the past again knows of no day after the instant."""
        if not self._scoring.as_then:
            return self.data_ends
        return min(self.data_ends, (as_of - timedelta(microseconds=1)).date())

    def _recent(self, piece: pd.DataFrame, as_of: datetime, *, whole: bool) -> Recent:
        """Return the snapshots that a piece is compared with: those at hand, if the piece is the whole company."""
        if not whole:
            self._at_hand = None
            return Recent.needed(self._store, piece.index.tolist(), as_of)
        if self._at_hand is None:
            self._at_hand = Recent.before(self._store, as_of)
        return self._at_hand

    def _assess(
        self,
        row: Mapping[str, object],
        noted: Facts | None,
        context: Context,
        recent: Recent,
        restated: Mapping[str, Mapping[str, object]],
    ) -> Snapshot:
        name = str(row["account_id"])
        earlier, before = recent.of(name), restated.get(name)
        snapshot = assess(row if noted is None else noted, self._scoring.scorecards, context, earlier, before)
        return snapshot if noted is None else with_book(snapshot, plain_facts(row))


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


def _named(frame: pd.DataFrame) -> Iterator[tuple[str, Mapping[str, object]]]:
    return ((str(row["account_id"]), row) for row in fact_rows(frame))


def _with_noted(frame: pd.DataFrame, noted: Noted, as_of: datetime) -> dict[str, Facts]:
    """Return the facts of the accounts that people noted something about, with what they noted."""
    rows = _named(frame[frame.index.isin(noted.accounts)])
    return {name: noted.over(plain_facts(row), as_of) for name, row in rows}


def _losses_noted(known: Mapping[str, Facts]) -> dict[str, date]:
    return {name: lost_on for name, facts in known.items() if (lost_on := day(facts, "lost_on"))}


def _losses(frame: pd.DataFrame) -> dict[str, date]:
    return {str(account_id): lost_on.date() for account_id, lost_on in frame["lost_on"].dropna().items()}


def _keep_scorecards(store: Store, scorecards: Sequence[Scorecard], at: datetime) -> None:
    store.put_scorecards([ScorecardVersion(card.formula_version, card.name, card.text, at) for card in scorecards])


def _former_scorecards(store: Store, scorecards: Sequence[Scorecard], as_of: datetime) -> tuple[Scorecard, ...]:
    """Return the scorecards of the five weeks before an instant that are no longer in use."""
    in_use = {card.formula_version for card in scorecards}
    return archived(store, store.formula_versions(as_of - LOOK_BACK, as_of) - in_use)
