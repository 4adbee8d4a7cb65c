"""Loading is one atomic step that costs nothing to repeat."""

import os
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from cs_engine.book.absorb import absorb, discard_staging
from cs_engine.book.digest import digest
from cs_engine.book.door import Book, open_book
from cs_engine.errors import BadFile, BadMapping, StewardError, StoreUnavailable
from cs_engine.frames.loads import STAGING_PREFIX
from cs_engine.service.intake.loading import LOADS_FOLDER, LoadReport, load
from cs_engine.sources.plan import plan
from cs_engine.sources.rows import Context
from cs_engine.sources.staging import pack

ACCOUNTS = "account_id,name\nA1,Acme\nA2,Böhm & Co\n"
TICKETS = "ticket_id,account_id,opened_at,priority\nT1,A1,2026-01-01,low\nT2,A2,2026-01-02,high\n"
EVENTS = "event_id,account_id,user_id,day,feature,events,minutes\n"


class Desk:
    """A folder of files and a book to load them into."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.folder = folder
        self.url = url or f"duckdb://{folder}/state/book.duckdb"
        self.state = folder / "state"

    def put(self, files: Mapping[str, str], folder: str = "data") -> Path:
        """Write files into a folder of the desk, and return the folder."""
        data = self.folder / folder
        data.mkdir(exist_ok=True)
        for name, text in files.items():
            (data / name).write_text(text, encoding="utf-8")
        return data

    def load(self, files: Mapping[str, str], folder: str = "data") -> LoadReport:
        """Write files and load them."""
        data = self.put(files, folder)
        return load([data / name for name in files], None, book_url=self.url, workdir=self.state)

    def digest(self) -> str:
        """Return the digest of the whole book."""
        with open_book(self.url) as book:
            return digest(book)

    def rows(self, table: str, *columns: str) -> list[tuple[object, ...]]:
        """Return some columns of a table, sorted."""
        with open_book(self.url) as book:
            found = book.table(table).select(*columns).order_by(*columns).to_pyarrow().to_pylist()
        return [tuple(row.values()) for row in found]


@pytest.fixture(params=["duckdb", "postgresql"])
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Desk:
    """Return an empty desk, whose book is in a file or in PostgreSQL."""
    return Desk(tmp_path, request.getfixturevalue("postgresql") if request.param == "postgresql" else None)


def _counts(report: LoadReport) -> dict[str, tuple[int, int, int, int, int, int]]:
    """Return read, new, updated, unchanged, repeated, quarantined by table."""
    return {
        row.table: (row.read, row.new, row.updated, row.unchanged, row.repeated, row.quarantined) for row in report.rows
    }


def test_loading_twice_changes_nothing(desk: Desk) -> None:
    """The second load of the same files finds every row unchanged, empty cells included."""
    files = {"accounts.csv": ACCOUNTS, "tickets.csv": TICKETS}
    assert _counts(desk.load(files)) == {"accounts": (2, 2, 0, 0, 0, 0), "tickets": (2, 2, 0, 0, 0, 0)}
    before = desk.digest()
    assert _counts(desk.load(files)) == {"accounts": (2, 0, 0, 2, 0, 0), "tickets": (2, 0, 0, 2, 0, 0)}
    assert desk.digest() == before


def test_a_later_file_updates_what_differs(desk: Desk) -> None:
    """Changed rows are updated, new ones added, the others stay; accounts without history stay one row each."""
    desk.load({"accounts.csv": ACCOUNTS})
    later = desk.load({"accounts.csv": "account_id,name,seats\nA1,Acme Inc,5\nA2,Böhm & Co,\nA3,New,\n"})
    assert _counts(later) == {"accounts": (3, 1, 1, 1, 0, 0)}
    assert desk.rows("accounts", "account_id", "name", "seats") == [
        ("A1", "Acme Inc", 5),
        ("A2", "Böhm & Co", None),
        ("A3", "New", None),
    ]


def test_versions_of_an_account_stand_beside_each_other(desk: Desk) -> None:
    """With `valid_from` each version is a row of its own."""
    head = "account_id,name,valid_from,owner\n"
    desk.load({"accounts.csv": head + "A1,Acme,2026-01-01,ana@x\n"})
    report = desk.load({"accounts.csv": head + "A1,Acme,2026-02-01,bo@x\nA1,Acme,2026-01-01,ana@x\n"})
    assert _counts(report) == {"accounts": (2, 1, 0, 1, 0, 0)}
    assert [owner for (owner,) in desk.rows("accounts", "owner")] == ["ana@x", "bo@x"]


def test_the_last_row_with_a_key_counts(desk: Desk) -> None:
    """Within one load a key that comes again replaces the earlier row, and is remembered as repeated."""
    report = desk.load({"accounts.csv": "account_id,name\nA1,Old\nA2,B\nA1,New\n"})
    assert _counts(report) == {"accounts": (3, 2, 0, 0, 1, 0)}
    assert desk.rows("accounts", "account_id", "name") == [("A1", "New"), ("A2", "B")]
    assert desk.rows("repeats", "table_name", "row_key", "times") == [("accounts", "A1", 2)]


def test_bad_rows_wait_in_quarantine_and_the_rest_is_loaded(desk: Desk) -> None:
    """Quarantine names table, file, line, column, value and reason."""
    bad = TICKETS + "T3,A1,never,medium\nT4,A1\n"
    report = desk.load({"tickets.csv": bad})
    assert _counts(report) == {"tickets": (4, 2, 0, 0, 0, 2)}
    file = str((desk.folder / "data" / "tickets.csv").resolve())
    columns = ("table_name", "file", "line", "column_name", "value", "reason")
    assert desk.rows("quarantine", *columns) == [
        ("tickets", file, 4, "opened_at", "never", "is no date and time"),
        ("tickets", file, 4, "priority", "medium", "is none of low, normal, high, urgent"),
        ("tickets", file, 5, None, None, "the line has 2 cells instead of 4"),
    ]


def test_a_corrected_file_clears_its_quarantine(desk: Desk) -> None:
    """What waits is always the newest version of a file; a load of nothing but bad rows is a load."""
    report = desk.load({"tickets.csv": "ticket_id,account_id,opened_at\nT1,A1,never\n"})
    assert _counts(report) == {"tickets": (1, 0, 0, 0, 0, 1)}
    assert len(desk.rows("quarantine", "line")) == 1
    desk.load({"tickets.csv": TICKETS})
    assert desk.rows("quarantine", "line") == []


def test_two_files_that_cover_one_day_add_up(desk: Desk) -> None:
    """Events are kept by id; the day is rebuilt per feature and for the whole product, people counted once."""
    desk.load({"usage_events.csv": EVENTS + "E1,A1,u1,2026-01-05,report,2,1.5\nE2,A1,u2,2026-01-05,report,1,\n"})
    second = EVENTS + "E2,A1,u2,2026-01-05,report,1,\nE3,A1,u1,2026-01-05,export,,0.1\nE4,A1,u1,2026-01-06,,4,\n"
    report = desk.load({"usage_events.csv": second})
    assert _counts(report) == {"usage_events": (3, 2, 0, 1, 0, 0)}
    assert report.rebuilt == 4
    assert desk.rows("usage", "feature", "period_start", "period_days", "events", "active_users", "minutes") == [
        ("*", date(2026, 1, 5), 1, 4, 2, 1.6),
        ("*", date(2026, 1, 6), 1, 4, 1, None),
        ("export", date(2026, 1, 5), 1, 1, 1, 0.1),
        ("report", date(2026, 1, 5), 1, 3, 2, 1.5),
    ]


def test_an_event_that_moves_leaves_its_old_day(desk: Desk) -> None:
    """A corrected event is taken off the day it stood on; untouched days and weekly rows stay."""
    weekly = "account_id,feature,period_start,period_days,active_users\nA1,*,2026-01-05,7,9\n"
    events = EVENTS + "E1,A1,u1,2026-01-05,report,2,\nE2,A1,u1,2026-01-07,report,1,\n"
    desk.load({"usage_events.csv": events, "usage.csv": weekly})
    report = desk.load({"usage_events.csv": EVENTS + "E1,A1,u1,2026-01-06,report,2,\n"})
    assert report.rebuilt == 2
    assert desk.rows("usage", "feature", "period_start", "period_days") == [
        ("*", date(2026, 1, 5), 7),
        ("*", date(2026, 1, 6), 1),
        ("*", date(2026, 1, 7), 1),
        ("report", date(2026, 1, 6), 1),
        ("report", date(2026, 1, 7), 1),
    ]


def test_events_in_one_load_or_in_two_make_the_same_book(desk: Desk, tmp_path: Path) -> None:
    """How events are cut into files does not matter."""
    first, second = "E1,A1,u1,2026-01-05,report,2,0.1\n", "E2,A1,u1,2026-01-05,report,2,0.2\n"
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    other.load({"usage_events.csv": EVENTS + second + first})
    desk.load({"usage_events.csv": EVENTS + first})
    desk.load({"usage_events.csv": EVENTS + second})
    assert desk.digest() == other.digest()


def test_a_lookup_finds_rows_that_the_book_already_has(desk: Desk) -> None:
    """A file of usage alone may name contract lines that were loaded before; unknown ones wait."""
    desk.load({"subscriptions.csv": "subscription_id,account_id,start_date\nS1,A1,2026-01-01\n"})
    mapping = desk.folder / "m.toml"
    mapping.write_text(
        '[usage_events]\nfiles = "u.csv"\n[usage_events.columns]\nevent_id = "id"\nday = "day"\n'
        'account_id = { via = "subscriptions", key = "subscription_id" }\n'
    )
    data = desk.put({"u.csv": "id,subscription_id,day\nE1,S1,2026-01-05\nE2,S9,2026-01-05\n"})
    report = load([data], mapping, book_url=desk.url, workdir=desk.state)
    assert _counts(report) == {"usage_events": (2, 1, 0, 0, 0, 1)}
    assert desk.rows("quarantine", "value", "reason") == [("S9", "is not in subscriptions.subscription_id")]
    assert desk.rows("usage", "account_id", "feature", "events") == [("A1", "*", 1)]


def test_a_load_that_fails_on_its_last_table_changes_nothing(desk: Desk) -> None:
    """One table that cannot be taken undoes all of them, and the next load loads its own file, not the dead one's."""
    desk.load({"accounts.csv": ACCOUNTS})
    before = desk.digest()
    data = desk.put({"accounts.csv": ACCOUNTS.replace("Acme", "Changed"), "tickets.csv": TICKETS})
    packed = pack(plan([data], None), Context(), load_id="dead", workdir=desk.folder / "dead")
    with open_book(desk.url, write=True) as book:
        staged = packed.write(book.landing)
        book.backend.raw_sql(f'ALTER TABLE "{staged.schema}".tickets DROP COLUMN priority')
        with pytest.raises(Exception, match="priority"):
            absorb(book, staged)
    assert desk.digest() == before
    assert [name for (name,) in desk.rows("loads", "table_name")] == ["accounts"]
    report = desk.load({"contacts.csv": "contact_id,account_id\nC1,A1\n"}, folder="next")
    assert _counts(report) == {"contacts": (1, 1, 0, 0, 0, 0)}
    assert desk.rows("tickets", "ticket_id") == []
    assert desk.rows("accounts", "name") == [("Acme",), ("Böhm & Co",)]


