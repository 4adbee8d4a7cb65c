"""A book in PostgreSQL has the same door: writers wait for one another, readers for nobody."""

import subprocess
import sys
from pathlib import Path

import pytest

from cs_engine.book.digest import digest
from cs_engine.book.door import SCHEMA, Book, has_book, open_book
from cs_engine.errors import NothingToShow, StoreUnavailable
from cs_engine.frames.ledger import LEDGER
from cs_engine.frames.tables import TABLES
from tests.builders import arrow_rows

WITHOUT_DRIVER = """
import sys
sys.modules["psycopg"] = None
from cs_engine.book.door import open_book
from cs_engine.errors import StoreUnavailable
try:
    with open_book("postgresql://nowhere/steward"):
        pass
except StoreUnavailable as error:
    print(error)
"""


def _add_account(book: Book, name: str = "A") -> None:
    rows = arrow_rows(TABLES["accounts"], [{"account_id": "a", "name": name}])
    book.backend.insert("accounts", rows, database=SCHEMA)


def test_a_new_book_has_every_table_and_no_rows(postgresql: str) -> None:
    """Tables are there before anything is loaded, with their columns in declared order."""
    assert not has_book(postgresql)
    with open_book(postgresql, write=True) as book:
        assert book.connected() == frozenset()
        for table in (*TABLES.values(), *LEDGER):
            assert book.table(table.name).columns == tuple(column.name for column in table.columns)
    assert has_book(postgresql)


def test_a_missing_book_names_the_next_command_and_no_password(postgresql: str) -> None:
    """Reading before loading is not an accident."""
    secret = postgresql.replace("postgres:@", "postgres:hush@")
    with pytest.raises(NothingToShow, match="steward load") as caught, open_book(secret):
        pass
    assert "hush" not in str(caught.value)


def test_a_server_that_is_not_there_is_a_sentence() -> None:
    """Neither a traceback nor the password."""
    with (
        pytest.raises(StoreUnavailable, match="cannot be reached") as caught,
        open_book("postgresql://me:hush@127.0.0.1:1/x"),
    ):
        pass
    assert "hush" not in str(caught.value)


def test_without_the_driver_the_extra_is_named() -> None:
    """One sentence says what to install."""
    done = subprocess.run([sys.executable, "-c", WITHOUT_DRIVER], capture_output=True, text=True, check=True)
    assert "pip install 'steward-bot[postgresql]'" in done.stdout


def test_a_second_writer_is_told_who_writes(postgresql: str) -> None:
    """The sentence has the name and process of whoever holds the book; afterwards it opens."""
    with (
        open_book(postgresql, write=True),
        pytest.raises(StoreUnavailable, match=r"held by steward write \d+ \(user postgres"),
        open_book(postgresql, write=True, patience=0.1),
    ):
        pass
    with open_book(postgresql, write=True, patience=0.1) as book:
        assert book.connected() == frozenset()


def test_a_reader_sees_the_book_as_it_was_when_opened(postgresql: str) -> None:
    """Nobody waits, and no answer is half old and half new."""
    with open_book(postgresql, write=True) as book:
        _add_account(book)
    with open_book(postgresql) as reader:
        before = digest(reader)
        with open_book(postgresql, write=True) as book:
            book.change(f"UPDATE {book.sql_name('accounts')} SET name = $1", "B")
            assert digest(book) != before
        assert digest(reader) == before
        assert reader.table("accounts").name.to_pyarrow().to_pylist() == ["A"]


def test_a_reader_cannot_change_anything(postgresql: str) -> None:
    """Only loads write."""
    with open_book(postgresql, write=True):
        pass
    with open_book(postgresql) as book, pytest.raises(Exception, match="read-only"):
        book.change(f"DELETE FROM {book.sql_name('accounts')}")


def test_a_book_of_an_older_version_is_brought_up_to_date_by_writing(postgresql: str) -> None:
    """Missing tables and columns are added, rows stay; until then reading says what to do."""
    with open_book(postgresql, write=True) as book:
        _add_account(book)
        book.change(f"ALTER TABLE {book.sql_name('accounts')} DROP COLUMN segment")
        book.change(f"DROP TABLE {book.sql_name('tickets')}")
    with pytest.raises(StoreUnavailable, match="another version; any `steward load`"), open_book(postgresql):
        pass
    with open_book(postgresql, write=True) as book:
        assert book.connected() == {"accounts"}
    with open_book(postgresql) as book:
        assert book.table("accounts").segment.to_pyarrow().to_pylist() == [None]


def test_digests_are_equal_for_awkward_values(postgresql: str, tmp_path: Path) -> None:
    """Unknown is not empty, no float is rounded, and text is text in any script."""
    rows = [
        {"account_id": "a", "name": "北京 <!channel> 🚀; 1:", "valid_from": "2026-01-01T10:00:00.123456", "seats": 0},
        {"account_id": "-", "name": "Ünal", "signup_date": "1969-12-31", "flagged_churned": False},
    ]
    lines = [
        {"subscription_id": str(mrr), "account_id": "a", "start_date": "2026-01-01", "mrr": mrr}
        for mrr in (0.1 + 0.2, -0.0, 1e300, 5e-324, 123456789.123456789, None)
    ]
    digests = []
    for url in (postgresql, f"duckdb://{tmp_path}/book.duckdb"):
        with open_book(url, write=True) as book:
            database = SCHEMA if url == postgresql else (book.backend.current_catalog, SCHEMA)
            empty = digest(book)
            for name, of_table in (("accounts", rows), ("subscriptions", lines)):
                book.backend.insert(name, arrow_rows(TABLES[name], of_table), database=database)
            digests.append((empty, digest(book)))
    assert digests[0] == digests[1]
    assert digests[0][0] != digests[0][1]
