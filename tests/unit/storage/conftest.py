"""A real memory, new for each test: in a file, and in PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cs_engine.storage.store import Store


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """Return the address of a memory whose folder does not exist yet."""
    return f"sqlite:///{tmp_path}/home/steward.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Return the address of a memory in either database, where nothing is yet."""
    name = "file_url" if request.param == "sqlite" else "postgresql"
    return str(request.getfixturevalue(name))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Yield an empty memory with its tables."""
    yield from _opened(url)


@pytest.fixture
def file_store(file_url: str) -> Iterator[Store]:
    """Yield an empty memory in a file."""
    yield from _opened(file_url)


def _opened(url: str) -> Iterator[Store]:
    opened = Store.open(url)
    opened.migrate()
    yield opened
    opened.close()