def test_a_load_whose_last_step_fails_changes_nothing(desk: Desk) -> None:
    """What fails after every table has been taken in undoes them all."""
    desk.load({"accounts.csv": ACCOUNTS})
    before = desk.digest()
    data = desk.put({"accounts.csv": ACCOUNTS.replace("Acme", "Changed"), "tickets.csv": TICKETS})
    packed = pack(plan([data], None), Context(), load_id="dead", workdir=desk.folder / "dead")

    def fail(book: Book) -> None:
        assert book.connected() == {"accounts", "tickets"}
        raise ArithmeticError

    with open_book(desk.url, write=True) as book, pytest.raises(ArithmeticError):
        absorb(book, packed.write(book.landing), fail)
    assert desk.digest() == before


def test_what_dead_loads_left_is_cleared_away(desk: Desk) -> None:
    """Folders of dead processes and staging schemas go; a living load's folder stays."""
    dead, living = (desk.state / LOADS_FOLDER / f"x-{pid}" for pid in (2**22 + 1, os.getpid()))
    for folder in (dead, living):
        folder.mkdir(parents=True)
    with open_book(desk.url, write=True) as book:
        book.backend.raw_sql("CREATE SCHEMA staging_dead")
    desk.load({"accounts.csv": ACCOUNTS})
    assert list((desk.state / LOADS_FOLDER).iterdir()) == [living]
    with open_book(desk.url) as book:
        assert book.engine.schemas(book.backend.con, STAGING_PREFIX) == []


