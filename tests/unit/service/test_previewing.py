"""A preview says what a load would do, and writes nothing."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from cs_engine.errors import BadFile
from cs_engine.service.intake.previewing import Reading, preview
from cs_engine.service.intake.previews import Origin, Preview

TODAY = date(2026, 11, 22)
CRM = "Customer No;Firma;Land;Kunde seit;Notiz\nK1;Müller;Deutschland;31.01.2024;x\nK2;;Frankreich;15.06.2024;y\n"


def look(folder: Path, files: dict[str, str], reading: Reading | None = None) -> Preview:
    """Write files and look at them."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    for name, text in files.items():
        (data / name).write_text(text, encoding="utf-8")
    home = folder / "home"
    return preview([data], None, book_url=f"duckdb://{home}/book.duckdb", home=home, today=TODAY, reading=reading)


def test_rows_are_shown_as_they_would_be_loaded(tmp_path: Path) -> None:
    """With what would be refused, what is not used, and how the file was read."""
    found = look(tmp_path, {"crm.csv": CRM})
    (file,) = found.files
    (table,) = file.tables
    assert (found.origin, table.table, "semicolons" in str(file.shown)) == (Origin.GUESS, "accounts", True)
    assert dict(zip(table.headings, table.rows[0], strict=True)) == {
        "account_id": "K1",
        "name": "Müller",
        "signup_date": "2024-01-31",
        "country": "DE",
    }
    assert [(one.row, one.column, one.reason) for one in table.refused] == [(2, "name", "is missing")]
    assert [one.column for one in file.unused] == ["Notiz"]
    assert not (tmp_path / "home").exists()


def test_at_most_ten_rows_are_shown(tmp_path: Path) -> None:
    """However many there are."""
    rows = "".join(f"A{number},Name {number}\n" for number in range(50))
    found = look(tmp_path, {"customers.csv": "id,name\n" + rows})
    assert (len(found.files[0].tables[0].rows), found.files[0].tables[0].fit) == (10, 50)


def test_files_with_the_books_own_names_need_no_mapping(tmp_path: Path) -> None:
    """Others beside them are named as left alone."""
    found = look(tmp_path, {"accounts.csv": "account_id,name\nA1,Acme\n", "notes.csv": "a,b\n1,2\n"})
    assert (found.origin, found.mapping, found.toml) == (Origin.NAMES, None, None)
    assert [(file.name, len(file.tables)) for file in found.files] == [("accounts.csv", 1), ("notes.csv", 0)]


def test_open_questions_are_listed_and_answered(tmp_path: Path) -> None:
    """By saying how dates are written."""
    files = {"crm.csv": "id,name,customer since\nA1,Acme,03/04/2026\nA2,Globex,05/06/2026\n"}
    found = look(tmp_path, files)
    assert len(found.questions) == 1
    assert not found.sure
    told = look(tmp_path, files, Reading(day_first=False))
    assert (told.questions, told.sure) == ((), True)
    assert told.files[0].tables[0].rows[0][-1] == "2026-03-04"


def test_a_folder_of_nothing_readable_is_refused(tmp_path: Path) -> None:
    """In a sentence that says what can be read."""
    with pytest.raises(BadFile, match="no file that can be read"):
        look(tmp_path, {"page.csv": "<html></html>"})


def test_looking_does_not_import_dlt() -> None:
    """It takes longer to import than to look."""
    code = "import sys, cs_engine.service.intake.previewing; sys.exit('dlt' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
