"""The memory for the length of a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from cs_engine.storage.store import Store

Memory = Store
"""The memory, for those who only pass it on."""


@contextmanager
def open_memory(database_url: str) -> Iterator[Store]:
    """Open the memory with its tables up to date, and close it afterwards.

    Raises:
        StoreUnavailable: the database cannot be used.
    """
    store = Store.open(database_url)
    try:
        store.migrate()
        yield store
    finally:
        store.close()