def test_dropping_leftovers_leaves_the_book(desk: Desk) -> None:
    """Only staging schemas are dropped."""
    desk.load({"accounts.csv": ACCOUNTS})
    with open_book(desk.url, write=True) as book:
        discard_staging(book)
        assert book.connected() == {"accounts"}


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ({"accounts.csv": ""}, BadFile),
        ({"accounts.csv": ACCOUNTS, "tickets.csv": "ticket,account_id\n"}, BadFile),
        ({"accounts.csv": ACCOUNTS, "tickets.csv": TICKETS + "x" * 2**20 + ",A1,2026-01-01,low\n"}, BadFile),
    ],
)
def test_files_that_cannot_be_used_change_nothing(desk: Desk, files: dict[str, str], error: type[StewardError]) -> None:
    """Nothing of a load stays when one of its files cannot be read, however late that shows."""
    desk.load({"contacts.csv": "contact_id,account_id\nC1,A1\n"}, folder="before")
    before = desk.digest()
    with pytest.raises(error):
        desk.load(files)
    assert desk.digest() == before
    assert list((desk.state / LOADS_FOLDER).glob("*")) == []


def test_what_a_database_refuses_is_a_sentence(tmp_path: Path, postgresql: str) -> None:
    """PostgreSQL holds no zero byte in a text; nothing has changed, and nothing is written to the terminal."""
    desk = Desk(tmp_path, postgresql)
    desk.load({"accounts.csv": ACCOUNTS})
    before = desk.digest()
    many = "".join(f"T{row},A1,2026-01-01,low\n" for row in range(40_000))
    with pytest.raises(StoreUnavailable, match=r"refused the rows: .*0x00"):
        desk.load({"tickets.csv": TICKETS + many + "T\x00,A1,2026-01-01,low\n"})
    assert desk.digest() == before


