"""Refused rows are never lost: they are listed, written out and read again."""

import csv
from pathlib import Path

import pytest

from cs_engine.book.digest import digest
from cs_engine.book.door import open_book
from cs_engine.book.quarantine import Only
from cs_engine.errors import BadMapping, NothingToShow
from cs_engine.service.intake.loading import load
from cs_engine.service.intake.quarantine import list_quarantine, retry_quarantine
from cs_engine.service.intake.quarantine_export import export_quarantine

TICKETS = (
    "ticket_id,account_id,opened_at,priority\nT1,A1,2026-01-01,low\nT2,A1,never,medium\nT3,A2,2026-01-03,urgentest\n"
)
ODD = "id;customer;file;worth\nS1;A1;x;100,5\nS2;A2;y;1,25\nS3;A3;z;lots\nS4;A3;z;1.000\n"
ODD_MAPPING = """
[subscriptions]
files = "lines.csv"
[subscriptions.columns]
subscription_id = "id"
account_id = "customer"
start_date = { value = "2026-01-01" }
mrr = "worth"
"""
LENIENT = """
[tickets]
files = "tickets.csv"
[tickets.columns]
ticket_id = "ticket_id"
account_id = "account_id"
opened_at = "opened_at"
priority = { from = "priority", values = { urgentest = "urgent", medium = "normal" } }
"""


class Desk:
    """A book and a folder of files."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def put(self, name: str, text: str) -> Path:
        """Write a file."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def load(self, name: str, text: str, mapping: str | None = None) -> None:
        """Write a file and load it."""
        path = self.put(name, text)
        given = None if mapping is None else self.put(f"{name}.toml", mapping)
        load([path], given, book_url=self.url, workdir=self.folder)

    def retry(self, mapping: str | None = None, only: Only = Only()) -> tuple[int, int]:  # noqa: B008 - frozen
        """Read the refused rows again, and return how many went into the book and how many stay."""
        given = None if mapping is None else self.put("again.toml", mapping)
        retried = retry_quarantine(self.url, workdir=self.folder, mapping=given, only=only)
        return sum(row.new + row.updated for row in retried.rows), sum(row.quarantined for row in retried.rows)

    def ids(self, table: str, column: str) -> list[str]:
        """Return a column of the book, sorted."""
        with open_book(self.url) as book:
            return sorted(book.table(table)[column].to_pyarrow().to_pylist())

    def digest(self) -> str:
        """Return the digest of the book."""
        with open_book(self.url) as book:
            return digest(book)


@pytest.fixture(params=["duckdb", "postgresql"])
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Desk:
    """Return a desk without a book."""
    return Desk(
        tmp_path,
        request.getfixturevalue("postgresql") if request.param == "postgresql" else f"duckdb://{tmp_path}/b.duckdb",
    )


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_refused_values_are_listed_by_reason_with_examples(desk: Desk) -> None:
    """Table, file, column and reason, how many rows, and where to look."""
    desk.load("tickets.csv", TICKETS)
    found = [(one.table, Path(one.file).name, one.column, one.rows, one.examples) for one in list_quarantine(desk.url)]
    assert found == [
        ("tickets", "tickets.csv", "priority", 2, ("line 3: medium", "line 4: urgentest")),
        ("tickets", "tickets.csv", "opened_at", 1, ("line 3: never",)),
    ]
    assert list_quarantine(desk.url, Only(file="other.csv")) == ()
    assert len(list_quarantine(desk.url, Only("tickets", "tickets.csv"))) == 2


def test_export_gives_the_rows_back_as_they_stood_in_their_file(desk: Desk) -> None:
    """The file's own columns first, then where it was and everything that was refused; one line per row."""
    desk.load("tickets.csv", TICKETS)
    exported = export_quarantine(desk.url, desk.folder / "out.csv")
    assert (exported.rows, exported.not_kept, exported.files) == (2, 0, (desk.folder / "out.csv",))
    first = _read(desk.folder / "out.csv")[0]
    assert [first[name] for name in ("ticket_id", "account_id", "opened_at", "priority")] == [
        "T2",
        "A1",
        "never",
        "medium",
    ]
    assert (first["line"], first["column"], first["value"]) == ("3", "opened_at; priority", "never; medium")


