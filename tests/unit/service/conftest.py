"""A desk, new for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.service.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Yield a desk with nothing on it."""
    with Desk.opened(tmp_path) as opened:
        yield opened
