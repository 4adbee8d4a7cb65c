"""The companies that end-to-end tests look at, each made once, and a browser for each file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.workspace.server import Workspace
from tests.e2e.offices import Company, in_july, loaded, simulated
from tests.e2e.page_driver import chromium
from tests.shared import shared

EXAMPLES = Path(__file__).parents[2] / "examples"
RAVENSTACK_ENDS, SAAS_SIM_ENDS = date(2024, 12, 31), date(2026, 1, 4)


@pytest.fixture(scope="session")
def chromium_is_there() -> None:
    """Skip before anything is computed when there is no browser to look with."""
    with chromium():
        return


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a file; two at a time cannot be driven from one thread."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def company(chromium_is_there: None, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The simulated company on a Monday morning."""
    return simulated(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="session")
def monday(company: Company) -> Iterator[Workspace]:
    """A workspace in which the simulated company is asked about, on Monday at nine."""
    with company.office() as workspace:
        yield workspace


@pytest.fixture(scope="session")
def july(company: Company) -> Iterator[Workspace]:
    """The same, as it would have been in the school holidays."""
    with in_july(company).office() as workspace:
        yield workspace


@pytest.fixture(scope="session")
def ravenstack(chromium_is_there: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with RavenStack's book."""
    home, mapping = tmp_path_factory.mktemp("ravenstack"), EXAMPLES / "ravenstack.toml"
    with loaded(home, shared("data", "ravenstack"), mapping, RAVENSTACK_ENDS).office() as workspace:
        yield workspace


@pytest.fixture(scope="session")
def saas_sim(chromium_is_there: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with the book of saas_sim."""
    home, mapping = tmp_path_factory.mktemp("saas_sim"), EXAMPLES / "saas_sim.toml"
    with loaded(home, shared("data", "saas_sim"), mapping, SAAS_SIM_ENDS).office() as workspace:
        yield workspace
