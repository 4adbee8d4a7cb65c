"""When an earlier snapshot changed, the bands and changes of the later ones follow from it again."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from cs_engine.health.assess import Context, assess
from cs_engine.health.facts import day
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.service.base_rates import base_rates
from cs_engine.service.memories import Recent, snapshot_row
from cs_engine.service.scorecards import archived
from cs_engine.storage.store import Store

INSTANT = timedelta(microseconds=1)


def rebuild_later(store: Store, refreshed: Sequence[datetime]) -> int:
    """Rebuild the snapshots after the first refreshed instant that were not refreshed themselves.

    Facts and scorecards stay as they were stored; only what depends on earlier snapshots follows.

    Returns:
        How many snapshots were rewritten.
    """
    later = [instant for instant in store.instants(after=refreshed[0]) if instant not in refreshed]
    if not later:
        return 0
    recent = Recent.before(store, later[0])
    return sum(_rebuild(store, instant, recent) for instant in later)


def _rebuild(store: Store, instant: datetime, recent: Recent) -> int:
    stored = [Snapshot.from_document(row.document) for row in store.snapshots_between(instant, instant + INSTANT)]
    versions = recent.formula_versions() | {snapshot.formula_version for snapshot in stored}
    cards = {card.formula_version: card for card in archived(store, versions)}
    rebuilt = [_again(snapshot, cards, recent) for snapshot in stored]
    recent.add(rebuilt)
    changed = [new for new, old in zip(rebuilt, stored, strict=True) if new != old]
    losses = {each.account_id: lost for each in rebuilt if (lost := day(each.facts, "lost_on"))}
    rates = base_rates(store, losses, instant)
    return store.write_snapshots(snapshot_row(snapshot, rates, "rebuild") for snapshot in changed)


def _again(stored: Snapshot, cards: Mapping[str, Scorecard], recent: Recent) -> Snapshot:
    context = Context(stored.as_of, stored.data_ends, frozenset(stored.connected), tuple(cards.values()))
    return assess(stored.facts, (cards[stored.formula_version],), context, recent.of(stored.account_id))
