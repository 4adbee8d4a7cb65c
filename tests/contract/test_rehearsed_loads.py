"""A rehearsed load counts what it would change and leaves the book as it was, in both databases."""

from pathlib import Path

import pytest

from cs_engine.book.digest import digest
from cs_engine.book.door import open_book
from cs_engine.service.intake.loading import LoadReport, load
from tests.contract.cli_home import FILES, write_files


@pytest.fixture(params=["duckdb", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty book, in a file or on a server."""
    if request.param == "duckdb":
        return f"duckdb://{tmp_path}/book.duckdb"
    return str(request.getfixturevalue("postgresql"))


def counts(report: LoadReport) -> dict[str, tuple[int, int, int, int]]:
    """Return read, new, updated and unchanged rows by table."""
    return {row.table: (row.read, row.new, row.updated, row.unchanged) for row in report.rows}


def test_a_rehearsal_tells_what_a_load_then_does(url: str, tmp_path: Path) -> None:
    """Counted alike, and the digest over all tables stays."""
    folder = write_files(tmp_path / "csv")
    load([folder], None, book_url=url, workdir=tmp_path)
    with open_book(url) as book:
        before = digest(book)
    changed = {**FILES, "accounts.csv": FILES["accounts.csv"].replace("Globex", "Initech") + "D1,Hooli,,,,,,,,\n"}
    write_files(folder, changed)
    rehearsed = load([folder], None, book_url=url, workdir=tmp_path, rehearse=True)
    with open_book(url) as book:
        assert digest(book) == before
    assert rehearsed.rehearsed
    assert counts(rehearsed)["accounts"] == (5, 1, 1, 3)
    assert counts(load([folder], None, book_url=url, workdir=tmp_path)) == counts(rehearsed)
