"""What every kind of test may ask for."""

import os
from collections.abc import Callable
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in the order of their kinds."""
    items.sort(key=lambda item: ORDER.index(item.path.relative_to(TESTS).parts[0]))