def test_a_wrong_path_or_mapping_makes_no_book(desk: Desk) -> None:
    """Nothing is created for a load that cannot begin."""
    with pytest.raises(BadFile, match="does not exist"):
        load([desk.folder / "nowhere"], None, book_url=desk.url, workdir=desk.state)
    mapping = desk.folder / "m.toml"
    mapping.write_text("[nothing]\n")
    with pytest.raises(BadMapping, match="no table of the book"):
        load([desk.folder], mapping, book_url=desk.url, workdir=desk.state)
    assert not desk.state.exists()


def test_a_load_reports_to_nobody(desk: Desk) -> None:
    """No thread of dlt's tracker is there afterwards, although dlt starts one by default."""
    desk.load({"accounts.csv": ACCOUNTS})
    assert not [thread.name for thread in threading.enumerate() if "tracker" in thread.name]


def test_progress_is_told_by_table(desk: Desk) -> None:
    """After each chunk the table and its rows are told, and the report names files that were ignored."""
    data = desk.put({"accounts.csv": ACCOUNTS, "tickets.csv": TICKETS, "truth.csv": "x\n"})
    told: list[tuple[str, int]] = []
    report = load(
        [data], None, book_url=desk.url, workdir=desk.state, progress=lambda name, rows: told.append((name, rows))
    )
    assert told == [("accounts", 2), ("tickets", 2)]
    assert report.ignored == ("truth.csv",)
