"""A real memory in a file, new for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cs_engine.storage.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the address of a memory whose folder does not exist yet."""
    return f"sqlite:///{tmp_path}/home/steward.db"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Yield an empty memory with its tables."""
    opened = Store.open(url)
    opened.migrate()
    yield opened
    opened.close()
