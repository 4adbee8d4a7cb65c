"""Which child account decides a parent's picture."""

from cs_engine.health.portfolio import worst_child
from cs_engine.health.snapshot import Snapshot
from cs_engine.records import Child
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store


def deciding_child(store: Store, parent: SnapshotRow) -> Child | None:
    """Return the worst child with at least a fifth of the children's ARR, ``None`` without such a child."""
    children = store.children(parent.account_id)
    return worst_child([Snapshot.from_document(child.document) for child in children])
