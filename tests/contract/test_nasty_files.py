"""Files that nobody should load end in one sentence and exit code 2, change nothing, and take little memory."""

import gzip
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryFile

import openpyxl
import pytest

from cs_engine.book.digest import digest
from cs_engine.book.door import open_book
from cs_engine.service.intake.loading import LOADS_FOLDER
from tests.contract.cli_home import ROOT, Said, Terminal, write_files

HEAD = b"account_id,name\n"
MEMORY = 1.5 * 2**20
"""Kibibytes; a load may take no more, whatever it is given."""
UNUSABLE = 2
BAD_ROWS = 10_000_000


@dataclass(frozen=True, slots=True)
class Home:
    """A home whose book holds a few accounts."""

    path: Path
    terminal: Terminal

    def state(self) -> tuple[str, list[int], list[str]]:
        """Return the digest of the book, how long its ledgers are, and what loads have left lying around."""
        with open_book(f"duckdb://{self.path}/book.duckdb") as book:
            counts = [book.table(name).count().to_pyarrow().as_py() for name in ("loads", "quarantine", "repeats")]
            left = [path.name for path in (self.path / LOADS_FOLDER).glob("*")]
            return digest(book), counts, left


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a home with a loaded book."""
    home = tmp_path_factory.mktemp("home")
    data = write_files(home / "data")
    _measured(home, data, "--yes")
    return home


@pytest.fixture
def home(filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Home]:
    """Return that home, and hold the test to leaving it as it was."""
    monkeypatch.setenv("STEWARD_HOME", str(filled))
    home = Home(filled, Terminal(capsys))
    before = home.state()
    yield home
    assert home.state() == before


def _measured(home: Path, *arguments: str | Path) -> tuple[Said, int]:
    """Load in a process of its own; return what it said and its peak memory in kibibytes."""
    environment = {**os.environ, "STEWARD_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "load", *map(str, arguments)]
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        started = subprocess.Popen(command, stdout=out, stderr=err, env=environment)
        _, status, usage = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        for stream in (out, err):
            stream.seek(0)
        return Said(started.returncode, out.read(), err.read()), usage.ru_maxrss


def _zip(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def _workbook() -> bytes:
    workbook, content = openpyxl.Workbook(), io.BytesIO()
    workbook.worksheets[0].append(["account_id", "name"])
    workbook.worksheets[0].append(["A9", "x"])
    workbook.save(content)
    return content.getvalue()


def _far_workbook() -> bytes:
    workbook, content = openpyxl.Workbook(), io.BytesIO()
    workbook.worksheets[0]["A1"], workbook.worksheets[0]["XFD1048576"] = "account_id", 1
    workbook.save(content)
    return content.getvalue()


def _encrypted() -> bytes:
    """Return an archive that says of its member that it is encrypted."""
    content = bytearray(_zip(**{"accounts.csv": HEAD + b"A9,x\n"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


NASTY: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an empty file": ("accounts.csv", bytes, "is empty"),
    "random bytes": ("accounts.csv", lambda: Random(1).randbytes(50_000), "is a binary file"),
    "a picture": ("accounts.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "is a binary file"),
    "a web page": ("accounts.xls", lambda: b"<html><table><tr><td>x</table></html>", "is a web page"),
    "one JSON document": ("accounts.json", lambda: b'[{"account_id": "A9"}]', "one object per line"),
    "a header only": ("accounts.csv", lambda: HEAD, "has no row below"),
    "too many columns": ("accounts.csv", lambda: b",".join(b"c%d" % n for n in range(10_001)), "10,001 columns"),
    "a line over 1 MB": ("accounts.csv", lambda: HEAD + b"A9," + b"x" * 2**20, "more than 1 MB on line 2"),
    "an endless cell": ("accounts.csv", lambda: HEAD + b'A9,"x' + b"\nx" * 2**20, "more than 1 MB on line"),
    "a first line over 1 MB": ("accounts.csv", lambda: b"x" * 2**21, "more than 1 MB on line 1"),
    "an encrypted archive": ("accounts.zip", _encrypted, "is encrypted"),
    "an archive in an archive": ("a.zip", lambda: _zip(**{"accounts.zip": _zip(a=HEAD)}), "archive in an archive"),
    "an empty archive": ("accounts.zip", _zip, "is an archive without files"),
    "half an archive": ("accounts.zip", lambda: _zip(a=HEAD * 99)[:-40], "is a damaged archive"),
    "half a gzip file": (
        "accounts.csv.gz",
        lambda: gzip.compress(HEAD + Random(1).randbytes(9).hex().encode())[:-9],
        "damaged",
    ),
    "half a spreadsheet": ("accounts.xlsx", lambda: _workbook()[:-400], "damaged"),
    "a protected spreadsheet": ("accounts.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    "a spreadsheet to the end of the world": ("accounts.xlsx", _far_workbook, "row 1,048,576 and column 16,384"),
    "half a Parquet file": ("accounts.parquet", lambda: b"PAR1" + bytes(99), "is a damaged Parquet file"),
}


@pytest.mark.parametrize("case", NASTY)
def test_a_file_that_cannot_be_loaded_changes_nothing(home: Home, tmp_path: Path, case: str) -> None:
    """One sentence that names the file and says what is wrong, and exit code 2."""
    name, content, sentence = NASTY[case]
    path = tmp_path / name
    path.write_bytes(content())
    said = home.terminal("load", path, "--yes")
    assert (said.code, said.is_one_sentence()) == (UNUSABLE, True), said.err
    assert str(path) in said.err
    assert sentence in said.err


def test_a_wrong_path_changes_nothing(home: Home, tmp_path: Path) -> None:
    """The path is in the sentence."""
    said = home.terminal("load", tmp_path / "nowhere", "--yes")
    assert (said.code, said.is_one_sentence()) == (UNUSABLE, True)
    assert f"{tmp_path / 'nowhere'} does not exist" in said.err


def test_names_in_an_archive_lead_nowhere(filled: Path, tmp_path: Path) -> None:
    """A member that claims to lie elsewhere is read like any other, and nothing is written by its name."""
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "accounts.zip"
    path.write_bytes(_zip(**{"../../accounts.csv": HEAD + b"A9,x\n", "/etc/passwd.csv": b"x\n1\n"}))
    said, _ = _measured(tmp_path / "home", path, "--yes")
    assert said.code == 0, said.err
    assert sorted(found.name for found in tmp_path.iterdir()) == ["home", "in"]
    assert [found.name for found in (tmp_path / "in").iterdir()] == ["accounts.zip"]


def _gzip_bomb(path: Path, effort: Callable[[int], int]) -> str:
    del effort
    part = gzip.compress((b"A9," + b"x" * 1_000 + b"\n") * 10_000, 9)
    path.write_bytes(gzip.compress(HEAD) + part * 120)
    return "unpacks to more than 1 GB"


def _zip_bomb(path: Path, effort: Callable[[int], int]) -> str:
    del effort
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("accounts.csv", "w") as member:
        for _ in range(11):
            member.write(b"A9,x\n" * (20 * 2**20))
    return "unpacks to more than 1 GB"


def _one_line(path: Path, effort: Callable[[int], int]) -> str:
    with path.open("wb") as file:
        file.write(HEAD)
        for _ in range(effort(2_000)):
            file.write(b"x" * 2**20)
    return "more than 1 MB on line 2"


def _bad_rows(path: Path, effort: Callable[[int], int]) -> str:
    with path.open("wb") as file:
        file.write(b"account_id,name,seats\n")
        for _ in range(effort(BAD_ROWS) // 1000):
            file.write(b"A9,x,many\n" * 1000)
    return "rows are refused, such as line 2 (seats is no whole number)"


def _ragged_rows(path: Path, effort: Callable[[int], int]) -> str:
    with path.open("wb") as file:
        file.write(HEAD + b"A9,x\n")
        for _ in range(effort(BAD_ROWS) // 1000):
            file.write(b"x\n" * 1000)
    return "rows are refused, such as line 3 (the line has 1 cells instead of 2)"


@pytest.mark.soak
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("accounts.csv.gz", _gzip_bomb),
        ("accounts.zip", _zip_bomb),
        ("accounts.csv", _one_line),
        ("accounts.csv", _bad_rows),
        ("accounts.csv", _ragged_rows),
    ],
)
def test_what_is_made_to_fill_the_memory_does_not(
    home: Home,
    tmp_path: Path,
    effort: Callable[[int], int],
    name: str,
    make: Callable[[Path, Callable[[int], int]], str],
) -> None:
    """Reading stops as soon as it is clear what the file is."""
    path = tmp_path / name
    sentence = make(path, effort)
    said, peak = _measured(home.path, path, "--yes")
    path.unlink()
    assert said.code == UNUSABLE
    assert sentence in said.err.splitlines()[-1]
    assert "Traceback" not in said.err
    assert peak < MEMORY
