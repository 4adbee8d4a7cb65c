"""``steward value``: what customers are still worth, from files of orders and from the book."""

from pathlib import Path

import pytest

from tests.contract.cli_home import FILES, Terminal, write_files
from tests.unit.value.books import FILES as DATA

COLUMNS = ("--customer", "who", "--date", "when", "--amount", "paid")


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at an empty home."""
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return Terminal(capsys)


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """Return the orders computed by hand, without their comments."""
    lines = (DATA / "orders.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    file = tmp_path / "orders.csv"
    file.write_text("".join(line for line in lines if not line.startswith("#")), encoding="utf-8")
    return file


@pytest.fixture
def book(terminal: Terminal, tmp_path: Path) -> Terminal:
    """Return the command line with a book: two contracts, no order."""
    terminal("load", write_files(tmp_path / "csv", FILES), "--yes")
    return terminal


def test_a_file_of_orders_is_valued_with_its_reasons(terminal: Terminal, orders: Path) -> None:
    """Values as computed by hand in the data; the file's last day is 2026-03-05, so --as-of names the day."""
    said = terminal("value", orders, *COLUMNS, "--as-of", "2026-03-12", "--discount", "0")
    assert (said.code, said.err) == (0, "")
    assert "3 customers: 93.17" in said.out
    assert "at most 60 months" in said.out
    assert "2 repeat customers are too few for BG/NBD" in said.out
    assert "Lifetime revenue from 2026-03-12 on" in said.out


def test_a_file_as_json_has_every_number(terminal: Terminal, orders: Path) -> None:
    """Margin 0.5 halves what was computed by hand: 46.585."""
    said = terminal("value", orders, *COLUMNS, "--as-of", "2026-03-12", "--discount", "0", "--margin", "0.5", "--json")
    (found,) = said.json["values"]
    assert found["measure"] == "lifetime value"
    assert (found["horizon_months"], found["margin"], found["discount"]) == (60, 0.5, 0)
    assert found["total"] == pytest.approx(46.58, abs=0.011)
    assert {each["account_id"]: each["value"] for each in found["accounts"]}["Q"] == pytest.approx(13.53, abs=0.006)
    assert {each["method"] for each in found["accounts"]} == {"activity"}
    assert "parameters" in found


def test_rows_that_cannot_be_read_are_counted_on_stderr(terminal: Terminal, orders: Path) -> None:
    """The others are valued."""
    orders.write_text(orders.read_text(encoding="utf-8") + "P,,5\n", encoding="utf-8")
    said = terminal("value", orders, *COLUMNS)
    assert said.code == 0
    assert "Left out: 1 row without a readable customer, date and amount" in said.err


def test_what_cannot_have_happened_is_left_out_and_said(terminal: Terminal, orders: Path) -> None:
    """Days to come, words for nothing, torn lines, sums beyond any money: the values are those without them."""
    before = terminal("value", orders, *COLUMNS, "--json").json["values"]
    rows = ("P,2999-01-01,5", "n/a,2026-03-01,5", "P,2026-03-01,-", "P,2026-03-01,1e300", "P,2026-03-01")
    orders.write_text(orders.read_text(encoding="utf-8") + "\n".join(rows) + "\n", encoding="utf-8")
    said = terminal("value", orders, "--customer", " who ", "--date", "when", "--amount", "paid", "--json")
    assert (said.code, said.json["values"]) == (0, before)
    left_out = "1 line with more or fewer cells than the header, 3 rows without a readable customer, date and amount"
    assert f"Left out: {left_out}, 1 row dated after today." in said.err


