"""What is guessed of real data sets, as a load would see them."""

import fnmatch
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from cs_engine.book.door import open_book
from cs_engine.service.intake.loading import load
from cs_engine.service.intake.previewing import preview
from cs_engine.service.intake.previews import Origin, Preview
from cs_engine.sources.guessing.records import SURE
from tests.shared import shared

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = date(2026, 11, 22)
RIGHT = 0.85
ACCOUNT = ("accounts.account_id", "accounts.name", "subscriptions.subscription_id", "subscriptions.account_id")
LOSS = ("churn_events.churn_event_id", "churn_events.account_id")
LEFT = ("accounts.flagged_churned", "subscriptions.end_date", "subscriptions.end_reason", "churn_events.churn_date")
TELCO: Mapping[str, Sequence[str]] = {
    "customerID": (*ACCOUNT, *LOSS),
    "tenure": ("accounts.signup_date", "subscriptions.start_date"),
    "Contract": ("subscriptions.term_months",),
    "MonthlyCharges": ("subscriptions.mrr",),
    "Churn": LEFT,
}
CDNOW: Mapping[str, Sequence[str]] = {
    "master_id": ("orders.account_id", "orders.order_id", "-"),
    "sample_id": ("orders.account_id", "orders.order_id", "-"),
    "date": ("orders.ordered_at", "orders.order_id"),
    "amount_usd": ("orders.amount", "orders.order_id"),
}
Truth = Mapping[str, Mapping[str, Sequence[str]]]


def seen(home: Path, *parts: str) -> Preview:
    """Look at a data set."""
    path = shared("data", *parts)
    return preview([path], None, book_url=f"duckdb://{home}/book.duckdb", home=home, today=TODAY)


def truth_of(name: str, files: Sequence[str]) -> Truth:
    """Return where each column of a data set goes, as its shipped mapping says."""
    mapping = tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, list[str]]] = {file: {} for file in files}
    for table, ways in mapping.items():
        for way in ways if isinstance(ways, list) else [ways]:
            for file in files if isinstance(way, dict) else ():
                if fnmatch.fnmatch(file, way["files"]):
                    for column, rule in way["columns"].items():
                        source = rule if isinstance(rule, str) else rule.get("from", rule.get("key"))
                        found[file].setdefault(source, []).append(f"{table}.{column}")
    return found


def judged(found: Preview, truth: Truth) -> tuple[float, float, list[str]]:
    """Return the share of right columns, the confidence of the surest wrong one, and the wrong ones."""
    right, total, surest, wrong = 0, 0, 0.0, []
    for file in found.files:
        places: dict[str, list[tuple[str, float]]] = {}
        for table in file.tables:
            for column in table.columns:
                for source in column.read:
                    places.setdefault(source, []).append((f"{table.table}.{column.column}", column.confidence or 0.0))
        for source in found.headers[file.name]:
            allowed, went = truth[file.name].get(source, ("-",)), places.get(source, [])
            bad = [sure for place, sure in went if place not in allowed]
            fits = not bad and (bool(went) or "-" in allowed)
            right, total, surest = right + fits, total + 1, max(surest, *bad, 0.0)
            wrong += [] if fits else [f"{file.name}: {source} -> {went or 'left out'}"]
    return right / total, surest, wrong


@pytest.mark.parametrize("name", ["saas_sim", "ravenstack"])
def test_data_sets_with_a_mapping_are_guessed_like_it(name: str, tmp_path: Path) -> None:
    """At least 85 of 100 columns; no wrong one looks sure."""
    found = seen(tmp_path, name)
    right, surest, wrong = judged(found, truth_of(name, [file.name for file in found.files]))
    assert found.origin is Origin.GUESS
    assert right >= RIGHT, wrong
    assert surest < SURE, wrong


@pytest.mark.parametrize(
    ("parts", "truth"),
    [(("telco", "telco_churn.csv.gz"), TELCO), (("cdnow", "cdnow_transactions.csv.gz"), CDNOW)],
)
def test_single_files_are_guessed(parts: tuple[str, ...], truth: Mapping[str, Sequence[str]], tmp_path: Path) -> None:
    """Telco is a flat list of accounts; CDNOW a list of purchases without ids."""
    found = seen(tmp_path, *parts)
    right, surest, wrong = judged(found, {parts[-1]: truth})
    assert right >= RIGHT, wrong
    assert surest < SURE, wrong


def test_telco_loads_as_guessed(tmp_path: Path) -> None:
    """Accounts, what they pay, and who left; tenure has become a date."""
    found = seen(tmp_path, "telco")
    url = f"duckdb://{tmp_path}/book.duckdb"
    report = load([shared("data", "telco")], found.mapping, book_url=url, workdir=tmp_path)
    loaded = {row.table: (row.new, row.quarantined) for row in report.rows}
    assert loaded == {"accounts": (7043, 0), "subscriptions": (7043, 0), "churn_events": (1869, 0)}
    with open_book(url) as book:
        accounts = book.table("accounts").filter(book.table("accounts").account_id == "5575-GNVDE").to_pyarrow()
    assert accounts["signup_date"].to_pylist() == [date(2024, 1, 22)]
