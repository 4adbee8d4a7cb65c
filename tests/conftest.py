"""What every kind of test may ask for."""

import os
from collections.abc import Callable

import pytest

TENTH = 0.1
"""`make test` does a seeded tenth of every soak; `make soak` sets STEWARD_SOAK=1.0."""


@pytest.fixture(scope="session")
def effort() -> Callable[[int], int]:
    """Return how many of a soak's full number of rounds this run does."""
    share = float(os.environ.get("STEWARD_SOAK", TENTH))
    return lambda full: max(1, round(full * share))