def test_an_unknown_value_is_no_nothing(terminal: Terminal, tmp_path: Path) -> None:
    """Nobody bought twice: the value is unknown, in words and as null."""
    file = tmp_path / "new.csv"
    file.write_text("who,when,paid\nA,2026-01-02,5\nB,2026-01-05,6\n", encoding="utf-8")
    said = terminal("value", file, *COLUMNS)
    assert (said.code, "2 customers: of unknown value\n" in said.out) == (0, True)
    (found,) = terminal("value", file, *COLUMNS, "--json").json["values"]
    assert (found["total"], {each["value"] for each in found["accounts"]}) == (None, {None})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "with --customer, --date and --amount"),
        (("--customer", "nobody", "--date", "when", "--amount", "paid"), "has no column nobody"),
        (("--customer", "who", "--date", "who", "--amount", "paid"), "Column who does not hold dates"),
        (("--customer", "who", "--date", "when", "--amount", "who"), "Column who does not hold amounts"),
        ((*COLUMNS, "--margin", "1.5"), "The margin is a share"),
        ((*COLUMNS, "--discount", "-1"), "The discount is a share"),
        ((*COLUMNS, "--as-of", "2025-01-01"), "no purchase"),
    ],
)
def test_what_does_not_fit_is_one_sentence(
    terminal: Terminal, orders: Path, arguments: tuple[str, ...], words: str
) -> None:
    """Exit code 2."""
    said = terminal("value", orders, *arguments)
    assert (said.code, said.is_one_sentence()) == (2, True)
    assert words in said.err


def test_days_that_may_be_months_are_not_guessed(terminal: Terminal, tmp_path: Path) -> None:
    """03/04/2026 is March or April."""
    file = tmp_path / "odd.csv"
    file.write_text("who,when,paid\nA,03/04/2026,5\nA,05/04/2026,6\n", encoding="utf-8")
    said = terminal("value", file, *COLUMNS)
    assert (said.code, said.is_one_sentence()) == (2, True)
    assert "day/month or month/day" in said.err


def test_a_missing_file_and_a_missing_book_are_one_sentence(terminal: Terminal) -> None:
    """Exit code 2."""
    for arguments in (("value", "gone.csv", *COLUMNS), ("value",), ("value", "acme"), ("value", *COLUMNS)):
        said = terminal(*arguments)
        assert (said.code, said.is_one_sentence()) == (2, True)


def test_the_book_is_valued_by_its_contracts(book: Terminal) -> None:
    """Both pay in euros; a year and a month are judged by their own renewals."""
    (found,) = book("value", "--json").json["values"]
    assert found["currency"] == "EUR"
    assert {each["account_id"] for each in found["accounts"]} == {"A1", "A2"}
    assert "12 months" in found["why"]
    assert book("value").out.startswith("2 customers: ")


def test_an_account_is_valued_with_its_inputs(book: Terminal) -> None:
    """Value, interval, method, why, and what went into it."""
    said = book("value", "acme")
    assert said.code == 0
    assert said.out.startswith("Acme: lifetime revenue ")
    assert "Why constant retention: " in said.out
    assert "months to the next renewal" in said.out


def test_an_account_without_anything_to_value_says_so(book: Terminal) -> None:
    """A trial has no contract with revenue."""
    said = book("value", "Globex")
    assert (said.code, said.is_one_sentence()) == (2, True)
    assert "Globex has no contract with revenue and no purchase" in said.err


def test_unknown_accounts_are_answered_with_the_closest(book: Terminal) -> None:
    """Exit code 4, and 3 when several fit."""
    assert book("value", "zzzz").code == 4
    assert book("value", "zzzz", "--json").json["candidates"]


def test_purchases_of_accounts_without_a_contract_are_valued_too(book: Terminal, tmp_path: Path) -> None:
    """Up to the last order known: what the data do not tell is no silence."""
    rows = "order_id,account_id,ordered_at,amount,currency\n" + "".join(
        f"O{number},C1,2026-{number + 1:02}-01T10:00:00Z,{100 + number},USD\n" for number in range(9)
    )
    assert book("load", write_files(tmp_path / "orders", {"orders.csv": rows}), "--yes").code == 0
    found = {each["currency"]: each for each in book("value", "--json").json["values"]}
    assert found["USD"]["as_of"] == "2026-09-01"
    assert [each["account_id"] for each in found["USD"]["accounts"]] == ["C1"]
    assert found["USD"]["accounts"][0]["method"] == "activity"
