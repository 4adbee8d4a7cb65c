"""``steward segment``: which kinds of customers there are, in a file and in the book."""

from pathlib import Path

import pandas as pd
import pytest

from tests.contract.cli_home import ACCOUNTS, FILES, LAST, Terminal, usage, write_files
from tests.unit.segments.customers import noise, planted

ORDERS = ("--customer", "who", "--date", "when", "--amount", "paid")
RULE = 'name = "deep"\ntitle = "Deep users"\n[when]\ndepth = { at_least = 3 }\n'


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at an empty home."""
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return Terminal(capsys)


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    """Return a file of customers in four groups."""
    file = tmp_path / "customers.csv"
    planted().round(3).to_csv(file)
    return file


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """Return a file of orders: ten customers, the first buys most and last."""
    rows = [f"C{who},2026-0{month}-1{who},{50 * (10 - who)}" for who in range(10) for month in range(1, 10 - who)]
    file = tmp_path / "orders.csv"
    file.write_text("\n".join(["who,when,paid", *rows, "C1,,5"]) + "\n", encoding="utf-8")
    return file


def test_groups_are_told_with_profile_table_and_what_was_done(terminal: Terminal, customers: Path) -> None:
    """What was chosen and why each other number was not."""
    said = terminal("segment", customers)
    assert said.code == 0
    assert said.out.startswith("By kmeans: 4 groups: separation 0.")
    assert said.out.count(" customers (") == 4
    assert "chosen: clear, repeatable and fine enough to act on" in said.out
    assert "cuts groups in pieces" in said.out
    assert "elsewhere" in said.out


def test_json_has_every_number(terminal: Terminal, customers: Path) -> None:
    """Sizes add up; every number of groups that was tried is there with its measures."""
    found = terminal("segment", customers, "--json").json
    assert (found["method"], found["structure"]) == ("kmeans", True)
    assert sum(one["size"] for one in found["segments"]) == len(found["assigned"]) == 240
    assert [one["k"] for one in found["candidates"]] == list(range(2, 9))
    assert {"k", "silhouette", "null", "noise", "stability", "smallest", "within", "chosen", "verdict"} == found[
        "candidates"
    ][0].keys()
    trait = found["segments"][0]["traits"][0]
    assert {"column", "level", "inside", "outside", "effect", "said"} == trait.keys()


def test_without_structure_nothing_is_made_up(terminal: Terminal, tmp_path: Path) -> None:
    """It is said, the table is shown, and there is nothing to draw."""
    noise("bell").to_csv(tmp_path / "noise.csv")
    said = terminal("segment", tmp_path / "noise.csv", "--picture", tmp_path / "map.png")
    assert said.code == 0
    assert "No groups are to be found" in said.out
    assert "In no segment: 240." in said.out
    assert "There is nothing to draw." in said.err
    assert not (tmp_path / "map.png").exists()


@pytest.mark.parametrize("method", ["ward", "factors", "kmeans"])
def test_every_way_of_clustering_a_file_answers(terminal: Terminal, customers: Path, method: str) -> None:
    """And says which it was."""
    said = terminal("segment", customers, "--method", method)
    assert (said.code, said.err) == (0, "Customers are told apart by column customer.\n")
    assert said.out.startswith(f"By {method}: ")


def test_keys_stay_from_file_to_file_and_moves_are_told(terminal: Terminal, customers: Path, tmp_path: Path) -> None:
    """With the earlier answer given, one customer who changed is told of, by key before and after."""
    out = tmp_path / "segments.csv"
    assert terminal("segment", customers, "--out", out).code == 0
    before = pd.read_csv(out, index_col="account_id")["segment"]
    later = planted().round(3)
    later.loc["c00000"] = later.loc["c00001"]
    later.to_csv(customers)
    found = terminal("segment", customers, "--previous", out, "--json").json
    assert {"account_id": "c00000", "from": before["c00000"], "to": before["c00001"]}.items() <= found["moves"][
        0
    ].items()
    assert len(found["moves"]) <= 3


def test_the_map_is_written_as_png(terminal: Terminal, customers: Path, tmp_path: Path) -> None:
    """And said on stderr."""
    said = terminal("segment", customers, "--picture", tmp_path / "map.png")
    assert "Written: " in said.err
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


def test_orders_are_added_up_to_rfm(terminal: Terminal, orders: Path) -> None:
    """The best bought lately, often and much; a row without a day is counted on stderr."""
    said = terminal("segment", orders, *ORDERS, "--method", "rfm", "--json")
    assert said.json["assigned"]["C0"] == "champions"
    assert "Left out: 1 row without a readable customer, date and amount" in said.err


def test_tiers_find_the_column_of_money(terminal: Terminal, tmp_path: Path) -> None:
    """Or take the one that is named."""
    values = [500, 200, 100, 60, 50, 40, 30, 20]
    pd.DataFrame({"name": list("abcdefgh"), "revenue": values, "other": values[::-1]}).to_csv(
        tmp_path / "a.csv", index=False
    )
    assert terminal("segment", tmp_path / "a.csv", "--method", "tiers", "--json").json["assigned"]["a"] == "high"
    found = terminal("segment", tmp_path / "a.csv", "--method", "tiers", "--value", "other", "--json").json
    assert found["assigned"]["a"] == "low"


def test_a_companys_own_rules_win(terminal: Terminal, customers: Path, tmp_path: Path) -> None:
    """They come first, and are marked."""
    write_files(tmp_path / "home" / "segments", {"deep.toml": RULE})
    found = terminal("segment", customers, "--json").json
    assert (found["segments"][0]["key"], found["segments"][0]["by_rule"]) == ("deep", True)
    assert found["segments"][0]["size"] == int((planted().round(3)["depth"] >= 3).sum())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gone.csv",), "gone.csv"),
        (("customers.csv", "--customer", "nobody"), "has no column nobody; its columns are customer, logins"),
        (("customers.csv", "--k", "1"), "ask for 2 to 239"),
        (("customers.csv", "--k", "500"), "ask for 2 to 239"),
        (("customers.csv", "--method", "rfm"), "recency"),
        (("customers.csv", "--method", "tiers"), "--value"),
        (("customers.csv", "--method", "tiers", "--value", "nothing"), "no column nothing with numbers"),
        (("customers.csv", "--method", "satisfaction"), "--rating"),
        (("customers.csv", "--date", "when"), "all three are needed"),
        (("customers.csv", "--previous", "customers.csv"), "is no file of segments"),
        (("customers.csv", "--previous", "gone.csv"), "cannot be read"),
        (("customers.csv", "--customer", "customer", "--out", "."), "cannot be written"),
        (("twice.csv",), "No column of twice.csv tells customers apart"),
        (("holes.csv", "--customer", "name"), "names no customer in 1 rows"),
        (("header.csv",), "has no rows"),
        (("names.csv",), "no column that tells customers apart"),
        (("home",), "home is a folder"),
        (("alone.csv",), "only one customer"),
        (("wide.csv",), "wide.csv has 301 columns; keep at most 300"),
        (("measured.csv",), "No column of measured.csv tells customers apart"),
        (("given_back.csv", *ORDERS), "no purchase in given_back.csv"),
        (("ahead.csv", *ORDERS), "All rows of ahead.csv are dated after today"),
        ((), "book"),
    ],
)
def test_what_does_not_fit_is_one_sentence(
    terminal: Terminal, customers: Path, arguments: tuple[str, ...], words: str
) -> None:
    """Exit code 2."""
    files = {
        "twice.csv": "name,size\na,1\na,1\n",
        "holes.csv": "name,size\na,1\n,2\nc,3\n",
        "header.csv": "name,size\n",
        "names.csv": "name,note\n" + "".join(f"{one},note on {one}\n" for one in range(20)),
        "alone.csv": "name,size\na,1\n",
        "wide.csv": ",".join(f"c{one}" for one in range(301)) + "\n" + ",".join("1" * 301) + "\n",
        "measured.csv": "plan,revenue\nbasic,1.5\nbasic,2.5\n",
        "given_back.csv": "who,when,paid\nA,2026-01-01,-5\nB,2026-01-02,-1\n",
        "ahead.csv": "who,when,paid\nA,2999-01-01,5\nB,2999-01-02,1\n",
        "home/a.csv": "x\n1\n",
        "home/b.csv": "x\n1\n",
    }
    (customers.parent / "home").mkdir()
    write_files(customers.parent, files)
    said = terminal("segment", *arguments)
    assert (said.code, said.is_one_sentence()) == (2, True)
    assert words in said.err


def test_a_broken_rule_is_one_sentence_with_file_line_and_key(
    terminal: Terminal, customers: Path, tmp_path: Path
) -> None:
    """Exit code 2."""
    write_files(tmp_path / "home" / "segments", {"deep.toml": RULE.replace("depth", "dept")})
    said = terminal("segment", customers)
    assert (said.code, said.is_one_sentence()) == (2, True)
    assert "deep.toml:4: when.dept: " in said.err


def test_the_book_is_segmented_by_what_accounts_pay_do_and_say(terminal: Terminal, tmp_path: Path) -> None:
    """Two active accounts are too few for groups; both pay in euros, so value tiers serve."""
    terminal("load", write_files(tmp_path / "csv", FILES), "--yes")
    found = terminal("segment", "--json").json
    assert found["method"] == "tiers"
    assert "too few" in found["why"]
    assert found["assigned"] == {"A1": "high", "A2": "low"}


def test_a_book_in_two_currencies_has_tiers_only_with_rates(terminal: Terminal, tmp_path: Path) -> None:
    """4,000 dollars are 3,600 of 4,850 euros, so 1,000 euros begin at 0.74 and 250 at 0.95."""
    files = {"accounts.csv": ACCOUNTS, "subscriptions.csv": FILES["subscriptions.csv"], "usage.csv": usage(LAST)}
    files["subscriptions.csv"] += "S3,C1,2024-02-01,2027-02-01,12,30,50,named,4000,USD\n"
    terminal("load", write_files(tmp_path / "csv", files), "--yes")
    said = terminal("segment", "--method", "tiers")
    assert (said.code, said.is_one_sentence()) == (2, True)
    assert "rates.csv" in said.err
    write_files(tmp_path / "home", {"rates.csv": "date,currency,EUR\n2024-01-01,USD,0.9\n"})
    assert terminal("segment", "--method", "tiers", "--json").json["assigned"] == {
        "A1": "medium",
        "A2": "low",
        "C1": "high",
    }
