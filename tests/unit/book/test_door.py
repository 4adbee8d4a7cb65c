"""The book has one door: it says who holds it, and brings old books up to date."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cs_engine.book.door import SCHEMA, Book, book_path, open_book
from cs_engine.errors import BadInput, NothingToShow, StoreUnavailable
from cs_engine.frames.ledger import LEDGER
from cs_engine.frames.tables import TABLES
from tests.builders import arrow_rows

HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def _url(folder: Path) -> str:
    return f"duckdb://{folder}/book.duckdb"


def _add_account(book: Book) -> None:
    rows = arrow_rows(TABLES["accounts"], [{"account_id": "a", "name": "A"}])
    book.backend.insert("accounts", rows, database=(book.backend.current_catalog, SCHEMA))


def test_a_new_book_has_every_table_and_no_rows(tmp_path: Path) -> None:
    """Tables are there before anything is loaded, with their columns in declared order."""
    with open_book(_url(tmp_path / "new"), write=True) as book:
        assert book.connected() == frozenset()
        for table in (*TABLES.values(), *LEDGER):
            assert book.table(table.name).columns == tuple(column.name for column in table.columns)


def test_tables_with_rows_are_connected(tmp_path: Path) -> None:
    """A table counts as connected once it holds a row."""
    with open_book(_url(tmp_path), write=True) as book:
        _add_account(book)
        assert book.connected() == {"accounts"}


def test_a_missing_book_names_the_next_command(tmp_path: Path) -> None:
    """Reading before loading is not an accident."""
    with pytest.raises(NothingToShow, match="steward load"), open_book(_url(tmp_path)):
        pass


@pytest.mark.parametrize("url", ["mysql://x/y", "duckdb://", "data/book.duckdb"])
def test_another_address_is_refused(url: str) -> None:
    """The sentence shows what an address looks like."""
    with pytest.raises(BadInput, match=r"duckdb://data/book\.duckdb"):
        book_path(url)


def test_addresses_are_relative_or_absolute() -> None:
    """Three slashes start at the root."""
    assert book_path("duckdb://data/book.duckdb") == Path("data/book.duckdb")
    assert book_path("duckdb:///data/book.duckdb") == Path("/data/book.duckdb")


def test_a_file_that_is_no_book_is_explained(tmp_path: Path) -> None:
    """Another file under the book's name is not overwritten."""
    (tmp_path / "book.duckdb").write_text("no database " * 999)
    with pytest.raises(StoreUnavailable, match="cannot be opened as a book"), open_book(_url(tmp_path), write=True):
        pass


def test_who_holds_the_book_is_named(tmp_path: Path) -> None:
    """The sentence has the process id of whoever holds the lock."""
    with open_book(_url(tmp_path), write=True):
        pass
    command = [sys.executable, "-c", HOLD, str(tmp_path / "book.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with (
            pytest.raises(StoreUnavailable, match=f"held by process {holder.pid}"),
            open_book(_url(tmp_path), patience=0.1),
        ):
            pass


def test_a_reader_waits_for_a_writer(tmp_path: Path) -> None:
    """Inside one program the book opens as soon as the other part has closed it."""
    opened = threading.Event()

    def hold() -> None:
        with open_book(_url(tmp_path), write=True):
            opened.set()
            threading.Event().wait(0.3)

    writer = threading.Thread(target=hold)
    writer.start()
    opened.wait()
    with open_book(_url(tmp_path), patience=5) as book:
        assert book.connected() == frozenset()
    writer.join()


def test_a_reader_that_waits_in_vain_is_told(tmp_path: Path) -> None:
    """Another part of the program that keeps the book open is named as such."""
    with (
        open_book(_url(tmp_path), write=True),
        pytest.raises(StoreUnavailable, match="another part of this program"),
        open_book(_url(tmp_path), patience=0.1),
    ):
        pass


def test_a_book_of_an_older_version_is_brought_up_to_date_by_writing(tmp_path: Path) -> None:
    """Missing tables and columns are added, rows stay; until then reading says what to do."""
    with open_book(_url(tmp_path), write=True) as book:
        accounts, tickets = book.sql_name("accounts"), book.sql_name("tickets")
        _add_account(book)
        book.backend.raw_sql(f"ALTER TABLE {accounts} DROP COLUMN segment")
        book.backend.raw_sql(f"DROP TABLE {tickets}")
    with pytest.raises(StoreUnavailable, match="another version; any `steward load`"), open_book(_url(tmp_path)):
        pass
    with open_book(_url(tmp_path), write=True) as book:
        assert book.connected() == {"accounts"}
    with open_book(_url(tmp_path)) as book:
        assert book.table("accounts").segment.to_pyarrow().to_pylist() == [None]


def test_the_number_of_threads_can_be_set(tmp_path: Path) -> None:
    """Refreshes with one and four threads can be compared."""
    with open_book(_url(tmp_path), write=True, threads=1) as book:
        assert book.backend.raw_sql("SELECT current_setting('threads')").fetchone() == (1,)
