"""The shipped mappings load their data sets, and the book names what is wrong with them."""

from datetime import date
from pathlib import Path

import pytest

from cs_engine.book.digest import digest
from cs_engine.book.door import open_book
from cs_engine.book.quality import Finding, findings
from cs_engine.service.intake.loading import LoadReport, load
from tests.shared import shared

EXAMPLES = Path(__file__).parents[2] / "examples"
AFTER_EXPORT = date(2025, 1, 1)


def _load(name: str, home: Path) -> LoadReport:
    return load([shared("data", name)], EXAMPLES / f"{name}.toml", book_url=_url(home), workdir=home)


def _url(home: Path) -> str:
    return f"duckdb://{home}/book.duckdb"


@pytest.fixture(scope="module")
def ravenstack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with RavenStack loaded."""
    home = tmp_path_factory.mktemp("ravenstack")
    _load("ravenstack", home)
    return home


@pytest.fixture(scope="module")
def found(ravenstack: Path) -> dict[str, Finding]:
    """Return what the book says about RavenStack's data."""
    with open_book(_url(ravenstack)) as book:
        return {finding.key: finding for finding in findings(book, AFTER_EXPORT)}


def test_ravenstack_loads_whole(ravenstack: Path) -> None:
    """Row counts are those of its README; of 21 repeated usage ids one row each is kept."""
    with open_book(_url(ravenstack)) as book:
        tables = ("accounts", "subscriptions", "usage_events", "tickets", "churn_events", "quarantine")
        rows = {name: book.table(name).count().to_pyarrow().as_py() for name in tables}
    assert rows == {
        "accounts": 500,
        "subscriptions": 5_000,
        "usage_events": 25_000 - 21,
        "tickets": 2_000,
        "churn_events": 600,
        "quarantine": 0,
    }


def test_loading_ravenstack_again_changes_nothing(ravenstack: Path) -> None:
    """Every row is found unchanged, repeated usage ids included."""
    with open_book(_url(ravenstack)) as book:
        before = digest(book)
    report = _load("ravenstack", ravenstack)
    assert [(row.table, row.new, row.updated) for row in report.rows if row.new or row.updated] == []
    assert report.rebuilt == 0
    with open_book(_url(ravenstack)) as book:
        assert digest(book) == before


def test_ravenstack_usage_adds_up_to_its_events(ravenstack: Path) -> None:
    """The whole-product rows hold every event once, and so do the rows by feature."""
    with open_book(_url(ravenstack)) as book:
        usage = book.table("usage")
        whole = usage.filter(usage.feature == "*").events.sum().to_pyarrow().as_py()
        by_feature = usage.filter(usage.feature != "*").events.sum().to_pyarrow().as_py()
        events = book.table("usage_events").events.sum().to_pyarrow().as_py()
    assert whole == by_feature == events


@pytest.mark.parametrize(
    ("key", "count", "of"),
    [
        ("churn_event_without_flag", 277, 390),
        ("flagged_without_churn_event", 35, 110),
        ("repeated_usage_ids", 21, 24_979),
        ("accounts_without_owner", 500, 500),
    ],
)
def test_ravenstack_contradictions_are_counted(found: dict[str, Finding], key: str, count: int, of: int) -> None:
    """The counts are those of its README; it knows no owners."""
    assert (found[key].count, found[key].of) == (count, of)


@pytest.mark.parametrize(
    ("key", "percent"), [("usage_before_subscription", "76.6 %"), ("tickets_before_signup", "53.9 %")]
)
def test_ravenstack_contradictions_are_shares(found: dict[str, Finding], key: str, percent: str) -> None:
    """The shares are those of its README."""
    assert f"({percent})" in found[key].sentence


def test_saas_sim_loads_whole_and_is_consistent(tmp_path: Path) -> None:
    """Row counts are those of its README; the book finds no contradiction in it."""
    report = _load("saas_sim", tmp_path)
    assert {row.table: row.new for row in report.rows if row.table not in ("usage", "touchpoints")} == {
        "accounts": 1_200,
        "subscriptions": 1_483,
        "tickets": 12_248,
        "responses": 2_650,
        "invoices": 11_377,
        "contacts": 671,
    }
    with open_book(_url(tmp_path)) as book:
        usage, touches = book.table("usage"), book.table("touchpoints")
        assert usage.filter(usage.feature == "*").count().to_pyarrow().as_py() == 79_292
        assert touches.count().to_pyarrow().as_py() == 13_829 - 671
        assert findings(book, date(2026, 1, 1)) == ()


def test_saas_sim_export_day_columns_stay_out(tmp_path: Path) -> None:
    """Nothing written on the export day is in the book, and every account has an owner's address."""
    accounts = shared("data", "saas_sim") / "accounts.csv.gz"
    load([accounts], EXAMPLES / "saas_sim.toml", book_url=_url(tmp_path), workdir=tmp_path)
    with open_book(_url(tmp_path)) as book:
        rows = book.table("accounts").to_pyarrow().to_pylist()
    assert {(row["status"], row["status_since"], row["flagged_churned"]) for row in rows} == {(None, None, None)}
    assert len({row["owner"] for row in rows}) == 12
    assert all(row["owner"].endswith("@example.com") for row in rows)