def test_files_with_other_columns_are_exported_apart(desk: Desk) -> None:
    """A folder with one CSV per file; a column that the file has too gets another name."""
    desk.load("tickets.csv", TICKETS)
    desk.load("lines.csv", ODD, ODD_MAPPING)
    exported = export_quarantine(desk.url, desk.folder / "out.csv")
    assert [path.relative_to(desk.folder).as_posix() for path in exported.files] == [
        "out/subscriptions-lines.csv",
        "out/tickets-tickets.csv",
    ]
    lines = _read(exported.files[0])
    assert [line["worth"] for line in lines] == ["lots"]
    assert (lines[0]["file"], lines[0]["_file"]) == ("z", str((desk.folder / "lines.csv").resolve()))


def test_what_fits_a_new_mapping_goes_into_the_book_and_the_rest_stays(desk: Desk) -> None:
    """A retry reads the kept rows, whatever became of the file, and says what is still wrong."""
    desk.load("tickets.csv", TICKETS)
    (desk.folder / "tickets.csv").unlink()
    assert desk.retry(LENIENT) == (1, 1)
    assert desk.ids("tickets", "ticket_id") == ["T1", "T3"]
    assert [(one.column, one.examples) for one in list_quarantine(desk.url)] == [("opened_at", ("line 3: never",))]


def test_a_retry_without_mapping_reads_as_the_first_time(desk: Desk) -> None:
    """Nothing fits that did not fit before, decimal commas are still commas, and the book stays as it is."""
    desk.load("tickets.csv", TICKETS)
    desk.load("lines.csv", ODD, ODD_MAPPING)
    before, waiting = desk.digest(), list_quarantine(desk.url)
    assert desk.retry() == (0, 3)
    assert (desk.digest(), list_quarantine(desk.url)) == (before, waiting)
    assert desk.retry(
        ODD_MAPPING.replace('"worth"', '{ from = "worth", values = { lots = "1,5" } }'), Only("subscriptions")
    ) == (1, 0)
    with open_book(desk.url) as book:
        assert sorted(book.table("subscriptions").mrr.to_pyarrow().to_pylist()) == [1.25, 1.5, 100.5, 1000.0]


def test_a_retry_that_cannot_be_read_changes_nothing(desk: Desk) -> None:
    """A mapping for another table, or for columns that the rows have not, is one sentence."""
    desk.load("tickets.csv", TICKETS)
    waiting = list_quarantine(desk.url)
    with pytest.raises(BadMapping, match=r"does not say how tickets\.csv fills tickets"):
        desk.retry(ODD_MAPPING)
    with pytest.raises(BadMapping, match=r"'since', which tickets\.csv has not"):
        desk.retry(LENIENT.replace('opened_at = "opened_at"', 'opened_at = "since"'))
    assert list_quarantine(desk.url) == waiting


def test_rows_of_an_older_book_are_named_as_not_kept(desk: Desk) -> None:
    """Where only the value was kept, the file has to be loaded again; so do lines that are torn."""
    desk.load("tickets.csv", TICKETS)
    with open_book(desk.url, write=True) as book:
        book.change(f'UPDATE {book.sql_name("quarantine")} SET "row" = NULL')
    assert {one.not_kept for one in list_quarantine(desk.url)} == {1, 2}
    with pytest.raises(NothingToShow, match="2 refused rows were loaded before rows were kept; load their files"):
        desk.retry()
    with pytest.raises(NothingToShow, match="before rows were kept"):
        export_quarantine(desk.url, desk.folder / "out.csv")
    desk.load("tickets.csv", TICKETS.splitlines()[0] + "\nT1,A1,2026-01-01,low\nT9,A1\n")
    with pytest.raises(NothingToShow, match="1 lines have more or fewer cells"):
        desk.retry()


def test_nothing_in_quarantine_is_said(desk: Desk) -> None:
    """An empty quarantine is a sentence, not an empty file."""
    desk.load("tickets.csv", TICKETS.splitlines()[0] + "\nT1,A1,2026-01-01,low\n")
    with pytest.raises(NothingToShow, match="No such row waits"):
        desk.retry()
    with pytest.raises(NothingToShow, match="No such row waits"):
        export_quarantine(desk.url, desk.folder / "out.csv")
    assert not (desk.folder / "out.csv").exists()
