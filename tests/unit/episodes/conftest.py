"""A memory with accounts whose weeks were told, in a file and in PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.episodes.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Yield an office with an empty memory in a file."""
    with Office.opened(f"sqlite:///{tmp_path}/steward.db") as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def either_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Yield an office with an empty memory in either database."""
    sqlite = f"sqlite:///{tmp_path}/steward.db"
    url = sqlite if request.param == "sqlite" else str(request.getfixturevalue("postgresql"))
    with Office.opened(url) as opened:
        yield opened
