"""What plays have done, in both databases."""

from datetime import UTC, datetime

from cs_engine.records.worked import KeptWork
from cs_engine.storage.store import Store

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
TOLD = KeptWork("silence", MONDAY, 20, 14, 0.6, 0.4, 0.8, 4.2, 1.1, 7.3, 14, 0)
SILENT = KeptWork("welcome", MONDAY, 3, 0, None, None, None, None, None, None, 2, 8)


def test_what_was_found_last_replaces_what_was_before(store: Store) -> None:
    """Unknown stays unknown; before the first time there is nothing."""
    with store.changing() as memory:
        assert memory.worked.all() == {}
        memory.worked.put([TOLD, SILENT])
    with store.changing() as memory:
        assert memory.worked.all() == {"silence": TOLD, "welcome": SILENT}
        memory.worked.put([TOLD])
    with store.viewing() as memory:
        assert memory.worked.all() == {"silence": TOLD}
