"""When an earlier snapshot changed, the bands and changes of the later ones follow from it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cs_engine.health.assess import Context, assess
from cs_engine.health.change import latest_within
from cs_engine.health.facts import day
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.policy import WEEK_WINDOW
from cs_engine.service.scoring.base_rates import base_rates
from cs_engine.service.scoring.instants import data_is_old
from cs_engine.service.scoring.memories import Recent, snapshot_rows
from cs_engine.service.scoring.model_chances import judged_then
from cs_engine.service.scoring.rescoring import Case, reassessed
from cs_engine.service.scoring.scorecards import archived
from cs_engine.service.scoring.signals import Noted
from cs_engine.storage.rows import FROM_BOOK, SnapshotRow
from cs_engine.storage.store import Store

INSTANT = timedelta(microseconds=1)


def rebuild_later(store: Store, refreshed: Sequence[datetime], now: datetime) -> int:
    """Rebuild the snapshots after the first refreshed instant that were not refreshed themselves.

    Facts and scorecards stay as they were stored; only what depends on earlier snapshots follows. A snapshot that
    followed from what people did has the facts of the one before it, and keeps its cause.

    Returns:
        How many snapshots were rewritten.
    """
    later = [instant for instant in store.instants(after=refreshed[0]) if instant not in refreshed]
    if not later:
        return 0
    work = _Rebuilding(store, Recent.before(store, later[0]), frozenset(refreshed), now)
    return sum(work.rebuild(instant) for instant in later)


@dataclass(frozen=True, slots=True)
class _Rebuilding:
    store: Store
    recent: Recent
    refreshed: frozenset[datetime]
    now: datetime

    def rebuild(self, instant: datetime) -> int:
        """Rebuild the snapshots of one instant and write those that changed."""
        rows = list(self.store.snapshots_between(instant, instant + INSTANT))
        versions = self.recent.formula_versions() | {row.formula_version for row in rows}
        cards = {card.formula_version: card for card in archived(self.store, versions)}
        rebuilt = [self._rebuilt(row, cards) for row in rows]
        self.recent.add(rebuilt)
        losses = {each.account_id: lost for each in rebuilt if (lost := day(each.facts, "lost_on"))}
        rates = base_rates(self.store, losses, rebuilt[0].as_of)
        pairs = zip(snapshot_rows(rebuilt, rates, "rebuild", judged_then(rows)), rows, strict=True)
        changed = [new for new, old in pairs if replace(new, cause=old.cause) != old]
        causes = {row.account_id: row.cause for row in rows if row.cause not in FROM_BOOK}
        kept = [replace(new, cause=causes.get(new.account_id, new.cause)) for new in changed]
        return self.store.write_snapshots(kept)

    def _rebuilt(self, row: SnapshotRow, cards: Mapping[str, Scorecard]) -> Snapshot:
        stored = Snapshot.from_document(row.document)
        if row.cause in FROM_BOOK:
            return replace(self._again(stored, cards), from_book=stored.from_book)
        past = self.recent.of(stored.account_id)
        as_of = stored.as_of.astimezone(self.now.tzinfo)
        base = past[-1] if past else stored
        until = self.now if data_is_old(base.data_ends, self.now.date()) else as_of
        with self.store.viewing() as memory:
            noted = Noted.read(memory, until + INSTANT, [stored.account_id])
        return reassessed(base, noted.over(base.book_facts, as_of), Case(as_of, cards[base.formula_version], past))

    def _again(self, stored: Snapshot, cards: Mapping[str, Scorecard]) -> Snapshot:
        """Assess stored facts again; what moved since a snapshot that was not refreshed stays as it was told."""
        past = self.recent.of(stored.account_id)
        week = latest_within(past, stored.as_of, WEEK_WINDOW)
        as_of = stored.as_of.astimezone(self.now.tzinfo)  # a document knows its day's offset, not other days'
        context = Context(as_of, stored.data_ends, frozenset(stored.connected), tuple(cards.values()))
        card = cards[stored.formula_version]
        again = assess(stored.facts, (card,), context, past, week.facts if week else None)
        if week is None or week.as_of in self.refreshed:
            return again
        return replace(again, split=stored.split, drivers_down=stored.drivers_down, drivers_up=stored.drivers_up)
