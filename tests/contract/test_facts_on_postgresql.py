"""The same files make the same book, and the same expressions answer alike, on DuckDB and PostgreSQL."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from cs_engine.book.digest import digest
from cs_engine.book.door import open_book
from cs_engine.book.facts import FactsQuery
from cs_engine.book.quality import findings
from cs_engine.book.summary import summarize
from cs_engine.sample.company import write_company
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.intake.loading import load

INSTANTS = [
    datetime(2026, month, 1, hour, tzinfo=ZoneInfo("Europe/Berlin")) for month, hour in ((6, 0), (9, 15), (12, 0))
]
TODAY = date(2026, 11, 30)


@pytest.fixture
def books(tmp_path: Path, postgresql: str) -> tuple[str, str]:
    """The books of one small simulated company, with every table that facts are made from."""
    write_company(SampleSpec(accounts=30, months=15, until=TODAY), tmp_path / "csv")
    urls = (f"duckdb://{tmp_path / 'book.duckdb'}", postgresql)
    for url in urls:
        load([tmp_path / "csv"], None, book_url=url, workdir=tmp_path / "work")
    return urls


def test_books_in_duckdb_and_postgresql_are_equal(books: tuple[str, str]) -> None:
    """Their digests, summaries and findings agree, and the facts do to the last bit at any time of the day."""
    with open_book(books[0]) as here, open_book(books[1]) as there:
        assert digest(here) == digest(there)
        assert summarize(here, TODAY).tables == summarize(there, TODAY).tables
        assert findings(here, TODAY) == findings(there, TODAY)
        asked, asked_there = FactsQuery.prepare(here), FactsQuery.prepare(there)
        assert asked.data_ends == asked_there.data_ends
        for as_of in INSTANTS:
            pd.testing.assert_frame_equal(asked.at(as_of), asked_there.at(as_of), check_exact=True, obj=str(as_of))
