"""Opening the memory: folders, versions, and sentences when it cannot be."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from cs_engine.errors import StoreUnavailable
from cs_engine.storage.store import Store
from cs_engine.storage.tables import METADATA
from tests.unit.storage.builders import snapshot


def test_the_parent_folder_is_made(file_store: Store, tmp_path: Path) -> None:
    """A first start needs no preparation."""
    assert (tmp_path / "home" / "steward.db").exists()


def test_migrating_twice_keeps_what_is_there(store: Store, url: str) -> None:
    """A second start finds the memory as it was."""
    store.write_snapshots([snapshot("A1")])
    again = Store.open(url)
    again.migrate()
    assert again.current("A1") == snapshot("A1")
    again.close()


def test_processes_starting_together_both_find_a_ready_memory(url: str) -> None:
    """Answering and working start at the same time; one migrates, the others wait."""
    stores = [Store.open(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Store.migrate, stores))
    assert [store.newest() for store in stores] == [None] * 4
    for store in stores:
        store.close()


def test_migrations_lead_to_the_declared_tables(store: Store, url: str) -> None:
    """The migrations and the tables in the code say the same."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()
    assert differences == []


def test_a_newer_memory_is_refused(store: Store, url: str) -> None:
    """An older program never writes into tables it does not know."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    older = Store.open(url)
    with pytest.raises(StoreUnavailable, match=r"newer version of Steward .*9999.*upgrade Steward"):
        older.migrate()
    older.close()


def test_a_memory_without_tables_says_what_to_run(url: str) -> None:
    """Reading before the first migration is explained, not a traceback."""
    store = Store.open(url)
    with pytest.raises(StoreUnavailable, match="steward refresh"):
        store.current("A1")
    store.close()


def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    """A wrong path is named in the sentence."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be looked at as if it were one\n" * 20)
    store = Store.open(f"sqlite:///{path}")
    with pytest.raises(StoreUnavailable, match=r"notes\.txt cannot be used"):
        store.migrate()
    store.close()


def test_a_memory_kept_locked_is_explained(file_store: Store, tmp_path: Path) -> None:
    """Whoever waits longer than two seconds is told so."""
    holder = sqlite3.connect(tmp_path / "home" / "steward.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="by another process"):
        file_store.write_snapshots([snapshot()])
    holder.close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("data/steward.db", "no database address"),
        ("mysql://localhost/steward", "cannot live in mysql"),
        ("sqlite://", "without a file"),
        ("postgresql+nothing://localhost/steward", "driver"),
    ],
)
def test_an_address_we_cannot_use_is_explained(url: str, sentence: str) -> None:
    """A bad setting is met with the form a good one has."""
    with pytest.raises(StoreUnavailable, match=sentence):
        Store.open(url)


def test_a_password_never_stands_in_a_sentence() -> None:
    """What goes to a terminal or a log holds no secret."""
    store = Store.open("postgresql://steward:hush@127.0.0.1:1/steward")
    with pytest.raises(StoreUnavailable) as caught:
        store.migrate()
    assert "hush" not in str(caught.value)
    store.close()
