"""Snapshots on their way into the memory, and the recent ones that new snapshots are compared with."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Self

from cs_engine.health.change import latest_within
from cs_engine.health.contract import contract_of
from cs_engine.health.facts import Facts, text
from cs_engine.health.snapshot import ScoreChange, Snapshot, digest_of
from cs_engine.metrics.ordering import comparable
from cs_engine.metrics.stake import BaseRates, ModelChance, assess_stake, rank
from cs_engine.policy import MONTH_WINDOW, WEEK_WINDOW
from cs_engine.service.scoring.parents import shown_bands
from cs_engine.storage.rows import FROM_BOOK, Mark, SnapshotRow
from cs_engine.storage.store import Store

LOOK_BACK = timedelta(days=35)
"""The farthest that a change or a held band looks back: 28-34 days."""


@dataclass(frozen=True, slots=True)
class Recent:
    """Snapshots of the last five weeks by account; ``stored`` were taken from the book by earlier runs.

    A snapshot that followed from what people did has the facts of the one before it, so no book restates it.
    """

    by_account: dict[str, list[Snapshot]]
    stored: frozenset[tuple[str, datetime]] = field(default=frozenset())

    @classmethod
    def before(cls, store: Store, as_of: datetime) -> Self:
        """Read what was stored in the five weeks before an instant."""
        by_account: dict[str, list[Snapshot]] = defaultdict(list)
        stored = set()
        for row in store.snapshots_between(as_of - LOOK_BACK, as_of):
            by_account[row.account_id].append(Snapshot.from_document(row.document))
            stored |= _restatable(row)
        return cls(by_account, frozenset(stored))

    @classmethod
    def needed(cls, store: Store, accounts: Sequence[str], as_of: datetime) -> Self:
        """Read of some accounts only what a snapshot at ``as_of`` is compared with."""
        marks = store.marks(accounts, as_of - LOOK_BACK, as_of)
        wanted: dict[datetime, list[str]] = defaultdict(list)
        for mark in compared_with(marks, as_of):
            wanted[mark.as_of].append(mark.account_id)
        by_account: dict[str, list[Snapshot]] = defaultdict(list)
        stored = set()
        for instant in sorted(wanted):
            for row in store.snapshots_at(instant, wanted[instant]):
                by_account[row.account_id].append(Snapshot.from_document(row.document))
                stored |= _restatable(row)
        return cls(by_account, frozenset(stored))

    def of(self, account_id: str) -> list[Snapshot]:
        """Return one account's recent snapshots, oldest first."""
        return self.by_account.get(account_id, [])

    def add(self, taken: Iterable[Snapshot]) -> None:
        """Remember new snapshots and forget those that no later one looks back to."""
        for snapshot in taken:
            border = snapshot.as_of - LOOK_BACK
            kept = [each for each in self.of(snapshot.account_id) if border <= each.as_of < snapshot.as_of]
            self.by_account[snapshot.account_id] = [*kept, snapshot]

    def formula_versions(self) -> set[str]:
        """Return the formula versions that the recent snapshots were scored by."""
        return {snapshot.formula_version for snapshots in self.by_account.values() for snapshot in snapshots}

    def taken_earlier(self, as_of: datetime) -> Mapping[datetime, list[str]]:
        """Return the accounts whose snapshot of a week before ``as_of`` an earlier run took, by its instant."""
        found: dict[datetime, list[str]] = defaultdict(list)
        for before in self._a_week_before(as_of):
            if (before.account_id, before.as_of) in self.stored:
                found[before.as_of].append(before.account_id)
        return found

    def taken_now(self, as_of: datetime) -> Mapping[str, Facts]:
        """Return the facts of a week before ``as_of`` by account, of snapshots that this run took."""
        week = self._a_week_before(as_of)
        return {each.account_id: each.facts for each in week if (each.account_id, each.as_of) not in self.stored}

    def _a_week_before(self, as_of: datetime) -> list[Snapshot]:
        found = (latest_within(snapshots, as_of, WEEK_WINDOW) for snapshots in self.by_account.values())
        return [before for before in found if before is not None]


def compared_with(marks: Iterable[Mark], as_of: datetime) -> Iterator[Mark]:
    """Choose, of each account's earlier snapshots (oldest first), those that one at ``as_of`` is compared with.

    Last week's and last month's; the last with a score under each scorecard, whose band may be held; the last under
    each formula version, whose score may have to stand beside the new one.
    """
    for _, own in groupby(marks, key=lambda mark: mark.account_id):
        mine = list(own)
        last: dict[object, Mark] = {}
        for mark in mine:
            last[mark.formula_version] = mark
            if mark.score is not None:
                last[mark.scorecard,] = mark
        found = (latest_within(mine, as_of, window) for window in (WEEK_WINDOW, MONTH_WINDOW))
        yield from {*last.values(), *(mark for mark in found if mark is not None)}


def _restatable(row: SnapshotRow) -> set[tuple[str, datetime]]:
    return {(row.account_id, row.as_of)} if row.cause in FROM_BOOK else set()


def snapshot_rows(
    taken: Sequence[Snapshot],
    rates: BaseRates,
    cause: str = "refresh",
    models: Mapping[str, ModelChance] = MappingProxyType({}),
) -> Iterator[SnapshotRow]:
    """Yield the rows that keep the snapshots of one instant, parents in the band that they are shown in."""
    shown = shown_bands(taken)
    for snapshot in taken:
        row = snapshot_row(snapshot, rates, cause, models.get(snapshot.account_id))
        yield replace(row, band=shown[row.account_id]) if row.account_id in shown else row


def snapshot_row(snapshot: Snapshot, rates: BaseRates, cause: str, model: ModelChance | None = None) -> SnapshotRow:
    """Return the row that keeps a snapshot, with the money at stake judged by ``rates`` and what a model says."""
    facts = snapshot.facts
    stake = assess_stake(contract_of(facts), snapshot.band, snapshot.as_of, rates, model)
    document = snapshot.document()
    return SnapshotRow(
        account_id=snapshot.account_id,
        as_of=snapshot.as_of,
        name=snapshot.name,
        domain=text(facts, "domain"),
        owner=text(facts, "owner"),
        backup=text(facts, "backup"),
        segment=text(facts, "segment"),
        parent_id=text(facts, "parent_id"),
        status=snapshot.status,
        band=snapshot.band,
        score=snapshot.score,
        change_7d=_points(snapshot.change_7d),
        change_30d=_points(snapshot.change_30d),
        arr=stake.arr,
        currency=stake.currency,
        term_months=stake.term_months,
        decision_date=stake.decision_date,
        early_warning=stake.early_warning,
        expected_revenue_at_risk=stake.expected_revenue_at_risk,
        probability=stake.probability,
        probability_basis=stake.probability_basis,
        probability_n=stake.probability_n,
        rank=comparable(rank(stake), stake.currency),
        scorecard=snapshot.scorecard,
        formula_version=snapshot.formula_version,
        data_ends=snapshot.data_ends,
        cause=cause,
        digest=digest_of(document),
        document=document,
    )


def _points(change: ScoreChange | None) -> int | None:
    return change.points if change else None
