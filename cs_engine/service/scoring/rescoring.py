"""One account scored again after an action: from the facts of its last snapshot and what people noted.

Neither opens the book nor changes a row: a snapshot is appended with its cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cs_engine.health.assess import Context, assess
from cs_engine.health.change import latest_within
from cs_engine.health.contract import contract_of
from cs_engine.health.facts import Facts, text
from cs_engine.health.portfolio import worst_child
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.policy import WEEK_WINDOW
from cs_engine.service.scoring.base_rates import last_rates
from cs_engine.service.scoring.instants import data_is_old
from cs_engine.service.scoring.memories import Recent, snapshot_row
from cs_engine.service.scoring.model_chances import model_chance
from cs_engine.service.scoring.parents import shown_band
from cs_engine.service.scoring.scorecards import archived
from cs_engine.service.scoring.signals import Noted
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

INSTANT = timedelta(microseconds=1)
STEP = timedelta(seconds=1)
"""Where the data has ended, time stands still in scores: what is noted then counts a moment later."""


def rescore(store: Store, memory: Transaction, account_id: str, at: datetime, cause: str) -> SnapshotRow | None:
    """Score an account again within a transaction that changed what is noted about it.

    Args:
        store: the memory, for what the transaction does not change.
        memory: the transaction; what it has noted counts.
        account_id: the account.
        at: now, in the workspace's zone.
        cause: why, for the snapshot.

    Returns:
        The account's new snapshot; ``None`` when nothing follows for its score, band, status or money.
    """
    row = store.current(account_id)
    if row is None:
        return None
    again = _again(store, row, Noted.read(memory, at + INSTANT, [account_id]), at)
    if again is None:
        return None
    new = _shown(store, _row(store, again, cause))
    memory.write_snapshots([new, *_parents(store, new, again, cause)])
    return new


@dataclass(frozen=True, slots=True)
class Case:
    """What an assessment of stored facts needs beside them; ``past`` oldest first."""

    as_of: datetime
    card: Scorecard
    past: Sequence[Snapshot]


def reassessed(base: Snapshot, facts: Facts, case: Case) -> Snapshot:
    """Return the snapshot at an instant of the facts that ``base`` was taken from, with what is noted now."""
    week = latest_within(case.past, case.as_of, WEEK_WINDOW)
    context = Context(case.as_of, base.data_ends, frozenset(base.connected), (case.card,))
    card = replace(case.card, when=())  # the scorecard stays: what people note cannot choose another
    again = assess(facts, (card,), context, case.past, week.facts if week else None)
    return with_book(again, base.book_facts)


def with_book(snapshot: Snapshot, book: Facts) -> Snapshot:
    """Return a snapshot that remembers the book's facts where people noted something that changes them."""
    return replace(snapshot, from_book={} if snapshot.facts == book else book)


def _again(store: Store, row: SnapshotRow, noted: Noted, at: datetime) -> Snapshot | None:
    stored = Snapshot.from_document(row.document)
    as_of = _instant(stored, at)
    facts = noted.over(stored.book_facts, as_of)
    cards = archived(store, [stored.formula_version])
    if facts == stored.facts or not cards:
        return None
    past = Recent.needed(store, [row.account_id], as_of).of(row.account_id)
    return reassessed(stored, facts, Case(as_of, cards[0], past))


def _instant(stored: Snapshot, at: datetime) -> datetime:
    """Return now; where the data ended long ago, the moment after the account's last snapshot."""
    last = stored.as_of.astimezone(at.tzinfo)
    return last + STEP if data_is_old(stored.data_ends, at.date()) else max(at, last + INSTANT)


def _row(store: Store, snapshot: Snapshot, cause: str) -> SnapshotRow:
    term_months = contract_of(snapshot.facts).term_months
    model = model_chance(store, snapshot.account_id, snapshot.as_of)
    return snapshot_row(snapshot, last_rates(store, snapshot.band, term_months), cause, model)


def _shown(store: Store, row: SnapshotRow, changed: SnapshotRow | None = None) -> SnapshotRow:
    """Return a row in the band that it is shown in: no better than its worst child's."""
    children = {each.account_id: each for each in store.children(row.account_id)}
    if changed is not None:
        children[changed.account_id] = changed
    fresh = [Snapshot.from_document(each.document) for each in children.values()]
    return replace(row, band=shown_band(row.band, worst_child(fresh)))


def _parents(store: Store, child: SnapshotRow, again: Snapshot, cause: str) -> list[SnapshotRow]:
    """Return the parent's snapshot at the same instant, if the child's change puts it in another band."""
    parent_id = text(again.facts, "parent_id")
    parent = store.current(parent_id) if parent_id else None
    if parent is None or parent.as_of >= child.as_of:
        return []
    stored = replace(Snapshot.from_document(parent.document), as_of=again.as_of)
    new = _shown(store, _row(store, stored, cause), child)
    return [] if new.band is parent.band else [new]
