"""Loading without a mapping: a guess is shown, asked about, kept and used again."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from cs_engine.book.digest import digest
from cs_engine.book.door import open_book
from tests.contract.cli_home import FILES, ROOT, Said, Terminal, write_files

EXPORT = """\
Customer No,Company,CSM,Country,Customer since,Plan
C-1,Acme,ana@ours.example,Germany,31.01.2024,Pro
C-2,Globex,ben@ours.example,France,15.06.2024,Basic
C-3,Initech,ana@ours.example,UK,01.02.2025,Pro
"""
TICKETS = """\
Ticket ID,Company,Created at,Priority
T1,Acme,2026-10-01 09:00,P1
T2,Initech,2026-10-03 11:00,P3
T3,Globex,2026-10-05 12:00,P4
"""
OPEN_DATES = "subscription_id,account_id,start_date,mrr\nS1,C-1,03/04/2026,100\nS2,C-2,05/06/2026,200\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home."""
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def terminal(home: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at the empty home."""
    return Terminal(capsys)


def rows(home: Path, table: str, *columns: str) -> list[tuple[object, ...]]:
    """Return some columns of a table of the book, sorted."""
    with open_book(f"duckdb://{home}/book.duckdb") as book:
        found = book.table(table).select(*columns).order_by(*columns).to_pyarrow().to_pylist()
    return [tuple(row.values()) for row in found]


def answering(home: Path, answer: str, *arguments: str) -> Said:
    """Run a command at a terminal and type an answer to what it asks."""
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    environment = {**os.environ, "STEWARD_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(
        command, stdin=theirs, capture_output=True, text=True, check=False, env=environment, cwd=home.parent
    )
    os.close(ours)
    os.close(theirs)
    return Said(done.returncode, done.stdout, done.stderr)


def test_a_guess_is_shown_loaded_and_kept_for_the_next_file(terminal: Terminal, tmp_path: Path, home: Path) -> None:
    """With formats and confidences; the next export with these columns needs no guess, under whatever name."""
    write_files(tmp_path / "one", {"customers_2026-10.csv": EXPORT})
    first = terminal("load", tmp_path / "one", "--yes")
    assert first.code == 0
    assert "customers_2026-10.csv: CSV; commas; UTF-8" in first.err
    assert 'account_id = "Customer No" # 0.9' in first.err
    assert rows(home, "accounts", "account_id", "country", "signup_date")[2][1] == "GB"
    later = write_files(tmp_path / "two", {"customers_2026-11.csv": EXPORT.replace("Globex", "Globex Corp")})
    again = terminal("load", later / "customers_2026-11.csv", "--yes")
    assert again.code == 0
    assert "Mapping accepted on 20" in again.err
    assert "change it in " in again.err
    assert ("C-2", "Globex Corp") in rows(home, "accounts", "account_id", "name")


def test_a_changed_header_is_guessed_anew_and_said(terminal: Terminal, tmp_path: Path) -> None:
    """Naming the columns that came and went."""
    write_files(tmp_path / "one", {"customers.csv": EXPORT})
    terminal("load", tmp_path / "one", "--yes")
    write_files(tmp_path / "one", {"customers.csv": EXPORT.replace("Plan\n", "Tier\n")})
    said = terminal("load", tmp_path / "one", "--yes")
    assert said.code == 0
    assert "new: Tier; gone: Plan" in said.err
    assert "Guessed on " in said.err


def test_files_are_joined_by_what_they_share(terminal: Terminal, tmp_path: Path, home: Path) -> None:
    """Tickets that name companies find their accounts, in the load or in the book."""
    write_files(tmp_path / "crm", {"customers.csv": EXPORT})
    terminal("load", tmp_path / "crm", "--yes")
    write_files(tmp_path / "desk", {"tickets.csv": TICKETS})
    assert terminal("load", tmp_path / "desk" / "tickets.csv", "--yes").code == 0
    assert rows(home, "tickets", "ticket_id", "account_id") == [("T1", "C-1"), ("T2", "C-3"), ("T3", "C-2")]


def test_a_dry_run_counts_everything_and_writes_nothing(terminal: Terminal, tmp_path: Path, home: Path) -> None:
    """Neither a new book nor a change to one that is there."""
    folder = write_files(tmp_path / "csv", {"customers.csv": EXPORT})
    said = terminal("load", folder, "--dry-run")
    assert said.code == 0
    assert "nothing was written" in said.out
    assert not (home / "book.duckdb").exists()
    terminal("load", folder, "--yes")
    before = (home / "book.duckdb").read_bytes()
    write_files(folder, {"customers.csv": EXPORT + "C-4,Hooli,,Spain,01.01.2026,Pro\nC-5,,,Spain,01.01.2026,Pro\n"})
    said = terminal("load", folder, "--dry-run")
    assert said.code == 0
    assert said.out.splitlines()[1].split() == ["accounts", "5", "1", "0", "3", "0", "1"]
    assert (home / "book.duckdb").read_bytes() == before
    with open_book(f"duckdb://{home}/book.duckdb") as book:
        assert digest(book)


def test_nobody_there_to_ask_loads_nothing_and_says_what_to_do(terminal: Terminal, tmp_path: Path, home: Path) -> None:
    """Exit code 2."""
    said = terminal("load", write_files(tmp_path / "csv", {"customers.csv": EXPORT}))
    assert said.code == 2
    assert "--yes" in said.err.splitlines()[-1]
    assert not (home / "book.duckdb").exists()


def test_at_a_terminal_it_asks(tmp_path: Path, home: Path) -> None:
    """Yes is the default when nothing is to be checked; no loads nothing."""
    write_files(tmp_path / "csv", {"customers.csv": EXPORT})
    refused = answering(home, "n\n", "load", "csv")
    assert refused.code == 1
    assert "Nothing was loaded." in refused.err
    assert not (home / "book.duckdb").exists()
    agreed = answering(home, "\n", "load", "csv")
    assert agreed.code == 0
    assert len(rows(home, "accounts", "account_id")) == 3


def test_a_doubtful_guess_is_not_loaded_by_the_return_key(tmp_path: Path, home: Path) -> None:
    """No is the default as soon as one column should be checked."""
    write_files(tmp_path / "csv", {"customers.csv": EXPORT.replace("Customer since", "Created")})
    said = answering(home, "\n", "load", "csv")
    assert said.code == 1
    assert "please check" in said.err


def test_what_the_values_leave_open_is_refused_until_it_is_said(terminal: Terminal, tmp_path: Path, home: Path) -> None:
    """`--yes` is no answer to whether the day comes first."""
    write_files(tmp_path / "crm", {"customers.csv": EXPORT})
    terminal("load", tmp_path / "crm", "--yes")
    bills = write_files(tmp_path / "bills", {"contracts.csv": OPEN_DATES}) / "contracts.csv"
    said = terminal("load", bills, "--yes")
    assert said.code == 2
    assert "'03/04/2026'" in said.err
    assert "--day-first" in said.err.splitlines()[-1]
    assert terminal("load", bills, "--yes", "--month-first").code == 0
    assert [str(row[0]) for row in rows(home, "subscriptions", "start_date")] == ["2026-03-04", "2026-05-06"]


def test_a_saved_guess_is_a_mapping(terminal: Terminal, tmp_path: Path, home: Path) -> None:
    """It can be changed and given."""
    folder = write_files(tmp_path / "csv", {"customers.csv": EXPORT})
    mapping = tmp_path / "mine.toml"
    assert terminal("load", folder, "--dry-run", "--save-mapping", mapping).code == 0
    mapping.write_text(mapping.read_text().replace('plan = "Plan"', 'segment = "Plan"'))
    assert terminal("load", folder, "--mapping", mapping, "--yes").code == 0
    assert rows(home, "accounts", "segment")[0] == ("Basic",)


def test_accounts_alone_give_one_message_about_what_to_load_next(terminal: Terminal, tmp_path: Path) -> None:
    """Usage first, and nothing about what else is missing."""
    bare = "name,owner,ARR\nAcme,ana@ours.example,12000\nGlobex,ben@ours.example,4800\n"
    said = terminal("load", write_files(tmp_path / "csv", {"accounts.csv": bare}), "--yes")
    assert said.code == 0
    (message,) = [line for line in said.out.splitlines() if "usage" in line.lower()]
    assert "Load usage next" in message
    assert "steward refresh" not in said.out


def test_after_a_load_the_next_command_is_named(terminal: Terminal, tmp_path: Path) -> None:
    """Files with the book's own names need no question but the one."""
    said = terminal("load", write_files(tmp_path / "csv", FILES), "--yes")
    assert "steward refresh" in said.out
    assert "Guessed" not in said.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("header.csv", "id,name\n"),
        ("empty.csv", ""),
        ("colors.csv", "red,green\n1,2\n3,4\n"),
        ("page.csv", "<html><body>Not found</body></html>"),
    ],
)
def test_files_of_no_use_are_one_sentence(terminal: Terminal, tmp_path: Path, home: Path, name: str, text: str) -> None:
    """Exit code 2, and nothing is kept."""
    said = terminal("load", write_files(tmp_path / "csv", {name: text}) / name, "--yes")
    assert (said.code, said.is_one_sentence()) == (2, True)
    assert name in said.err
    assert not (home / "mappings").exists()
