"""Loaded books that property tests ask questions about."""

from datetime import date
from pathlib import Path

import pytest

from cs_engine.sample.company import write_company
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.intake.loading import load
from tests.shared import shared

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def sample_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the book of a simulated company with a history of its accounts, until the end of November 2026."""
    folder = tmp_path_factory.mktemp("sample")
    write_company(SampleSpec(until=date(2026, 11, 30)), folder / "csv")
    return _loaded(folder / "csv", None, folder)


@pytest.fixture(scope="session")
def saas_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the book of the reference company, whose accounts come as of the export, without history."""
    return _loaded(shared("data", "saas_sim"), EXAMPLES / "saas_sim.toml", tmp_path_factory.mktemp("saas"))


def _loaded(source: Path, mapping: Path | None, folder: Path) -> Path:
    book = folder / "book.duckdb"
    load([source], mapping, book_url=f"duckdb://{book}", workdir=folder / "work")
    return book
