"""Which child account decides a parent's picture."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cs_engine.health.facts import text
from cs_engine.health.portfolio import worst_child
from cs_engine.health.snapshot import Snapshot
from cs_engine.policy import SEVERITY
from cs_engine.records.account import Child
from cs_engine.records.bands import Band
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store


def deciding_child(store: Store, parent: SnapshotRow) -> Child | None:
    """Return the worst child with at least a fifth of the children's ARR, ``None`` without such a child."""
    children = store.children(parent.account_id)
    return worst_child([Snapshot.from_document(child.document) for child in children])


def shown_band(own: Band | None, child: Child | None) -> Band | None:
    """Return the worse of an account's own band and its deciding child's; a parent never looks better than that."""
    if own is None or child is None:
        return own
    return min(own, child.band, key=SEVERITY.index)


def shown_bands(taken: Sequence[Snapshot]) -> Mapping[str, Band | None]:
    """Return the band that each parent among the snapshots of one instant is shown in."""
    children: dict[str, list[Snapshot]] = defaultdict(list)
    for snapshot in taken:
        parent = text(snapshot.facts, "parent_id")
        if parent is not None:
            children[parent].append(snapshot)
    parents = (snapshot for snapshot in taken if snapshot.account_id in children)
    return {each.account_id: shown_band(each.band, worst_child(children[each.account_id])) for each in parents}
