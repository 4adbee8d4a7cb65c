"""A scene in either database, new for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cs_engine.storage.store import Store
from tests.unit.logbook.scene import Scene
from tests.unit.service.desk import Desk


@pytest.fixture(params=["sqlite", "postgresql"])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    """Yield one ordinary customer of Ana's in either database."""
    url = f"sqlite:///{tmp_path}/steward.db"
    if request.param == "postgresql":
        url = str(request.getfixturevalue("postgresql"))
    yield from _scene(url)


@pytest.fixture
def file_scene(tmp_path: Path) -> Iterator[Scene]:
    """Yield the same in a file."""
    yield from _scene(f"sqlite:///{tmp_path}/steward.db")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Yield a book and a memory with nothing in them."""
    with Desk.opened(tmp_path) as opened:
        yield opened


def _scene(url: str) -> Iterator[Scene]:
    store = Store.open(url)
    store.migrate()
    scene = Scene(store)
    scene.keep()
    yield scene
    store.close()
