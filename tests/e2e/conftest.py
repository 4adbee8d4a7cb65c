"""The companies that end-to-end tests look at, each made once, and a browser for each file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.workspace.server import Workspace
from tests.e2e.offices import Company, in_july, loaded, simulated
from tests.e2e.page_driver import chromium
from tests.e2e.weeks import started
from tests.shared import shared

EXAMPLES = Path(__file__).parents[2] / "examples"
DATA_ENDS = {"ravenstack": date(2024, 12, 31), "saas_sim": date(2026, 1, 4)}


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
def running(chromium_is_there: None, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company whose days go on, until Sunday, November 22; whoever lives on with it takes a copy."""
    return started(tmp_path_factory.mktemp("running"))


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


@pytest.fixture(scope="session", params=list(DATA_ENDS))
def real(
    chromium_is_there: None, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Workspace]]:
    """A public data set's name, and a workspace with its book."""
    name = str(request.param)
    mapping = EXAMPLES / f"{name}.toml"
    company = loaded(tmp_path_factory.mktemp(name), shared("data", name), mapping, DATA_ENDS[name])
    with company.office() as workspace:
        yield name, workspace
