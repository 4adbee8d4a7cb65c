"""When an earlier snapshot changed, the bands and changes of the later ones follow from it again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cs_engine.health.assess import Context, assess
from cs_engine.health.facts import day
from cs_engine.health.reading import read_scorecard
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.service.base_rates import base_rates
from cs_engine.service.memories import Recent, snapshot_row
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
    cards: dict[str, Scorecard] = {}
    recent = Recent.before(store, later[0])
    return sum(_rebuild(store, instant, cards, recent) for instant in later)


def _rebuild(store: Store, instant: datetime, cards: dict[str, Scorecard], recent: Recent) -> int:
    stored = [Snapshot.from_document(row.document) for row in store.snapshots_between(instant, instant + INSTANT)]
    rebuilt = [_again(store, snapshot, cards, recent) for snapshot in stored]
    recent.add(rebuilt)
    changed = [new for new, old in zip(rebuilt, stored, strict=True) if new != old]
    losses = {each.account_id: lost for each in rebuilt if (lost := day(each.facts, "lost_on"))}
    rates = base_rates(store, losses, instant)
    return store.write_snapshots(snapshot_row(snapshot, rates, "rebuild") for snapshot in changed)


def _again(store: Store, stored: Snapshot, cards: dict[str, Scorecard], recent: Recent) -> Snapshot:
    card = _card(store, stored.formula_version, cards)
    context = Context(stored.as_of, stored.data_ends, frozenset(stored.connected))
    return assess(stored.facts, (card,), context, recent.of(stored.account_id))


def _card(store: Store, formula_version: str, cards: dict[str, Scorecard]) -> Scorecard:
    if formula_version not in cards:
        version = store.scorecard(formula_version)
        if version is None:  # every refresh keeps its scorecards before it writes a snapshot
            raise LookupError(formula_version)
        cards[formula_version] = read_scorecard(version.content, version.name)
    return cards[formula_version]
