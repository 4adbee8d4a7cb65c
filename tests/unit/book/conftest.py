"""What tests of the book share."""

import pytest

from tests.builders import SmallBooks


@pytest.fixture(scope="session")
def books() -> SmallBooks:
    """One book in memory for all tests; each test fills it with its own rows."""
    return SmallBooks()
