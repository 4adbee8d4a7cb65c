"""Whole tables as they were known."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from cs_engine.book.door import open_book
from cs_engine.book.known_rows import account_dimensions, known_rows
from cs_engine.frames.tables import TABLES
from tests.builders import arrow_rows

JULY, AUGUST = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC)


def write(url: str, table: str, *rows: Mapping[str, object]) -> None:
    """Put rows into one table of a book."""
    with open_book(url, write=True) as book:
        book.backend.con.register("rows", arrow_rows(TABLES[table], rows))
        book.backend.con.execute(f"INSERT INTO {book.sql_name(table)} SELECT * FROM rows")


def test_rows_and_values_of_the_future_are_not_there(tmp_path: Path) -> None:
    """A prospect of July has not converted by August when it does in September."""
    url = f"duckdb://{tmp_path}/book.duckdb"
    seen = {"prospect_id": "P", "created_at": "2026-07-10", "converted_at": "2026-09-01", "account_id": "A"}
    write(url, "prospects", seen)
    with open_book(url) as book:
        assert known_rows(book, "prospects", JULY).empty
        rows = known_rows(book, "prospects", AUGUST, ("prospect_id", "converted_at"))
    assert rows.columns.tolist() == ["prospect_id", "converted_at"]
    assert rows["converted_at"].isna().all()


def test_dimensions_are_those_of_the_instant_where_they_are_dated(tmp_path: Path) -> None:
    """An undated account says what it is, and that it may not have been so."""
    url = f"duckdb://{tmp_path}/book.duckdb"
    dated = {"account_id": "A", "name": "Acme", "valid_from": "2026-01-01", "segment": "mid"}
    moved = dated | {"valid_from": "2026-07-15", "segment": "large"}
    write(url, "accounts", dated, moved, {"account_id": "B", "name": "Beta", "segment": "mid"})
    with open_book(url) as book:
        then, now = account_dimensions(book, JULY), account_dimensions(book, AUGUST)
    assert then["segment"].to_dict() == {"A": "mid", "B": "mid"}
    assert now["segment"].to_dict() == {"A": "large", "B": "mid"}
    assert then["versioned"].to_dict() == {"A": True, "B": False}
